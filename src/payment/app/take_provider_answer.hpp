#pragma once

// The outcomes of the calls to the provider come back here: each finds its payment, and the domain
// decides.

#include "payment/app/ports.hpp"
#include "payment/domain/decision.hpp"
#include "runtime/registry.hpp"

namespace jangteo::payment {

class TakeProviderAnswerHandler {
  public:
    explicit TakeProviderAnswerHandler(const Payments& payments) : payments_(payments) {}

    void take_confirm(runtime::Transaction& tx, const runtime::Effect& effect,
                      const runtime::Outcome& outcome) const;
    void take_charge(runtime::Transaction& tx, const runtime::Effect& effect,
                     const runtime::Outcome& outcome) const;
    void take_look_up(runtime::Transaction& tx, const runtime::Effect& effect,
                      const runtime::Outcome& outcome) const;
    void take_cancel(runtime::Transaction& tx, const runtime::Effect& effect,
                     const runtime::Outcome& outcome) const;

  private:
    const Payments& payments_;
};

}  // namespace jangteo::payment
