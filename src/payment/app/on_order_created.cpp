#include "payment/app/on_order_created.hpp"

#include "payment/app/carry_out.hpp"

namespace jangteo::payment {

void OnOrderCreated::handle(runtime::Transaction& tx, const contracts::OrderCreated& event) const {
    PaymentId id = payment_of(event.order_id);
    if (payments_.find(tx.db(), id)) return;
    Payment payment;
    payment.id = id;
    payment.member_id = event.member_id;
    payment.order_name = event.name;
    payment.amount = event.total;
    payment.deadline = event.payment_deadline;
    payment.payment_method_id = event.payment_method_id;
    payments_.add(tx.db(), payment);
    Decision decision;
    decision.announcements.push_back({AnnouncementKind::created});
    announce_and_call(tx, payment, decision);
}

}  // namespace jangteo::payment
