#pragma once

// HTTP bodies of stored payment methods. The billing key has no place here.

#include <boost/describe.hpp>

#include <optional>
#include <string>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

// What the provider's billing window came back with.
struct AddPaymentMethodBody {
    Text<1, 300> auth_key;
    Text<2, 300> customer_key;
};
BOOST_DESCRIBE_STRUCT(AddPaymentMethodBody, (), (auth_key, customer_key))

enum class PaymentMethodStatus { issuing, active, refused, removed };
BOOST_DESCRIBE_ENUM(PaymentMethodStatus, issuing, active, refused, removed)

struct PaymentMethodView {
    PaymentMethodId id;
    std::int64_t version = 0;
    PaymentMethodStatus status = PaymentMethodStatus::issuing;
    std::string method;
    std::string issuer_code;
    std::string number;  // masked
    std::optional<std::string> failure;
    Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(PaymentMethodView, (),
                      (id, version, status, method, issuer_code, number, failure, created_at))

// What the browser needs to open the provider's billing window.
struct BillingWindow {
    std::string client_key;
    std::string customer_key;
    std::string success_url;
    std::string fail_url;
};
BOOST_DESCRIBE_STRUCT(BillingWindow, (), (client_key, customer_key, success_url, fail_url))

}  // namespace jangteo::contracts
