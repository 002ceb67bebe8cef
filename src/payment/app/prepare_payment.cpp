#include "payment/app/prepare_payment.hpp"

#include <algorithm>

namespace jangteo::payment {

std::expected<Preparation, PreparePaymentRejection> PreparePaymentHandler::handle(
    runtime::Transaction& tx, const PreparePayment& command) const {
    auto payment = payments_.find(tx.db(), payment_of(command.order_id));
    if (!payment || payment->member_id != command.member_id) {
        return std::unexpected(PreparePaymentRejection::payment_not_found);
    }
    if (payment->status != PaymentStatus::payable) {
        return std::unexpected(PreparePaymentRejection::not_payable);
    }
    return Preparation{std::move(*payment), customer_key_of(tx, methods_, command.member_id)};
}

std::string customer_key_of(runtime::Transaction& tx, const PaymentMethods& methods,
                            const MemberId& member) {
    if (auto known = methods.find_customer(tx.db(), member)) return known->customer_key;
    // Half of an id is time; the other halves of two ids are 16 bytes that nobody can guess.
    Uuid secret = tx.next_id<EventId>().uuid();
    Uuid more = tx.next_id<EventId>().uuid();
    std::copy(more.begin() + 8, more.end(), secret.begin());
    Customer customer{member, 0, "cus_" + base32_of(secret)};
    methods.add_customer(tx.db(), customer);
    return customer.customer_key;
}

}  // namespace jangteo::payment
