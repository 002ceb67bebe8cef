#include "payment/in/http_toss_webhook.hpp"

#include <fmt/format.h>

#include "payment/in/toss_notice.hpp"

namespace jangteo::payment {
namespace {

runtime::Counter& counter_of(runtime::Metrics& metrics, std::string_view result) {
    return metrics.counter("jangteo_payment_notices_total", "Webhooks about payments, by effect",
                           fmt::format("result=\"{}\"", result));
}

runtime::HttpAnswer taken() {
    runtime::HttpAnswer answer;
    answer.body = "{}";
    return answer;
}

}  // namespace

HttpTossWebhook::HttpTossWebhook(const Payments& payments, runtime::Metrics& metrics)
    : handler_(payments),
      malformed_(counter_of(metrics, "malformed")),
      other_events_(counter_of(metrics, "other_event")) {
    for (auto result : {NoticeResult::asked, NoticeResult::joined, NoticeResult::tells_nothing,
                        NoticeResult::wrong_secret, NoticeResult::unknown_order}) {
        results_[result] = &counter_of(metrics, codec::text_of_enum(result));
    }
}

void HttpTossWebhook::install(runtime::Routes& routes) {
    routes.command<runtime::RawBody>(
        {.method = runtime::Method::post,
         .path = "/v1/webhooks/toss",
         .name = "toss_webhook",
         .summary = "The payment provider's notices: each makes us ask, none is believed",
         .roles = runtime::anyone,
         .limit = "webhook"},
        [this](runtime::Transaction& tx, const runtime::Call& call, const runtime::RawBody& body) {
            return take(tx, call, body.text);
        });
}

runtime::HttpAnswer HttpTossWebhook::take(runtime::Transaction& tx, const runtime::Call& call,
                                          const std::string& body) {
    ParsedNotice parsed = parse_toss_notice(body);
    if (std::holds_alternative<MalformedNotice>(parsed)) {
        malformed_.add();
        return runtime::problem(call, 400, "malformed_notice",
                                {"알 수 없는 통지입니다.", "This is no notice that we know."});
    }
    if (const auto* notice = std::get_if<TakePaymentNotice>(&parsed)) {
        results_.at(handler_.handle(tx, *notice))->add();
    } else {
        other_events_.add();
    }
    return taken();
}

}  // namespace jangteo::payment
