#include "payment/app/ask_payment_again.hpp"

#include "payment/app/carry_out.hpp"
#include "payment/domain/notices.hpp"
#include "payment/domain/take_payment.hpp"

namespace jangteo::payment {

std::expected<Payment, AskPaymentAgainRejection> AskPaymentAgainHandler::handle(
    runtime::Transaction& tx, const AskPaymentAgain& command) const {
    auto payment = payments_.find(tx.db(), command.payment_id);
    if (!payment) return std::unexpected(AskPaymentAgainRejection::payment_not_found);
    auto decision = ask_again(*payment, moment_of(tx));
    if (!decision) return std::unexpected(AskPaymentAgainRejection::nothing_escalated);
    carry_out(tx, payments_, *payment, *decision);
    return std::move(*payment);
}

void AskPaymentAgainHandler::on_asking_limit(runtime::Transaction& tx, const PaymentId& id) const {
    auto payment = payments_.find(tx.db(), id);
    if (payment) carry_out(tx, payments_, *payment, end_asking(*payment, tx.now()));
}

void AskPaymentAgainHandler::on_deposit_check(runtime::Transaction& tx, const PaymentId& id) const {
    auto payment = payments_.find(tx.db(), id);
    if (payment) carry_out(tx, payments_, *payment, check_deposit_due(*payment, tx.now()));
}

}  // namespace jangteo::payment
