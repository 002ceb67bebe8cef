#pragma once

// ModelProvider: what the payment provider knows, and how it answers our calls: the same states and
// refusals as the real one, without HTTP. Tests make its payments, break its answers and ask it.

#include <deque>
#include <functional>
#include <map>
#include <string>

#include "payment/app/provider_calls.hpp"
#include "runtime/registry.hpp"

namespace jangteo::test {

class ModelProvider : public runtime::EffectExecutor {
  public:
    enum class Fault {
        none,
        lost_before,  // the call never arrives, and nobody knows
        lost_after,   // it is done, and the answer is lost
        refuse,       // `refusal` is answered; nothing is done
        hold,         // the outcome waits until release()
        fail_after,   // it is done, and `refusal` is answered
    };

    // The buyer has agreed in the provider's window.
    void authenticate(const std::string& payment_key, const OrderId& order, std::int64_t amount);
    void deposit(const std::string& payment_key);
    payment::ProviderPayment& at(const std::string& payment_key);
    // What all payments of an order still hold.
    std::int64_t balance_of(const OrderId& order) const;
    std::size_t captures() const { return captures_; }
    const std::map<std::string, payment::ProviderPayment>& payments() const { return payments_; }

    // The next calls meet these, in order; afterwards all goes well.
    std::deque<Fault> faults;
    std::string refusal = "PROVIDER_ERROR";
    bool is_virtual_account = false;
    Timestamp now{1'800'000'000'000'000};  // of captures; accounts are due an hour later
    bool remembers_calls = true;           // in `seen`
    std::function<void(const payment::ProviderPayment&)> on_change;  // a webhook would be sent
    std::vector<runtime::Effect> seen;

    void perform(const runtime::Effect& effect,
                 std::function<void(runtime::Outcome)> done) override;
    void release();

  private:
    runtime::Outcome answer(const runtime::Effect& effect);
    runtime::Outcome confirm(const payment::ConfirmCall& call);
    runtime::Outcome charge(const payment::ChargeCall& call);
    runtime::Outcome look_up(const payment::LookUpCall& call);
    runtime::Outcome cancel(const payment::CancelCall& call);
    runtime::Outcome capture(payment::ProviderPayment& payment);
    void changed(const payment::ProviderPayment& payment);

    std::map<std::string, payment::ProviderPayment> payments_;
    std::map<std::string, runtime::Outcome> answered_;  // by idempotency key
    std::vector<std::function<void()>> held_;
    std::size_t captures_ = 0;
};

}  // namespace jangteo::test
