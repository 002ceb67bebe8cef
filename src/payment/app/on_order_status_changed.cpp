#include "payment/app/on_order_status_changed.hpp"

#include "payment/app/carry_out.hpp"
#include "payment/domain/take_payment.hpp"

namespace jangteo::payment {
namespace {

std::optional<BillingKey> billing_key_of(const std::optional<PaymentMethod>& method,
                                         const MemberId& member) {
    bool is_usable =
        method && method->member_id == member && method->status == PaymentMethodStatus::active;
    if (!is_usable) return std::nullopt;
    return BillingKey{method->billing_key, method->customer_key};
}

}  // namespace

void OnOrderStatusChanged::handle(runtime::Transaction& tx,
                                  const contracts::OrderStatusChanged& event) const {
    if (event.to != contracts::OrderStatus::awaiting_payment) return;
    auto payment = payments_.find(tx.db(), payment_of(event.order_id));
    if (!payment) return;
    Decision decision = allow_payment(*payment);
    if (!decision.has_changed) return;
    if (payment->payment_method_id) {
        auto method = methods_.find(tx.db(), *payment->payment_method_id);
        decision = charge_payment(*payment, billing_key_of(method, payment->member_id));
    }
    carry_out(tx, payments_, *payment, decision);
}

}  // namespace jangteo::payment
