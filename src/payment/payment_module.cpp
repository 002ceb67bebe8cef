#include "payment/payment_module.hpp"

#include "contracts/payment/events.hpp"
#include "payment/app/add_payment_method.hpp"
#include "payment/app/ask_payment_again.hpp"
#include "payment/app/carry_out.hpp"
#include "payment/app/on_order_cancellation_requested.hpp"
#include "payment/app/on_order_created.hpp"
#include "payment/app/on_order_status_changed.hpp"
#include "payment/app/provider_calls.hpp"
#include "payment/app/take_provider_answer.hpp"
#include "payment/in/http_payment_methods.hpp"
#include "payment/in/http_payment_operations.hpp"
#include "payment/in/http_toss_webhook.hpp"
#include "payment/out/audit_payments.hpp"
#include "payment/out/sql_payment_methods.hpp"
#include "payment/out/sql_payments.hpp"

namespace jangteo::payment {

using runtime::Effect;
using runtime::Outcome;
using runtime::Transaction;

struct PaymentModule::Rooms {
    Rooms(const BrowserOptions& browser, runtime::Metrics& metrics)
        : http_payments(payments, methods, browser),
          http_methods(methods, browser),
          http_operations(payments),
          http_webhook(payments, metrics) {}

    SqlPayments payments;
    SqlPaymentMethods methods;

    OnOrderCreated on_order_created{payments};
    OnOrderStatusChanged on_order_status_changed{payments, methods};
    OnOrderCancellationRequested on_order_cancellation_requested{payments};
    TakeProviderAnswerHandler answers{payments};
    AskPaymentAgainHandler asking{payments};
    PaymentMethodsHandler methods_handler{methods};

    HttpPayments http_payments;
    HttpPaymentMethods http_methods;
    HttpPaymentOperations http_operations;
    HttpTossWebhook http_webhook;
};

PaymentModule::PaymentModule(PaymentOptions options, PaymentPorts ports)
    : gateway_(ports.provider ? nullptr : std::make_unique<TossPaymentGateway>(options.toss)),
      provider_(ports.provider ? *ports.provider : *gateway_),
      rooms_(std::make_unique<Rooms>(options.browser, ports.metrics)) {}

PaymentModule::~PaymentModule() = default;

void PaymentModule::audit(sql::Connection& db, runtime::Audit& audit) { audit_payments(db, audit); }

void PaymentModule::install(runtime::Registry& registry) {
    registry.add_migrations(migrations());

    registry.publishes<contracts::PaymentCreated>();
    registry.publishes<contracts::PaymentCompleted>();
    registry.publishes<contracts::PaymentFailed>();
    registry.publishes<contracts::PaymentCancelled>();
    registry.publishes<contracts::RefundInitiated>();
    registry.publishes<contracts::RefundCompleted>();

    rooms_->http_payments.install(registry.routes);
    rooms_->http_methods.install(registry.routes);
    rooms_->http_operations.install(registry.routes);
    rooms_->http_webhook.install(registry.routes);

    subscribe(registry);
    set_timers(registry);
    call_out(registry);
}

void PaymentModule::subscribe(runtime::Registry& registry) {
    registry.on<contracts::OrderCreated>("payment", [this](Transaction& tx, const auto& event) {
        rooms_->on_order_created.handle(tx, event);
    });
    registry.on<contracts::OrderStatusChanged>(
        "payment", [this](Transaction& tx, const auto& event) {
            rooms_->on_order_status_changed.handle(tx, event);
        });
    registry.on<contracts::OrderCancellationRequested>(
        "payment", [this](Transaction& tx, const auto& event) {
            rooms_->on_order_cancellation_requested.handle(tx, event);
        });
}

void PaymentModule::set_timers(runtime::Registry& registry) {
    registry.on_timer(asking_limit_timer, [this](Transaction& tx, const Uuid& key) {
        rooms_->asking.on_asking_limit(tx, PaymentId(key));
    });
    registry.on_timer(deposit_check_timer, [this](Transaction& tx, const Uuid& key) {
        rooms_->asking.on_deposit_check(tx, PaymentId(key));
    });
}

void PaymentModule::call_out(runtime::Registry& registry) {
    using Answers = TakeProviderAnswerHandler;
    using Methods = PaymentMethodsHandler;
    auto answers = [this](auto take) {
        return [this, take](Transaction& tx, const Effect& effect, const Outcome& outcome) {
            (rooms_->answers.*take)(tx, effect, outcome);
        };
    };
    auto methods = [this](auto take) {
        return [this, take](Transaction& tx, const Effect& effect, const Outcome& outcome) {
            (rooms_->methods_handler.*take)(tx, effect, outcome);
        };
    };
    registry.effect(confirm_effect, "toss", provider_, answers(&Answers::take_confirm));
    registry.effect(look_up_effect, "toss", provider_, answers(&Answers::take_look_up));
    registry.effect(cancel_effect, "toss", provider_, answers(&Answers::take_cancel));
    // Slow calls have a pool of their own, so that they hold up nobody's confirm.
    registry.effect(charge_effect, "toss_billing", provider_, answers(&Answers::take_charge));
    registry.effect(issue_effect, "toss_billing", provider_, methods(&Methods::take_issue));
    registry.effect(remove_effect, "toss_billing", provider_, methods(&Methods::take_removal));
}

}  // namespace jangteo::payment
