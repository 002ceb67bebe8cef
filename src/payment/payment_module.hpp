#pragma once

// PaymentModule: the door of the payment service. Owns its stores, handlers and the gateway to the
// provider.

#include <memory>
#include <vector>

#include "payment/in/http_payments.hpp"
#include "payment/out/toss_payment_gateway.hpp"
#include "runtime/audit.hpp"
#include "runtime/metrics.hpp"
#include "runtime/registry.hpp"

namespace jangteo::payment {

const std::vector<runtime::Migration>& migrations();

struct PaymentOptions {
    TossOptions toss;
    BrowserOptions browser;
};

struct PaymentPorts {
    runtime::Metrics& metrics;
    runtime::EffectExecutor* provider = nullptr;  // null: the gateway that the options describe
};

class PaymentModule {
  public:
    PaymentModule(PaymentOptions options, PaymentPorts ports);
    ~PaymentModule();

    // The module lives as long as the registry.
    void install(runtime::Registry& registry);
    static void audit(sql::Connection& db, runtime::Audit& audit);

  private:
    struct Rooms;

    void subscribe(runtime::Registry& registry);
    void set_timers(runtime::Registry& registry);
    void call_out(runtime::Registry& registry);

    std::unique_ptr<TossPaymentGateway> gateway_;
    runtime::EffectExecutor& provider_;
    std::unique_ptr<Rooms> rooms_;
};

}  // namespace jangteo::payment
