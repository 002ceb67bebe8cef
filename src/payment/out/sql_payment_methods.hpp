#pragma once

// Stored payment methods and customer keys in SQL.

#include "payment/app/ports.hpp"
#include "runtime/documents.hpp"

namespace jangteo::payment {

class SqlPaymentMethods : public PaymentMethods {
  public:
    SqlPaymentMethods();

    std::optional<PaymentMethod> find(sql::Connection& db,
                                      const PaymentMethodId& id) const override {
        return methods_.find(db, id);
    }
    void add(sql::Connection& db, PaymentMethod& method) const override {
        methods_.add(db, method);
    }
    void save(sql::Connection& db, PaymentMethod& method) const override {
        methods_.save(db, method);
    }
    std::vector<PaymentMethod> list_of(sql::Connection& db, const MemberId& member,
                                       std::string_view after, std::int64_t limit) const override;
    std::optional<Customer> find_customer(sql::Connection& db,
                                          const MemberId& member) const override {
        return customers_.find(db, member);
    }
    void add_customer(sql::Connection& db, Customer& customer) const override {
        customers_.add(db, customer);
    }

  private:
    runtime::Documents<PaymentMethod> methods_;
    runtime::Documents<Customer> customers_;
};

}  // namespace jangteo::payment
