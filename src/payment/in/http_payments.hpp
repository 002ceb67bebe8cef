#pragma once

// The routes of payments: prepare, confirm, read.

#include "payment/app/confirm_payment.hpp"
#include "payment/app/prepare_payment.hpp"
#include "payment/app/set_refund_account.hpp"
#include "runtime/routes.hpp"

namespace jangteo::payment {

// What the browser is told beside the payment.
struct BrowserOptions {
    std::string client_key;
    std::string success_url;
    std::string fail_url;
    std::string billing_success_url;
    std::string billing_fail_url;
};

class HttpPayments {
  public:
    HttpPayments(const Payments& payments, const PaymentMethods& methods, BrowserOptions options);
    void install(runtime::Routes& routes);

  private:
    runtime::HttpAnswer prepare(runtime::Transaction& tx, const runtime::Call& call,
                                const OrderId& order);
    void install_commands(runtime::Routes& routes);
    void install_reads(runtime::Routes& routes);
    runtime::HttpAnswer read(sql::Connection& db, const runtime::Call& call,
                             const PaymentId& id) const;

    const Payments& payments_;
    PreparePaymentHandler prepare_;
    ConfirmPaymentHandler confirm_;
    SetRefundAccountHandler set_refund_account_;
    BrowserOptions options_;
};

}  // namespace jangteo::payment
