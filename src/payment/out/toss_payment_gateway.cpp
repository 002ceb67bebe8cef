#include "payment/out/toss_payment_gateway.hpp"

#include "payment/app/provider_calls.hpp"
#include "payment/out/toss_answers.hpp"
#include "payment/out/toss_requests.hpp"

namespace jangteo::payment {
namespace {

platform::http::ClientOptions client_options(const TossOptions& options) {
    platform::http::ClientOptions made;
    made.base_url = options.base_url;
    made.headers = {{"authorization", toss_authorization(options.secret_key)},
                    {"accept", "application/json"}};
    made.connections_max = runtime::calls_max;
    made.answer_body_bytes_max = 256 << 10;
    made.loop = options.loop;
    return made;
}

}  // namespace

TossPaymentGateway::TossPaymentGateway(const TossOptions& options)
    : timeout_(options.timeout),
      billing_timeout_(options.billing_timeout),
      client_(client_options(options)) {}

void TossPaymentGateway::perform(const runtime::Effect& effect,
                                 std::function<void(runtime::Outcome)> done) {
    Duration timeout = effect.kind == charge_effect ? billing_timeout_ : timeout_;
    client_.send(
        toss_request(effect), timeout,
        [kind = effect.kind, done = std::move(done)](const platform::http::ClientResult& result) {
            done(toss_outcome(kind, result));
        });
}

}  // namespace jangteo::payment
