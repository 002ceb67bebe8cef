#include "payment/app/on_order_cancellation_requested.hpp"

#include "payment/app/carry_out.hpp"
#include "payment/domain/refunds.hpp"

namespace jangteo::payment {

void OnOrderCancellationRequested::handle(
    runtime::Transaction& tx, const contracts::OrderCancellationRequested& event) const {
    // Money waits until delivery has said whether the parts could be stopped; the request comes
    // again then.
    if (event.stop_shipment) return;
    auto payment = payments_.find(tx.db(), payment_of(event.order_id));
    if (!payment) return;
    CancelRequest request{event.cancellation_id, event.whole, event.refund.amount, event.reason};
    Decision decision = cancel_payment(*payment, request, moment_of(tx));
    carry_out(tx, payments_, *payment, decision);
}

}  // namespace jangteo::payment
