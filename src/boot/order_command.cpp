// `jangteo order show ID`: one order's story from the stores, with the shop stopped or running.
// What several databases have of it stands in the order of time, by the clock of whoever wrote it.

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "boot/commands.hpp"
#include "boot/declared_shop.hpp"
#include "boot/shop_stores.hpp"
#include "boot/timeline.hpp"
#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

struct OrderShowOptions {
    std::string id;
    StoreChoice store;
    bool json = false;
    bool payloads = false;
};

Status show_order(const OrderShowOptions& options) {
    auto id = OrderId::parse(options.id);
    if (!id) throw Fault(FaultKind::permanent, "\"" + options.id + "\" is not an order id (ord_…)");
    std::vector<runtime::StoredRecord> records;
    for (ShopStore& store : open_to_read(options.store)) {
        auto found = runtime::Outbox::of_correlation(store.reader(), id->uuid());
        std::move(found.begin(), found.end(), std::back_inserter(records));
    }
    if (records.empty()) throw Fault(FaultKind::permanent, "the store has no order " + options.id);
    std::stable_sort(records.begin(), records.end(), [](const auto& left, const auto& right) {
        return left.record.time < right.record.time;
    });
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
    add_store_options(show, options->store);
    show.flag("--json", options->json);
    show.flag("--payloads", options->payloads, "with the events' contents");
    show.runs([options] { return show_order(*options); });
}

}  // namespace jangteo::boot
