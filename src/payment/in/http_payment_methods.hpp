#pragma once

// The routes of stored payment methods.

#include "payment/app/add_payment_method.hpp"
#include "payment/in/http_payments.hpp"

namespace jangteo::payment {

class HttpPaymentMethods {
  public:
    HttpPaymentMethods(const PaymentMethods& methods, BrowserOptions options)
        : methods_(methods), handler_(methods), options_(std::move(options)) {}
    void install(runtime::Routes& routes);

  private:
    void install_add(runtime::Routes& routes);
    runtime::HttpAnswer list(sql::Connection& db, const runtime::Call& call) const;

    const PaymentMethods& methods_;
    PaymentMethodsHandler handler_;
    BrowserOptions options_;
};

}  // namespace jangteo::payment
