// `jangteo openapi` and `jangteo api`: the routes, as a document and as a list.

#include <fmt/core.h>

#include "boot/command_line.hpp"
#include "boot/declared_shop.hpp"

namespace jangteo::boot {

void add_openapi_commands(CLI::App& program, Status& status) {
    program.add_subcommand("openapi", "Print the OpenAPI document")->callback([&status] {
        status = guarded([] {
            fmt::print("{}\n", openapi_text());
            return 0;
        });
    });
    program.add_subcommand("api", "List every route with its role")->callback([&status] {
        status = guarded([] {
            fmt::print("{}", routes_text());
            return 0;
        });
    });
}

}  // namespace jangteo::boot
