// `jangteo order show ID`: one order's story from the store, with the shop stopped or running.

#include <fmt/core.h>

#include "boot/command_line.hpp"
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

void add_order_command(CLI::App& program, Status& status) {
    auto options = std::make_shared<OrderShowOptions>();
    auto* order = program.add_subcommand("order", "Look at one order")->require_subcommand(1);
    auto* show = order->add_subcommand("show", "Every event, step, call and timer of one order");
    show->add_option("id", options->id, "ord_…")->required();
    show->add_option("--data", options->data, "folder of the shop's data")->envname("JANGTEO_DATA");
    show->add_flag("--json", options->json);
    show->add_flag("--payloads", options->payloads, "with the events' contents");
    show->callback([options, &status] { status = guarded([&] { return show_order(*options); }); });
}

}  // namespace jangteo::boot
