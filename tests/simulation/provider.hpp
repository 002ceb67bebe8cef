#pragma once

// Provider: the payment provider: what it knows is the model that the flow tests use; between it
// and the program are a wire and its notices, which come early, late, never, often, forged.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/wire.hpp"
#include "tests/support/payment_provider.hpp"

namespace jangteo::simulation {

class Provider {
  public:
    explicit Provider(World& world);

    // The buyer has agreed in the provider's window.
    void authenticate(const std::string& payment_key, const OrderId& order, std::int64_t amount);
    void deposit(const std::string& payment_key);
    // What it holds of an order's money, and what it has ever captured for it.
    std::int64_t balance_of(const OrderId& order) const { return model_.balance_of(order); }
    const std::map<std::string, payment::ProviderPayment>& payments() const {
        return model_.payments();
    }

    // Off: the test sends the notices itself.
    bool sends_notices = true;
    void send_notice(const std::string& order, std::string_view status);
    void send_deposit_notice(const payment::ProviderPayment& about, std::string_view status);

    Wire wire;

  private:
    void take(const runtime::Effect& effect, OutcomeTaker done);
    runtime::Outcome apply(const runtime::Effect& effect);
    runtime::Outcome apply_with(const runtime::Effect& effect, Fate fate);
    void changed(const payment::ProviderPayment& payment);
    void post(const std::string& body);
    bool may_refuse(const runtime::Effect& effect) const;
    void expire(const std::string& payment_key);

    World& world_;
    test::ModelProvider model_;
    std::set<std::string> answered_keys_;  // idempotency keys
};

// Keys of virtual accounts begin so.
inline constexpr std::string_view account_prefix = "va_";

}  // namespace jangteo::simulation
