#pragma once

// TossPaymentGateway: performs the effects toss.* over HTTP. Owns its client. perform() is called
// on the lane's thread and does not block; `done` is called on the client's loop.

#include <memory>
#include <string>

#include "platform/http/client.hpp"
#include "runtime/registry.hpp"

namespace jangteo::payment {

struct TossOptions {
    std::string base_url = "http://127.0.0.1:9001";
    std::string secret_key;
    Duration timeout = seconds(10);
    Duration billing_timeout =
        seconds(60);  // the provider takes up to a minute for a billing charge
    std::shared_ptr<platform::http::IoLoop> loop;  // empty: one of its own
};

class TossPaymentGateway : public runtime::EffectExecutor {
  public:
    explicit TossPaymentGateway(const TossOptions& options);

    void perform(const runtime::Effect& effect,
                 std::function<void(runtime::Outcome)> done) override;

  private:
    Duration timeout_;
    Duration billing_timeout_;
    platform::http::HttpClient client_;
};

}  // namespace jangteo::payment
