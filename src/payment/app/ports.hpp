#pragma once

// What the use cases need of the store.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payment/domain/payment.hpp"
#include "payment/domain/payment_method.hpp"
#include "runtime/sql.hpp"

namespace jangteo::payment {

// Payments by id, which is the order's id too: one read of the primary key. A save that lost a race
// is Fault{retry_now}.
class Payments {
  public:
    virtual ~Payments() = default;
    virtual std::optional<Payment> find(sql::Connection& db, const PaymentId& id) const = 0;
    virtual void add(sql::Connection& db, Payment& payment) const = 0;
    virtual void save(sql::Connection& db, Payment& payment) const = 0;

    // Lists, newest first; `before` is the key of the last one seen, or "".
    virtual std::vector<Payment> list(sql::Connection& db, std::string_view before,
                                      std::int64_t limit) const = 0;
    virtual std::vector<Payment> list_by_status(sql::Connection& db, PaymentStatus status,
                                                std::string_view before,
                                                std::int64_t limit) const = 0;
    // Those that an operator should look at, oldest first.
    virtual std::vector<Payment> list_escalated(sql::Connection& db, std::string_view after,
                                                std::int64_t limit) const = 0;
};

// Stored payment methods, and the provider's name for each member.
class PaymentMethods {
  public:
    virtual ~PaymentMethods() = default;
    virtual std::optional<PaymentMethod> find(sql::Connection& db,
                                              const PaymentMethodId& id) const = 0;
    virtual void add(sql::Connection& db, PaymentMethod& method) const = 0;
    virtual void save(sql::Connection& db, PaymentMethod& method) const = 0;
    // Not the removed ones.
    virtual std::vector<PaymentMethod> list_of(sql::Connection& db, const MemberId& member,
                                               std::string_view after,
                                               std::int64_t limit) const = 0;

    virtual std::optional<Customer> find_customer(sql::Connection& db,
                                                  const MemberId& member) const = 0;
    virtual void add_customer(sql::Connection& db, Customer& customer) const = 0;
};

}  // namespace jangteo::payment
