#include "tests/simulation/log_watch.hpp"

#include <algorithm>
#include <utility>

#include "contracts/inventory/events.hpp"
#include "order/domain/order_process.hpp"
#include "tests/simulation/stage.hpp"
#include "tests/simulation/violation.hpp"

namespace jangteo::simulation {
namespace {

const sql::Query select_new{
    "SELECT position, body, correlation, delivered FROM runtime_outbox WHERE position > ? "
    "ORDER BY position"};
const sql::Query select_delivered{"SELECT delivered FROM runtime_outbox WHERE position = ?"};
const sql::Query count_broken_units{
    "SELECT count(*), sum(on_hand < 0 OR reserved < 0 OR on_hand < reserved OR "
    "initial + restocked + adjusted + restored <> on_hand + deducted) FROM inventory_stock_unit"};

using contracts::OrderStatus;

struct RecordName {
    std::int64_t position;
    std::string text() const { return "record " + std::to_string(position); }
};

// One change may take several steps of the process at once.
bool leads_to(OrderStatus from, OrderStatus to, int steps_left) {
    for (const order::Step& step : order::steps) {
        if (static_cast<int>(step.from) != static_cast<int>(from)) continue;
        auto next = static_cast<OrderStatus>(step.to);
        if (next == to) return true;
        if (steps_left > 1 && leads_to(next, to, steps_left - 1)) return true;
    }
    return false;
}

}  // namespace

template <class Object>
void LogWatch::expect(Invariant invariant, bool holds, const Object& object,
                      std::string_view words) {
    coverage_.checked(invariant);
    if (holds) return;
    if constexpr (requires { object.text(); }) {
        throw Violation(invariant.id(), object.text(), std::string(words));
    } else {
        throw Violation(invariant.id(), std::string(object), std::string(words));
    }
}

template <class E>
E LogWatch::decoded(const runtime::Event& event) {
    auto body = codec::decode_avro<E>(event.payload);
    expect("E7", body.has_value(), event.type, "its payload does not decode");
    return std::move(*body);
}

void LogWatch::wrote(const sql::Query& query) {
    if (query.ordinal() >= writes_stock_.size()) writes_stock_.resize(query.ordinal() + 1);
    std::optional<bool>& writes_stock = writes_stock_[query.ordinal()];
    if (!writes_stock)
        writes_stock = query.text().find("inventory_stock_unit") != std::string::npos;
    stock_is_new_ |= *writes_stock;
}

void LogWatch::look_at_stock() {
    if (!std::exchange(stock_is_new_, false)) return;
    auto rows = db_.query(count_broken_units);
    rows.next();
    expect("S1", rows.integer(1) == 0, "stock", "a unit is oversold, or its sums are wrong");
}

void LogWatch::look() {
    look_at_stock();
    auto rows = db_.query(select_new, {position_});
    while (rows.next()) {
        expect("E1", rows.integer(0) == position_ + 1, RecordName{rows.integer(0)},
               "the record before it is missing");
        position_ = rows.integer(0);
        history_.mix(rows.bytes(1));
        auto record = codec::decode_avro<runtime::OutboxRecord>(rows.bytes(1));
        expect("E7", record.has_value(), RecordName{position_}, "it does not decode");
        process_ = OrderId(rows.uuid(2));
        is_delivered_ = rows.integer(3) != 0;
        take(*record);
    }
    see_late_prices();
}

void LogWatch::take(const runtime::OutboxRecord& record) {
    if (history_.listening()) {
        std::string words = record.cause + ":";
        for (const auto& event : record.events) words += " " + event.type;
        for (const auto& note : record.notes) {
            words += " [" + std::string(codec::text_of_enum(note.kind)) + " " + note.name + " " +
                     note.detail + "]";
        }
        history_.tell(record.time, process_.text(), words);
    }
    for (const runtime::Event& event : record.events) take_event(event);
}

void LogWatch::take_event(const runtime::Event& event) {
    // The simulation's own poison.
    if (event.payload == "poison") {
        if (on_poison) on_poison(event.aggregate.uuid());
        return;
    }
    count_input(event);
    take_order_event(event);
    take_money_event(event);
    take_parcel_event(event);
    take_price(event);
}

void LogWatch::count_input(const runtime::Event& event) {
    auto found = std::ranges::find(order_inputs, event.type);
    if (found == order_inputs.end()) return;
    auto order = orders_.find(process_);
    if (order == orders_.end()) return;
    auto input = static_cast<std::size_t>(found - order_inputs.begin());
    ++coverage_.inputs[static_cast<std::size_t>(order->second.status)][input];
}

void LogWatch::give(std::string_view topic, const runtime::Event& event) {
    given_[{std::string(topic), event.aggregate.uuid()}].push_back(
        static_cast<std::int64_t>(number_of(event.payload)));
}

void LogWatch::take_order_event(const runtime::Event& event) {
    if (event.type == "OrderCreated") {
        created(decoded<contracts::OrderCreated>(event));
    } else if (event.type == "OrderStatusChanged") {
        give(contracts::OrderStatusChanged::topic, event);
        moved(decoded<contracts::OrderStatusChanged>(event));
    } else if (event.type == "OrderCancellationRequested") {
        give(contracts::OrderCancellationRequested::topic, event);
    } else if (event.type == "StockReserved") {
        give(contracts::StockReserved::topic, event);
        OrderId id(event.aggregate.uuid());
        expect("S3", ++orders_[id].reserved == 1, id, "its stock was reserved twice");
    } else if (event.type == "OrderCancelled") {
        OrderId id(event.aggregate.uuid());
        const SeenOrder& order = orders_[id];
        expect("M6", order.captured == order.refunded, id,
               "it is cancelled and keeps money: captured " + std::to_string(order.captured) +
                   ", given back " + std::to_string(order.refunded));
    }
}

void LogWatch::created(const contracts::OrderCreated& event) {
    SeenOrder& order = orders_[event.order_id];
    const OrderId& id = event.order_id;
    expect("I1", !order.is_created, id, "it was created twice");
    order.is_created = true;
    order.total = event.total.amount;
    std::int64_t sum = 0;
    for (const auto& line : event.lines) {
        sum += line.quantity * line.unit_price;
        const Prices& prices = prices_[line.sku_id];
        const auto oldest = prices_are_current ? static_cast<std::ptrdiff_t>(prices.arrived) : 0;
        bool is_right = std::find(prices.amounts.begin() + oldest, prices.amounts.end(),
                                  line.unit_price) != prices.amounts.end();
        expect("M8", is_right, id, "a line has another price than the catalog's");
    }
    expect("M8", sum == event.total.amount, id, "its lines do not sum to its total");
}

void LogWatch::moved(const contracts::OrderStatusChanged& event) {
    SeenOrder& order = orders_[event.order_id];
    const OrderId& id = event.order_id;
    expect("G1", order.status == event.from, id, "it left a state that it was not in");
    expect("G1", leads_to(event.from, event.to, 3), id, "there is no such step");
    order.status = event.to;
    if (event.to == OrderStatus::paid) {
        expect("M5", order.captured == order.total, id, "it is paid without its total");
        expect("S6", order.reserved == 1, id, "it is paid and never had its stock");
    }
    if (on_status) on_status(event);
}

void LogWatch::take_money_event(const runtime::Event& event) {
    if (event.type == "PaymentCompleted") {
        give(contracts::PaymentCompleted::topic, event);
        auto completed = decoded<contracts::PaymentCompleted>(event);
        SeenOrder& order = orders_[completed.order_id];
        expect("M3", order.captured == 0, completed.order_id, "its money was captured twice");
        order.captured += completed.amount.amount;
        expect("M2", order.captured <= order.total, completed.order_id,
               "more was captured than its total");
    } else if (event.type == "RefundCompleted") {
        give(contracts::RefundCompleted::topic, event);
        auto refund = decoded<contracts::RefundCompleted>(event);
        const OrderId& id = refund.order_id;
        SeenOrder& order = orders_[id];
        expect("G2", refunds_.insert(refund.refund_id).second, id, "a refund was completed twice");
        order.refunded += refund.amount.amount;
        expect("M2", order.refunded <= order.captured, id, "more was given back than captured");
    }
}

void LogWatch::take_parcel_event(const runtime::Event& event) {
    if (event.type == "DeliveryStarted") {
        auto started = decoded<contracts::DeliveryStarted>(event);
        expect("G1", shipments_.insert(started.shipment_id).second, started.order_id,
               "a shipment started twice");
        if (on_started) on_started(started);
    } else if (event.type == "ShipmentStopped") {
        auto stopped = decoded<contracts::ShipmentStopped>(event);
        expect("G2", stops_.emplace(stopped.cancellation_id, stopped.enterprise_id).second,
               stopped.order_id, "a cancellation got two answers about one part");
    }
}

void LogWatch::take_price(const runtime::Event& event) {
    if (event.type == "ProductCreated") {
        for (const auto& variant : decoded<contracts::ProductCreated>(event).variants) {
            add_price(variant.sku_id, variant.price.amount);
        }
    } else if (event.type == "ProductPriceChanged") {
        auto changed = decoded<contracts::ProductPriceChanged>(event);
        add_price(changed.sku_id, changed.to.amount);
    }
}

void LogWatch::add_price(const SkuId& sku, std::int64_t amount) {
    Prices& prices = prices_[sku];
    prices.amounts.push_back(amount);
    const std::size_t index = prices.amounts.size() - 1;
    if (is_delivered_) {
        prices.arrived = index;
    } else if (prices_are_current) {
        late_prices_.push_back({sku, index, position_});
    }
}

// A handler that failed sends its events through the log: they arrive in a later commit.
void LogWatch::see_late_prices() {
    std::erase_if(late_prices_, [&](const LatePrice& late) {
        if (sql::integer_of(db_.query(select_delivered, {late.position})) == 0) return false;
        Prices& prices = prices_[late.sku];
        prices.arrived = std::max(prices.arrived, late.index);
        return true;
    });
}

}  // namespace jangteo::simulation
