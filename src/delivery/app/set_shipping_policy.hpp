#pragma once

// SetShippingPolicy: how an enterprise ships from now on. Shipments that exist keep their way.

#include <expected>

#include "delivery/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::delivery {

struct SetShippingPolicy {
    EnterpriseId enterprise_id;
    ShippingMode mode = ShippingMode::automatic;
    std::string carrier;  // empty: the shop's
    std::optional<std::int64_t> expected_version;
};

enum class SetShippingPolicyRejection { version_mismatch };
BOOST_DESCRIBE_ENUM(SetShippingPolicyRejection, version_mismatch)

class SetShippingPolicyHandler {
  public:
    explicit SetShippingPolicyHandler(const ShippingPolicies& policies) : policies_(policies) {}
    std::expected<ShippingPolicy, SetShippingPolicyRejection> handle(
        runtime::Transaction& tx, const SetShippingPolicy& command) const;

  private:
    const ShippingPolicies& policies_;
};

}  // namespace jangteo::delivery
