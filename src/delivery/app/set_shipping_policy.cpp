#include "delivery/app/set_shipping_policy.hpp"

namespace jangteo::delivery {

std::expected<ShippingPolicy, SetShippingPolicyRejection> SetShippingPolicyHandler::handle(
    runtime::Transaction& tx, const SetShippingPolicy& command) const {
    auto known = policies_.find(tx.db(), command.enterprise_id);
    ShippingPolicy policy = known.value_or(ShippingPolicy{command.enterprise_id});
    if (command.expected_version && *command.expected_version != policy.version) {
        return std::unexpected(SetShippingPolicyRejection::version_mismatch);
    }
    policy.mode = command.mode;
    policy.carrier = command.carrier;
    if (known) {
        policies_.save(tx.db(), policy);
    } else {
        policies_.add(tx.db(), policy);
    }
    return policy;
}

}  // namespace jangteo::delivery
