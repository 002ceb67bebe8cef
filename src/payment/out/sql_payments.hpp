#pragma once

// Payments in SQL: one document each.

#include "payment/app/ports.hpp"
#include "runtime/documents.hpp"

namespace jangteo::payment {

class SqlPayments : public Payments {
  public:
    SqlPayments();

    std::optional<Payment> find(sql::Connection& db, const PaymentId& id) const override {
        return documents_.find(db, id);
    }
    void add(sql::Connection& db, Payment& payment) const override { documents_.add(db, payment); }
    void save(sql::Connection& db, Payment& payment) const override {
        documents_.save(db, payment);
    }
    std::vector<Payment> list(sql::Connection& db, std::string_view before,
                              std::int64_t limit) const override;
    std::vector<Payment> list_by_status(sql::Connection& db, PaymentStatus status,
                                        std::string_view before, std::int64_t limit) const override;
    std::vector<Payment> list_escalated(sql::Connection& db, std::string_view after,
                                        std::int64_t limit) const override;

  private:
    runtime::Documents<Payment> documents_;
};

}  // namespace jangteo::payment
