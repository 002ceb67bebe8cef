#pragma once

// The calls to the payment provider as effects carry them: what the executors (out/) are told, and
// what they bring back. A done call brings a ProviderPayment, the issue of a billing key an
// IssuedBillingKey.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "payment/domain/decision.hpp"

namespace jangteo::payment {

inline constexpr std::string_view confirm_effect = "toss.confirm";
inline constexpr std::string_view charge_effect = "toss.billing_charge";
inline constexpr std::string_view look_up_effect = "toss.lookup";
inline constexpr std::string_view cancel_effect = "toss.cancel";
inline constexpr std::string_view issue_effect = "toss.billing_issue";
inline constexpr std::string_view remove_effect = "toss.billing_remove";

struct ConfirmCall {
    std::int64_t attempt = 0;
    std::string payment_key;
    std::string order_id;
    Money amount;
};
BOOST_DESCRIBE_STRUCT(ConfirmCall, (), (attempt, payment_key, order_id, amount))

struct ChargeCall {
    std::int64_t attempt = 0;
    std::string billing_key;
    std::string customer_key;
    std::string order_id;
    std::string order_name;
    Money amount;
};
BOOST_DESCRIBE_STRUCT(ChargeCall, (),
                      (attempt, billing_key, customer_key, order_id, order_name, amount))

struct LookUpCall {
    LookUpPurpose purpose = LookUpPurpose::attempt;
    std::int64_t attempt = 0;
    RefundId refund_id;
    std::string payment_key;  // empty: by order
    std::string order_id;
};
BOOST_DESCRIBE_STRUCT(LookUpCall, (), (purpose, attempt, refund_id, payment_key, order_id))

struct CancelCall {
    RefundId refund_id;  // nil: a virtual account that nobody has paid into
    std::string payment_key;
    std::string reason;
    std::optional<Money> amount;   // none: all that is left
    std::optional<Money> balance;  // the provider refuses when it holds another
    std::optional<RefundAccount> refund_account;
};
BOOST_DESCRIBE_STRUCT(CancelCall, (),
                      (refund_id, payment_key, reason, amount, balance, refund_account))

struct IssueCall {
    std::string auth_key;
    std::string customer_key;
};
BOOST_DESCRIBE_STRUCT(IssueCall, (), (auth_key, customer_key))

struct RemoveCall {
    std::string billing_key;
};
BOOST_DESCRIBE_STRUCT(RemoveCall, (), (billing_key))

struct IssuedBillingKey {
    std::string billing_key;
    std::string customer_key;
    std::string method;
    std::string issuer_code;
    std::string number;  // masked
};
BOOST_DESCRIBE_STRUCT(IssuedBillingKey, (),
                      (billing_key, customer_key, method, issuer_code, number))

}  // namespace jangteo::payment
