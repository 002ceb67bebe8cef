#pragma once

// The routes of operators: all payments, those that need somebody, and asking again.

#include "payment/app/ask_payment_again.hpp"
#include "runtime/routes.hpp"

namespace jangteo::payment {

class HttpPaymentOperations {
  public:
    explicit HttpPaymentOperations(const Payments& payments)
        : payments_(payments), ask_again_(payments) {}
    void install(runtime::Routes& routes);

  private:
    runtime::HttpAnswer list(sql::Connection& db, const runtime::Call& call) const;
    runtime::HttpAnswer list_escalated(sql::Connection& db, const runtime::Call& call) const;

    const Payments& payments_;
    AskPaymentAgainHandler ask_again_;
};

}  // namespace jangteo::payment
