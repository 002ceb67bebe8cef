#pragma once

// HTTP bodies of payments.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

struct PreparePaymentBody {
    OrderId order_id;
};
BOOST_DESCRIBE_STRUCT(PreparePaymentBody, (), (order_id))

// What the browser hands to the provider's script.
struct PreparedPayment {
    PaymentId payment_id;
    std::string provider;  // toss
    std::string client_key;
    std::string customer_key;
    std::string order_id;  // as the provider is to know it
    std::string order_name;
    Money amount;
    std::string success_url;
    std::string fail_url;
};
BOOST_DESCRIBE_STRUCT(PreparedPayment, (),
                      (payment_id, provider, client_key, customer_key, order_id, order_name, amount,
                       success_url, fail_url))

// What the browser came back with; compared, never taken over.
struct ConfirmPaymentBody {
    Text<1, 200> payment_key;
    OrderId order_id;
    Money amount;
};
BOOST_DESCRIBE_STRUCT(ConfirmPaymentBody, (), (payment_key, order_id, amount))

enum class PaymentStatus {
    created,
    payable,
    confirming,
    unknown,
    waiting_for_deposit,
    captured,
    voided,
    escalated,
};
BOOST_DESCRIBE_ENUM(PaymentStatus, created, payable, confirming, unknown, waiting_for_deposit,
                    captured, voided, escalated)

enum class RefundStatus { queued, refunding, unknown, done, escalated };
BOOST_DESCRIBE_ENUM(RefundStatus, queued, refunding, unknown, done, escalated)

struct RefundView {
    RefundId id;
    CancellationId cancellation_id;
    Money amount;
    RefundStatus status = RefundStatus::queued;
};
BOOST_DESCRIBE_STRUCT(RefundView, (), (id, cancellation_id, amount, status))

struct VirtualAccountView {
    std::string bank_code;
    std::string account_number;
    std::string holder_name;
    Timestamp due;
};
BOOST_DESCRIBE_STRUCT(VirtualAccountView, (), (bank_code, account_number, holder_name, due))

struct PaymentView {
    PaymentId id;
    std::int64_t version = 0;
    OrderId order_id;
    MemberId member_id;
    PaymentStatus status = PaymentStatus::created;
    Money amount;
    Money refunded;
    std::optional<std::string> method;
    std::optional<std::string> failure;  // code of the last refused attempt
    std::optional<Timestamp> approved_at;
    std::optional<VirtualAccountView> virtual_account;
    std::vector<RefundView> refunds;
};
BOOST_DESCRIBE_STRUCT(PaymentView, (),
                      (id, version, order_id, member_id, status, amount, refunded, method, failure,
                       approved_at, virtual_account, refunds))

// For operators.
struct PaymentRecord {
    PaymentId id;
    OrderId order_id;
    MemberId member_id;
    PaymentStatus status = PaymentStatus::created;
    std::string attention;  // why an operator should look, or "none"
    Money amount;
    Money refunded;
    std::string payment_key;
    std::string failure;
    std::int64_t asks = 0;
};
BOOST_DESCRIBE_STRUCT(PaymentRecord, (),
                      (id, order_id, member_id, status, attention, amount, refunded, payment_key,
                       failure, asks))

// Where the money of a virtual account is given back to.
struct RefundAccountBody {
    Text<1, 10> bank;  // the provider's code
    Text<1, 20> account_number;
    Text<1, 60> holder_name;
};
BOOST_DESCRIBE_STRUCT(RefundAccountBody, (), (bank, account_number, holder_name))

}  // namespace jangteo::contracts
