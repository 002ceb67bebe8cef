#include "order/app/announce.hpp"

#include "contracts/order/events.hpp"

namespace jangteo::order {
namespace {

contracts::OrderStatus status_of(Status status) {
    return static_cast<contracts::OrderStatus>(status);
}

contracts::OrderStatusChanged status_event(const Order& order, Status from) {
    contracts::OrderStatusChanged event{
        order.id, order.member, status_of(from), status_of(order.status), {}, {}};
    for (const Part& part : order.parts) {
        event.parts.push_back(
            {part.enterprise, {part.amount, order.currency}, part.status == PartStatus::approved});
    }
    if (order.status == Status::approved) {
        const Address& to = order.recipient;
        event.recipient =
            contracts::Recipient{to.name, to.phone, to.postal_code, to.address, to.note};
    }
    return event;
}

contracts::OrderCancellationRequested request_event(const Order& order,
                                                    const Cancellation& cancellation,
                                                    const std::vector<Line>& lines) {
    contracts::OrderCancellationRequested event;
    event.order_id = order.id;
    event.cancellation_id = cancellation.id;
    event.whole = cancellation.whole;
    event.stop_shipment = cancellation.stage == CancellationStage::stopping;
    event.restock = cancellation.restock;
    event.refund = {cancellation.refund, order.currency};
    event.reason = cancellation.reason;
    if (cancellation.whole) {
        // Everything that no other cancellation has taken.
        for (const Line& line : lines) {
            std::int64_t left = line.quantity - order.cancelled_units(line.line);
            if (left > 0) event.lines.push_back({line.line, line.sku, line.enterprise, left});
        }
    }
    for (const LineQuantity& wanted : cancellation.lines) {
        const Line& line = lines.at(static_cast<std::size_t>(wanted.line - 1));
        event.lines.push_back({line.line, line.sku, line.enterprise, wanted.quantity});
    }
    return event;
}

}  // namespace

std::vector<CancellationId> cancellation_ids(runtime::Transaction& tx, const Order& order) {
    std::vector<CancellationId> fresh(order.parts.size());
    for (CancellationId& id : fresh) id = tx.next_id<CancellationId>();
    return fresh;
}

void announce(runtime::Transaction& tx, const Order& order, const Decisions& decisions,
              Timestamp deadline_before, const std::vector<Line>& lines) {
    auto about = runtime::subject(order.id, order.version);
    if (deadline_before != order.deadline) {
        if (deadline_before.us != 0)
            tx.cancel_timer(deadline_timer, order.id.uuid(), deadline_before);
        if (order.deadline.us != 0) tx.set_timer(deadline_timer, order.id.uuid(), order.deadline);
    }
    if (decisions.left && *decisions.left != order.status)
        tx.publish(about, status_event(order, *decisions.left));
    for (const CancellationId& id : decisions.requested) {
        tx.publish(about, request_event(order, *order.cancellation(id), lines));
    }
    if (decisions.cancelled) {
        std::string reason = order.cancellations.empty() ? "" : order.cancellations.back().reason;
        tx.publish(about, contracts::OrderCancelled{order.id, order.member, reason});
    }
}

}  // namespace jangteo::order
