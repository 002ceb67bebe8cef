#include "order/in/order_views.hpp"

#include "contracts/codec/avro.hpp"
#include "contracts/codec/json.hpp"

namespace jangteo::order {
namespace {

contracts::OrderStatus status_of(Status status) {
    return static_cast<contracts::OrderStatus>(status);
}

contracts::CancellationView cancellation_view(const Cancellation& cancellation,
                                              const std::vector<Line>& lines, Currency currency) {
    contracts::CancellationView view{cancellation.id,
                                     std::string(codec::text_of_enum(cancellation.stage)),
                                     {cancellation.refund, currency},
                                     {cancellation.refunded, currency},
                                     cancellation.whole,
                                     cancellation.restock,
                                     cancellation.reason,
                                     {},
                                     cancellation.requested_at};
    for (const LineQuantity& wanted : cancellation.lines) {
        const Line& line = lines.at(static_cast<std::size_t>(wanted.line - 1));
        view.lines.push_back({line.line, line.sku, line.enterprise, wanted.quantity});
    }
    return view;
}

// What a cancellation takes of one seller's part, whose units `left` are not yet taken.
std::int64_t take_share(const contracts::CancellationView& cancellation,
                        const std::vector<Line>& lines, std::vector<std::int64_t>& left) {
    std::int64_t share = 0;
    auto take = [&](std::size_t index, std::int64_t quantity) {
        left[index] -= quantity;
        share += lines[index].unit_price * quantity;
    };
    if (cancellation.whole) {
        for (std::size_t i = 0; i < lines.size(); ++i) take(i, left[i]);
    }
    for (const auto& line : cancellation.lines) {
        take(static_cast<std::size_t>(line.line - 1), line.quantity);
    }
    return share;
}

// What one seller may know: nothing of the other sellers' lines and sums.
void restrict_to(contracts::OrderView& view, const std::vector<Line>& lines,
                 const EnterpriseId& seller) {
    auto of_others = [&](const auto& item) { return item.enterprise_id != seller; };
    std::erase_if(view.lines, of_others);
    std::erase_if(view.parts, of_others);
    std::vector<std::int64_t> left;
    for (const Line& line : lines) left.push_back(line.enterprise == seller ? line.quantity : 0);
    for (auto& cancellation : view.cancellations) std::erase_if(cancellation.lines, of_others);
    std::erase_if(view.cancellations, [](const auto& c) { return !c.whole && c.lines.empty(); });
    auto take = [&](auto& cancellation) {
        if (cancellation.stage == codec::text_of_enum(CancellationStage::refused)) return;
        std::int64_t share = take_share(cancellation, lines, left);
        cancellation.refund.amount = view.captured.amount == 0 ? 0 : share;
        if (cancellation.refunded.amount != 0) cancellation.refunded = cancellation.refund;
    };
    // A whole cancellation takes what the others leave.
    for (auto& cancellation : view.cancellations) {
        if (!cancellation.whole) take(cancellation);
    }
    view.refunded.amount = 0;
    for (auto& cancellation : view.cancellations) {
        if (cancellation.whole) take(cancellation);
        view.refunded.amount += cancellation.refunded.amount;
    }
    view.total.amount = view.parts.empty() ? 0 : view.parts.front().amount.amount;
    if (view.captured.amount != 0) view.captured = view.total;
}

// The payload of an event as JSON, or empty when this program does not know the type.
std::string payload_text(const runtime::Event& event, const runtime::Registry& registry) {
    auto type = registry.event_types().find(event.type);
    if (type == registry.event_types().end() || !type->second.to_json) return {};
    return type->second.to_json(event.payload);
}

}  // namespace

contracts::OrderSummary summary_of(const Order& order) {
    return {order.id,
            order.version,
            order.number,
            order.name,
            status_of(order.status),
            {order.total, order.currency},
            {order.captured, order.currency},
            {order.refunded, order.currency},
            order.created_at,
            order.payment_deadline};
}

contracts::OrderView view_of(const Order& order, const std::vector<Line>& lines,
                             const std::optional<EnterpriseId>& only) {
    contracts::OrderView view;
    view.order_id = order.id;
    view.version = order.version;
    view.number = order.number;
    view.name = order.name;
    view.member_id = order.member;
    view.status = status_of(order.status);
    view.waits_for = waits_for(order.status);
    view.total = {order.total, order.currency};
    view.captured = {order.captured, order.currency};
    view.refunded = {order.refunded, order.currency};
    const Address& to = order.recipient;
    view.recipient = {to.name, to.phone, to.postal_code, to.address, to.note};
    for (const Line& line : lines) {
        view.lines.push_back({line.line,
                              line.sku,
                              line.product,
                              line.enterprise,
                              line.name_ko,
                              line.name_en,
                              line.option_text,
                              line.quantity,
                              order.cancelled_units(line.line),
                              {line.unit_price, order.currency},
                              {line.unit_price * line.quantity, order.currency}});
    }
    for (const Part& part : order.parts) {
        view.parts.push_back({part.enterprise,
                              {part.amount, order.currency},
                              std::string(codec::text_of_enum(part.status))});
    }
    for (const Cancellation& cancellation : order.cancellations) {
        view.cancellations.push_back(cancellation_view(cancellation, lines, order.currency));
    }
    for (const StatusChange& change : order.history) {
        view.history.push_back({status_of(change.to), change.cause, change.at});
    }
    view.created_at = order.created_at;
    view.payment_deadline = order.payment_deadline;
    if (only) restrict_to(view, lines, *only);
    return view;
}

contracts::Timeline timeline_of(const OrderId& order,
                                const std::vector<runtime::StoredRecord>& records,
                                const runtime::Registry& registry) {
    contracts::Timeline timeline{order, {}};
    for (const auto& stored : records) {
        contracts::TimelineEntry entry{
            stored.position, stored.record.time, stored.record.cause, stored.record.trace, {}, {}};
        for (const runtime::Event& event : stored.record.events) {
            entry.events.push_back({event.type, payload_text(event, registry)});
        }
        for (const runtime::Note& note : stored.record.notes) {
            entry.notes.push_back(
                {std::string(codec::text_of_enum(note.kind)), note.name, note.detail});
        }
        timeline.entries.push_back(std::move(entry));
    }
    return timeline;
}

contracts::WaitingProcess waiting_of(const Order& order) {
    contracts::WaitingProcess process{order.id,
                                      order.number,
                                      status_of(order.status),
                                      std::string(waits_for(order.status)),
                                      order.history.back().at,
                                      std::nullopt};
    if (order.deadline.us != 0) process.deadline = order.deadline;
    return process;
}

}  // namespace jangteo::order
