#pragma once

// Published on payment.events, keyed by the order.

#include <boost/describe.hpp>

#include <string>
#include <string_view>

#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

struct PaymentCreated {
    static constexpr std::string_view topic = "payment.events";
    PaymentId payment_id;
    OrderId order_id;
    Money amount;
};
BOOST_DESCRIBE_STRUCT(PaymentCreated, (), (payment_id, order_id, amount))

// Captured: the provider has said so, with this key and amount.
struct PaymentCompleted {
    static constexpr std::string_view topic = "payment.events";
    PaymentId payment_id;
    OrderId order_id;
    std::string payment_key;
    std::string method;
    Money amount;
    Timestamp approved_at;
};
BOOST_DESCRIBE_STRUCT(PaymentCompleted, (),
                      (payment_id, order_id, payment_key, method, amount, approved_at))

// One attempt was refused; the order stays payable until its deadline.
struct PaymentFailed {
    static constexpr std::string_view topic = "payment.events";
    PaymentId payment_id;
    OrderId order_id;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(PaymentFailed, (), (payment_id, order_id, code))

// Nothing was captured and nothing will be.
struct PaymentCancelled {
    static constexpr std::string_view topic = "payment.events";
    PaymentId payment_id;
    OrderId order_id;
    CancellationId cancellation_id;
};
BOOST_DESCRIBE_STRUCT(PaymentCancelled, (), (payment_id, order_id, cancellation_id))

struct RefundInitiated {
    static constexpr std::string_view topic = "payment.events";
    RefundId refund_id;
    PaymentId payment_id;
    OrderId order_id;
    CancellationId cancellation_id;
    Money amount;
};
BOOST_DESCRIBE_STRUCT(RefundInitiated, (),
                      (refund_id, payment_id, order_id, cancellation_id, amount))

struct RefundCompleted {
    static constexpr std::string_view topic = "payment.events";
    RefundId refund_id;
    PaymentId payment_id;
    OrderId order_id;
    CancellationId cancellation_id;
    Money amount;
};
BOOST_DESCRIBE_STRUCT(RefundCompleted, (),
                      (refund_id, payment_id, order_id, cancellation_id, amount))

}  // namespace jangteo::contracts
