#include <fmt/format.h>

#include "boot/audit/audit.hpp"
#include "boot/commands.hpp"
#include "boot/shop_stores.hpp"
#include "boot/store_url.hpp"
#include "platform/threads/system_clock.hpp"

namespace jangteo::boot {
namespace {

AuditReport audit_of(const StoreChoice& choice) {
    if (engine_of(choice.config) == StoreEngine::sqlite && choice.groups.empty()) {
        return audit_store(choice.config.data);
    }
    auto stores = open_to_read(choice);
    std::vector<AuditPart> parts;
    for (ShopStore& store : stores) parts.push_back({store.reader(), store.services});
    return audit_parts(parts, platform::SystemClock().now());
}

}  // namespace

void add_audit_command(Program& program) {
    struct Options {
        StoreChoice store;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    Command command = program.command("audit", "Check every invariant against the store");
    add_store_options(command, options->store);
    command.flag("--json", options->json);
    command.runs([options] {
        auto report = audit_of(options->store);
        fmt::print("{}", options->json ? audit_json(report) + "\n" : audit_table(report));
        return report.violations_total == 0 ? 0 : 1;
    });
}

}  // namespace jangteo::boot
