#pragma once

// PaymentMethod: a card or account that a member lets us charge. The billing key is the secret that
// charges it; it never leaves the service.

#include <boost/describe.hpp>

#include <cstdint>
#include <string>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::payment {

enum class PaymentMethodStatus { issuing, active, refused, removed };
BOOST_DESCRIBE_ENUM(PaymentMethodStatus, issuing, active, refused, removed)

struct PaymentMethod {
    PaymentMethodId id;
    std::int64_t version = 0;
    MemberId member_id;
    std::string customer_key;
    PaymentMethodStatus status = PaymentMethodStatus::issuing;
    std::string billing_key;
    std::string method;       // 카드, 계좌이체
    std::string issuer_code;  // of the card
    std::string number;       // masked
    std::string failure;      // why it was refused
    std::int64_t sends = 0;
    Timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(PaymentMethod, (),
                      (id, member_id, customer_key, status, billing_key, method, issuer_code,
                       number, failure, sends, created_at))

// The name that the provider knows a member by. It must be unguessable, so it is not made from the
// member's id.
struct Customer {
    MemberId id;
    std::int64_t version = 0;
    std::string customer_key;
};
BOOST_DESCRIBE_STRUCT(Customer, (), (id, customer_key))

}  // namespace jangteo::payment
