#pragma once

// SweetTracker: the smart-parcel interface of SweetTracker. It wants its own two-digit carrier
// codes. POST with JSON; GET with a query for accounts that still use it.

#include <map>

#include "delivery/out/tracking_service.hpp"
#include "platform/http/client.hpp"

namespace jangteo::delivery {

struct SweetTrackerOptions {
    std::string base_url = "http://127.0.0.1:9002";
    std::string api_key;
    bool uses_get = false;
    std::map<std::string, std::string> codes{
        {"kr.cjlogistics", "04"}, {"kr.epost", "01"}, {"kr.hanjin", "05"}, {"kr.lotte", "08"},
        {"kr.logen", "06"},       {"kr.kdexp", "23"}, {"kr.daesin", "22"}};
    Duration timeout = seconds(15);
    std::shared_ptr<platform::http::IoLoop> loop;
};

// `code` is SweetTracker's own for the carrier.
platform::http::ClientRequest sweet_tracker_request(const SweetTrackerOptions& options,
                                                    const std::string& code,
                                                    const std::string& tracking_number);
runtime::Outcome sweet_tracker_outcome(const platform::http::ClientResult& result);

class SweetTracker : public TrackingService {
  public:
    explicit SweetTracker(SweetTrackerOptions options);
    void track(const TrackedParcel& parcel, std::function<void(runtime::Outcome)> done) override;

  private:
    SweetTrackerOptions options_;
    platform::http::HttpClient client_;
};

}  // namespace jangteo::delivery
