#include "payment/app/set_refund_account.hpp"

#include "payment/app/carry_out.hpp"
#include "payment/domain/refunds.hpp"

namespace jangteo::payment {

std::expected<Payment, SetRefundAccountRejection> SetRefundAccountHandler::handle(
    runtime::Transaction& tx, const SetRefundAccount& command) const {
    auto payment = payments_.find(tx.db(), command.payment_id);
    if (!payment || payment->member_id != command.member_id) {
        return std::unexpected(SetRefundAccountRejection::payment_not_found);
    }
    payment->refund_account = command.account;
    Decision decision;
    Refund* refund = payment->active_refund();
    // It may have been refused because the account was missing.
    if (refund && refund->status == RefundStatus::escalated) {
        ask_refund_again(*payment, *refund, decision);
    }
    carry_out(tx, payments_, *payment, decision);
    return std::move(*payment);
}

}  // namespace jangteo::payment
