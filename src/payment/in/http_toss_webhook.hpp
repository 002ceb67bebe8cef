#pragma once

// POST /v1/webhooks/toss: anybody may post here, so nothing of it is believed
// (app/take_payment_notice). The provider repeats what is not answered with 200, hence 200 also for
// what does not concern us; every kind of end is counted.

#include <map>

#include "payment/app/take_payment_notice.hpp"
#include "runtime/metrics.hpp"
#include "runtime/routes.hpp"

namespace jangteo::payment {

class HttpTossWebhook {
  public:
    HttpTossWebhook(const Payments& payments, runtime::Metrics& metrics);
    void install(runtime::Routes& routes);

  private:
    runtime::HttpAnswer take(runtime::Transaction& tx, const runtime::Call& call,
                             const std::string& body);

    TakePaymentNoticeHandler handler_;
    std::map<NoticeResult, runtime::Counter*> results_;
    runtime::Counter& malformed_;
    runtime::Counter& other_events_;
};

}  // namespace jangteo::payment
