#include "delivery/in/http_shipping_policy.hpp"

#include "contracts/delivery/shipments.hpp"

namespace jangteo::delivery {
namespace {

using contracts::ShippingPolicyBody;
using contracts::ShippingPolicyView;
using runtime::Call;
using runtime::Method;

constexpr runtime::Refusal<SetShippingPolicyRejection> refusals[] = {
    {SetShippingPolicyRejection::version_mismatch,
     412,
     {"그동안 바뀌었습니다.", "It has changed meanwhile."}},
};

ShippingPolicyView view_of(const ShippingPolicy& policy, const std::string& default_carrier) {
    return {static_cast<contracts::ShippingMode>(policy.mode),
            policy.carrier.empty() ? default_carrier : policy.carrier, policy.version};
}

}  // namespace

void HttpShippingPolicy::install(runtime::Routes& routes) {
    routes.query(
        {.path = "/v1/seller/shipping-policy",
         .name = "get_shipping_policy",
         .summary = "How the enterprise ships",
         .roles = runtime::sellers,
         .answer = &codec::shape_of<ShippingPolicyView>()},
        [this](sql::Connection& db, const Call& call) {
            auto policy = policies_.find(db, call.principal.enterprise);
            return runtime::answer(view_of(policy.value_or(ShippingPolicy{}), default_carrier_));
        });
    routes.command<ShippingPolicyBody>(
        {.method = Method::put,
         .path = "/v1/seller/shipping-policy",
         .name = "set_shipping_policy",
         .summary = "Set how the enterprise ships from now on",
         .roles = runtime::sellers,
         .answer = &codec::shape_of<ShippingPolicyView>(),
         .refusals = {"version_mismatch"}},
        [this](runtime::Transaction& tx, const Call& call, const ShippingPolicyBody& body) {
            auto policy = set_.handle(
                tx, {call.principal.enterprise, static_cast<ShippingMode>(body.mode),
                     body.carrier ? body.carrier->value : std::string(), call.if_match});
            if (!policy) return runtime::refuse(call, refusals, policy.error());
            return runtime::answer(view_of(*policy, default_carrier_));
        });
}

}  // namespace jangteo::delivery
