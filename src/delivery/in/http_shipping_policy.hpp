#pragma once

// The routes of an enterprise's shipping policy.

#include "delivery/app/set_shipping_policy.hpp"
#include "runtime/routes.hpp"

namespace jangteo::delivery {

class HttpShippingPolicy {
  public:
    HttpShippingPolicy(const ShippingPolicies& policies, std::string default_carrier)
        : policies_(policies), set_(policies), default_carrier_(std::move(default_carrier)) {}
    void install(runtime::Routes& routes);

  private:
    const ShippingPolicies& policies_;
    SetShippingPolicyHandler set_;
    std::string default_carrier_;
};

}  // namespace jangteo::delivery
