// The gateway over a real socket: what leaves, and how each way to fail is told apart.

#include <gtest/gtest.h>

#include <future>

#include "payment/app/provider_calls.hpp"
#include "payment/out/toss_payment_gateway.hpp"
#include "tests/support/http_server_fixture.hpp"

namespace jangteo::test {
namespace {

using runtime::Outcome;
using runtime::OutcomeKind;

std::string url_of(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

Outcome confirm_at(std::uint16_t port, Duration timeout = seconds(10)) {
    payment::TossOptions options;
    options.base_url = url_of(port);
    options.secret_key = "abc";
    options.timeout = timeout;
    payment::TossPaymentGateway gateway(options);
    runtime::Effect effect;
    effect.kind = payment::confirm_effect;
    effect.key = "confirm:1";
    effect.payload = codec::encode_avro(payment::ConfirmCall{1, "pk", "ord", won(1000)});
    std::promise<Outcome> promise;
    gateway.perform(effect, [&](Outcome outcome) { promise.set_value(std::move(outcome)); });
    return promise.get_future().get();
}

TEST(TossGateway, sends_key_and_authorisation_and_reads_the_payment) {
    runtime::HttpRequest seen;
    Server server([&](const ExchangePtr& exchange) {
        seen = exchange->request();
        exchange->answer(text(R"({"paymentKey":"pk","orderId":"ord","status":"DONE",)"
                              R"("currency":"KRW","totalAmount":1000,"balanceAmount":1000})"));
    });
    auto outcome = confirm_at(server.http.port());
    EXPECT_EQ(outcome.kind, OutcomeKind::done);
    EXPECT_EQ(seen.header("authorization"), "Basic YWJjOg==");
    EXPECT_EQ(seen.header("idempotency-key"), "confirm:1");
    EXPECT_EQ(seen.path, "/v1/payments/confirm");
}

TEST(TossGateway, knows_that_nothing_was_sent_when_nobody_listens) {
    EXPECT_EQ(confirm_at(free_port()).kind, OutcomeKind::not_sent);
}

TEST(TossGateway, does_not_know_when_the_answer_is_late) {
    Held held;
    Server server(held.hold());
    auto outcome = confirm_at(server.http.port(), milliseconds(200));
    EXPECT_EQ(outcome.kind, OutcomeKind::unknown);
    EXPECT_EQ(outcome.code, "timeout");
}

TEST(TossGateway, does_not_know_when_the_connection_breaks) {
    Server server([](const ExchangePtr&) {});  // Dropped unanswered: closed.
    EXPECT_EQ(confirm_at(server.http.port()).kind, OutcomeKind::unknown);
}

}  // namespace
}  // namespace jangteo::test
