// `jangteo openapi` and `jangteo api`: the routes, as a document and as a list.

#include <fmt/core.h>

#include "boot/commands.hpp"
#include "boot/declared_shop.hpp"

namespace jangteo::boot {

void add_openapi_commands(Program& program) {
    program.command("openapi", "Print the OpenAPI document").runs([] {
        fmt::print("{}\n", openapi_text());
        return 0;
    });
    program.command("api", "List every route with its role").runs([] {
        fmt::print("{}", routes_text());
        return 0;
    });
}

}  // namespace jangteo::boot
