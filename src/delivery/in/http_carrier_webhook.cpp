#include "delivery/in/http_carrier_webhook.hpp"

#include <fmt/format.h>

#include "delivery/in/carrier_notice.hpp"

namespace jangteo::delivery {
namespace {

runtime::Counter& counter_of(runtime::Metrics& metrics, std::string_view result) {
    return metrics.counter("jangteo_delivery_notices_total", "Webhooks about parcels, by effect",
                           fmt::format("result=\"{}\"", result));
}

}  // namespace

HttpCarrierWebhook::HttpCarrierWebhook(const Shipments& shipments, runtime::Metrics& metrics)
    : handler_(shipments),
      asked_(counter_of(metrics, "asked")),
      ignored_(counter_of(metrics, "ignored")),
      malformed_(counter_of(metrics, "malformed")) {}

void HttpCarrierWebhook::install(runtime::Routes& routes) {
    routes.command<runtime::RawBody>(
        {.method = runtime::Method::post,
         .path = "/v1/webhooks/carrier",
         .name = "carrier_webhook",
         .summary = "The tracking service's notices: each makes us ask, none is believed",
         .roles = runtime::anyone,
         .success = 202,
         .limit = "webhook"},
        [this](runtime::Transaction& tx, const runtime::Call& call, const runtime::RawBody& body) {
            return take(tx, call, body.text);
        });
}

runtime::HttpAnswer HttpCarrierWebhook::take(runtime::Transaction& tx, const runtime::Call& call,
                                             const std::string& body) {
    auto notice = parse_carrier_notice(body);
    if (!notice) {
        malformed_.add();
        return runtime::problem(call, 400, "malformed_notice",
                                {"알 수 없는 통지입니다.", "This is no notice that we know."});
    }
    (handler_.handle(tx, *notice) > 0 ? asked_ : ignored_).add();
    runtime::HttpAnswer answer;
    answer.status = 202;
    answer.body = "{}";
    return answer;
}

}  // namespace jangteo::delivery
