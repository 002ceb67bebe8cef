#pragma once

// ParcelBooking: books parcels with a carrier's booking service, our own small protocol:
//
//   POST   /v1/parcels                           {reference, carrierId, recipient, callbackUrl?}
//   GET    /v1/parcels/by-reference/{reference}  404 when there is none
//   DELETE /v1/parcels/{parcelId}                2xx before pickup, 409 after
//
// A parcel is {parcelId, carrierId, trackingNumber, status?}. One reference has at most one parcel,
// so every call may be repeated. perform() is called on the lane's thread; `done` is called on the
// client's loop.

#include <memory>
#include <string>

#include "platform/http/client.hpp"
#include "runtime/registry.hpp"

namespace jangteo::delivery {

struct BookingOptions {
    std::string base_url = "http://127.0.0.1:9002";
    std::string callback_url;   // empty: none is asked for
    std::string authorization;  // the header's value; empty: none
    Duration timeout = seconds(10);
    std::shared_ptr<platform::http::IoLoop> loop;
};

platform::http::ClientRequest booking_request(const runtime::Effect& effect,
                                              const std::string& callback_url);
runtime::Outcome booking_outcome(std::string_view effect_kind,
                                 const platform::http::ClientResult& result);

class ParcelBooking : public runtime::EffectExecutor {
  public:
    explicit ParcelBooking(const BookingOptions& options);

    void perform(const runtime::Effect& effect,
                 std::function<void(runtime::Outcome)> done) override;

  private:
    std::string callback_url_;
    Duration timeout_;
    platform::http::HttpClient client_;
};

}  // namespace jangteo::delivery
