// `jangteo order show ID`: one order's story from the store, with the shop stopped or running.

#include <fmt/core.h>

#include "boot/commands.hpp"
#include "boot/declared_shop.hpp"
#include "boot/timeline.hpp"
#include "kernel/fault.hpp"
#include "platform/sqlite/sqlite_store.hpp"

namespace jangteo::boot {
namespace {

struct OrderShowOptions {
    std::string id;
    std::string data = "data";
    bool json = false;
    bool payloads = false;
};

Status show_order(const OrderShowOptions& options) {
    auto id = OrderId::parse(options.id);
    if (!id) throw Fault(FaultKind::permanent, "\"" + options.id + "\" is not an order id (ord_…)");
    auto db = platform::sqlite::open_read_only(options.data + "/jangteo.db");
    auto records = runtime::Outbox::of_correlation(*db, id->uuid());
    if (records.empty()) throw Fault(FaultKind::permanent, "the store has no order " + options.id);
    const auto& registry = declared_registry();
    fmt::print("{}", options.json ? timeline_json(records, registry) + "\n"
                                  : timeline_text(records, registry, options.payloads));
    return 0;
}

}  // namespace

void add_order_command(Program& program) {
    auto options = std::make_shared<OrderShowOptions>();
    Command order = program.command("order", "Look at one order");
    Command show = order.command("show", "Every event, step, call and timer of one order");
    show.option("id", options->id, "ord_…").required();
    show.option("--data", options->data, "folder of the shop's data").variable("JANGTEO_DATA");
    show.flag("--json", options->json);
    show.flag("--payloads", options->payloads, "with the events' contents");
    show.runs([options] { return show_order(*options); });
}

}  // namespace jangteo::boot
