#include "delivery/out/tracking_by_carrier.hpp"

#include "delivery/app/carrier_calls.hpp"

namespace jangteo::delivery {

void TrackingByCarrier::perform(const runtime::Effect& effect,
                                std::function<void(runtime::Outcome)> done) {
    auto call = codec::decode_avro<ParcelCall>(effect.payload);
    auto service = call ? services_.find(call->carrier) : services_.end();
    if (service == services_.end()) {
        return done({runtime::OutcomeKind::refused, "carrier_not_tracked", ""});
    }
    service->second->track({call->carrier, call->tracking_number}, std::move(done));
}

}  // namespace jangteo::delivery
