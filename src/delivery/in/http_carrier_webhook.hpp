#pragma once

// POST /v1/webhooks/carrier: tracking services post here that something about a parcel has changed.
// The post is unsigned and says nothing else, so it only makes us ask; what does not concern us is
// answered with 202 too.

#include "delivery/app/follow_parcel.hpp"
#include "runtime/metrics.hpp"
#include "runtime/routes.hpp"

namespace jangteo::delivery {

class HttpCarrierWebhook {
  public:
    HttpCarrierWebhook(const Shipments& shipments, runtime::Metrics& metrics);
    void install(runtime::Routes& routes);

  private:
    runtime::HttpAnswer take(runtime::Transaction& tx, const runtime::Call& call,
                             const std::string& body);

    FollowParcelHandler handler_;
    runtime::Counter& asked_;
    runtime::Counter& ignored_;
    runtime::Counter& malformed_;
};

}  // namespace jangteo::delivery
