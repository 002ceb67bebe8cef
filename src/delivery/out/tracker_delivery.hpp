#pragma once

// TrackerDelivery: the GraphQL interface of tracker.delivery and of its open-source server,
// https://github.com/shlee322/delivery-tracker.

#include "delivery/out/tracking_service.hpp"
#include "platform/http/client.hpp"

namespace jangteo::delivery {

struct TrackerDeliveryOptions {
    std::string base_url = "http://127.0.0.1:9002";
    std::string client_id;  // empty: a server of one's own, without a key
    std::string client_secret;
    Duration timeout = seconds(15);  // it asks the carrier's own pages meanwhile
    std::shared_ptr<platform::http::IoLoop> loop;
};

platform::http::ClientRequest tracker_delivery_request(const TrackedParcel& parcel);
runtime::Outcome tracker_delivery_outcome(const platform::http::ClientResult& result);

class TrackerDelivery : public TrackingService {
  public:
    explicit TrackerDelivery(const TrackerDeliveryOptions& options);
    void track(const TrackedParcel& parcel, std::function<void(runtime::Outcome)> done) override;

  private:
    Duration timeout_;
    platform::http::HttpClient client_;
};

}  // namespace jangteo::delivery
