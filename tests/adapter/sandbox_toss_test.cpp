#include <gtest/gtest.h>

#include <string>

#include "tests/support/toss_fixture.hpp"

namespace jangteo::test {
namespace {

TEST(TossSandbox, confirms_what_was_authorised) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 15000);
    const Answered answer = toss.confirm(key, "order_1", 15000);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.text("status"), "DONE");
    EXPECT_EQ(answer.text("method"), "카드");
    EXPECT_EQ(answer.text("requestedAt"), "2026-01-01T10:00:00+09:00");
    EXPECT_EQ(answer.number("suppliedAmount"), 13636);
    EXPECT_EQ(answer.number("vat"), 1364);
    EXPECT_TRUE(answer.text("secret").starts_with("ps_"));
    EXPECT_EQ(answer.text("lastTransactionKey").size(), 32U);
    EXPECT_EQ(toss.get("/v1/payments/" + key).reply.body, answer.reply.body);
    EXPECT_EQ(toss.get("/v1/payments/orders/order_1").reply.body, answer.reply.body);
}

TEST(TossSandbox, a_payment_has_all_keys_in_every_state) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000, R"(,"authorize":false)");
    const auto keys_of = [&] {
        std::string keys;
        const Answered answer = toss.get("/v1/payments/" + key);
        for (const auto& [name, value] : answer.body.as_object()) {
            keys.append(name).append(" ");
        }
        return keys;
    };
    const std::string ready = keys_of();
    for (const char* name : {"card", "cancels", "failure", "virtualAccount", "checkout", "receipt",
                             "easyPay", "metadata", "discount", "cashReceipts", "transactionKey"}) {
        EXPECT_NE(ready.find(std::string(name) + " "), ready.npos) << name;
    }
    toss.post("/__sandbox/payments/" + key + "/decide", R"({"decision":"approve"})");
    EXPECT_EQ(keys_of(), ready);
    toss.confirm(key, "order_1", 1000);
    EXPECT_EQ(keys_of(), ready);
    toss.cancel(key);
    EXPECT_EQ(keys_of(), ready);
}

TEST(TossSandbox, checks_the_key_before_anything_else) {
    TossFixture toss;
    const auto with = [&](const char* authorization) {
        return toss.post("/v1/payments/confirm", "nonsense", {{"authorization", authorization}})
            .code();
    };
    runtime::HttpRequest bare;
    bare.method = runtime::Method::post;
    bare.path = "/v1/payments/confirm";
    EXPECT_EQ(toss.desk.handle({bare, toss.now}).status, 401);
    EXPECT_EQ(with("Bearer x"), "403 INCORRECT_BASIC_AUTH_FORMAT");
    EXPECT_EQ(with("Basic dGVzdF9za19qYW5ndGVv"), "403 INCORRECT_BASIC_AUTH_FORMAT");  // no colon
    EXPECT_EQ(with("Basic dGVzdF9za19vdGhlcjo="), "401 UNAUTHORIZED_KEY");
    EXPECT_EQ(with("Basic dGVzdF9ja19qYW5ndGVvOg=="), "400 INVALID_API_KEY");  // a client key
    EXPECT_EQ(with(std::string(test_key).c_str()), "400 INVALID_REQUEST");
}

TEST(TossSandbox, refuses_in_korean_or_english) {
    TossFixture toss;
    EXPECT_EQ(toss.get("/v1/payments/none").text("message"), "존재하지 않는 결제 정보 입니다.");
    const Answered english =
        toss.call(runtime::Method::get, "/v1/payments/none", "", {{"accept-language", "en-US"}});
    EXPECT_EQ(english.code(), "404 NOT_FOUND_PAYMENT");
    EXPECT_EQ(english.text("message"), "Not found payment.");
}

TEST(TossSandbox, refuses_a_confirm_that_differs_from_what_was_authorised) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000);
    EXPECT_EQ(toss.confirm(key, "order_1", 999).code(), "400 INVALID_REQUEST");
    EXPECT_EQ(toss.confirm(key, "order_2", 1000).code(), "400 INVALID_REQUEST");
    EXPECT_EQ(toss.confirm("tps_none", "order_1", 1000).code(), "404 NOT_FOUND_PAYMENT");
    EXPECT_EQ(toss.confirm(key, "short", 1000).code(), "400 INVALID_REQUEST");
    EXPECT_EQ(toss.confirm(key, "order_1", 1000).status, 200);
    EXPECT_EQ(toss.confirm(key, "order_1", 1000).code(), "400 ALREADY_PROCESSED_PAYMENT");
    EXPECT_EQ(toss.books().number("captured"), 1000);
}

TEST(TossSandbox, refuses_amounts_below_the_minimum) {
    TossFixture toss;
    const std::string card = toss.session("order_1", 99);
    EXPECT_EQ(toss.confirm(card, "order_1", 99).code(), "400 BELOW_MINIMUM_AMOUNT");
    const std::string transfer =
        toss.session("order_2", 199, R"(,"authorize":true,"method":"TRANSFER")");
    EXPECT_EQ(toss.confirm(transfer, "order_2", 199).code(), "400 BELOW_MINIMUM_AMOUNT");
}

TEST(TossSandbox, a_session_without_the_buyer_is_none_to_confirm) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000, R"(,"authorize":false)");
    EXPECT_EQ(toss.confirm(key, "order_1", 1000).code(), "404 NOT_FOUND_PAYMENT_SESSION");
}

TEST(TossSandbox,
     the_payment_window_closes_after_thirty_minutes_and_the_time_to_confirm_after_ten) {
    TossFixture toss;
    const std::string ready = toss.session("order_1", 1000, R"(,"authorize":false)");
    const std::string seen = toss.session("order_2", 1000);
    toss.pass(minutes(10));
    EXPECT_EQ(toss.get("/v1/payments/" + ready).text("status"), "READY");
    EXPECT_EQ(toss.get("/v1/payments/" + seen).text("status"), "EXPIRED");
    EXPECT_EQ(toss.confirm(seen, "order_2", 1000).code(), "404 NOT_FOUND_PAYMENT_SESSION");
    toss.pass(minutes(20));
    const Answered expired = toss.get("/v1/payments/" + ready);
    EXPECT_EQ(expired.text("status"), "EXPIRED");
    EXPECT_EQ(expired.body.at_pointer("/failure/code").as_string(), "EXPIRED_PAYMENT");
    EXPECT_TRUE(expired.body.at("method").is_null());
    EXPECT_EQ(toss.sent.size(), 2U);
}

TEST(TossSandbox, cancels_in_whole) {
    TossFixture toss;
    const std::string key = toss.paid("order_1", 1000);
    const Answered answer = toss.cancel(key);
    EXPECT_EQ(answer.text("status"), "CANCELED");
    EXPECT_EQ(answer.number("balanceAmount"), 0);
    EXPECT_EQ(answer.body.at_pointer("/cancels/0/cancelAmount").as_int64(), 1000);
    EXPECT_EQ(answer.body.at_pointer("/cancels/0/transactionKey").as_string(),
              answer.text("lastTransactionKey"));
    EXPECT_EQ(toss.cancel(key).code(), "400 ALREADY_CANCELED_PAYMENT");
    EXPECT_EQ(toss.books().number("refunded"), 1000);
}

TEST(TossSandbox, money_given_back_in_parts_stays_partially_cancelled) {
    TossFixture toss;
    const std::string key = toss.paid("order_1", 1000);
    EXPECT_EQ(toss.cancel(key, R"(,"cancelAmount":400)").text("status"), "PARTIAL_CANCELED");
    EXPECT_EQ(toss.cancel(key, R"(,"cancelAmount":601)").code(), "403 NOT_CANCELABLE_AMOUNT");
    const Answered rest = toss.cancel(key);
    EXPECT_EQ(rest.text("status"), "PARTIAL_CANCELED");
    EXPECT_EQ(rest.number("balanceAmount"), 0);
    EXPECT_EQ(rest.number("totalAmount"), 1000);
    EXPECT_EQ(rest.body.at("cancels").as_array().size(), 2U);
    EXPECT_EQ(toss.cancel(key).code(), "403 NOT_CANCELABLE_AMOUNT");
    EXPECT_EQ(toss.books().number("kept"), 0);
}

TEST(TossSandbox, the_refundable_amount_guards_a_cancel) {
    TossFixture toss;
    const std::string key = toss.paid("order_1", 1000);
    EXPECT_EQ(toss.cancel(key, R"(,"cancelAmount":100,"refundableAmount":900)").code(),
              "400 NOT_MATCHES_REFUNDABLE_AMOUNT");
    EXPECT_EQ(toss.cancel(key, R"(,"cancelAmount":100,"refundableAmount":1000)").status, 200);
    EXPECT_EQ(toss.cancel(key, R"(,"cancelAmount":-1)").code(), "400 INVALID_REQUEST");
    EXPECT_EQ(toss.cancel(key, R"(,"currency":"USD")").code(), "400 INVALID_CURRENCY");
    EXPECT_EQ(toss.post("/v1/payments/" + key + "/cancel", "{}").code(), "400 INVALID_REQUEST");
}

TEST(TossSandbox, what_was_never_paid_cannot_be_cancelled) {
    TossFixture toss;
    EXPECT_EQ(toss.cancel(toss.session("order_1", 1000)).code(), "403 NOT_CANCELABLE_PAYMENT");
    EXPECT_EQ(toss.cancel("tps_none").code(), "404 NOT_FOUND_PAYMENT");
}

TEST(TossSandbox, the_same_idempotency_key_gives_the_same_bytes_whatever_the_body) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000);
    const Answered first = toss.confirm(key, "order_1", 1000, {{"idempotency-key", "k"}});
    toss.cancel(key);
    const Answered again = toss.post("/v1/payments/confirm", "{}", {{"idempotency-key", "k"}});
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.reply.body, first.reply.body);
    const auto trace_of = [](const Answered& answered) {
        return answered.reply.headers.at(0).value;
    };
    EXPECT_TRUE(trace_of(again).ends_with("," + trace_of(first)));
}

TEST(TossSandbox, errors_are_replayed_too) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000);
    EXPECT_EQ(toss.confirm(key, "order_1", 1, {{"idempotency-key", "k"}}).status, 400);
    EXPECT_EQ(toss.confirm(key, "order_1", 1000, {{"idempotency-key", "k"}}).status, 400);
    EXPECT_EQ(toss.confirm(key, "order_1", 1000, {{"idempotency-key", "k2"}}).status, 200);
}

TEST(TossSandbox, idempotency_keys_belong_to_a_path_have_a_length_and_end_after_fifteen_days) {
    TossFixture toss;
    const std::string key = toss.paid("order_1", 1000);
    const std::vector<runtime::Header> headers{{"idempotency-key", "k"}};
    const std::string path = "/v1/payments/" + key + "/cancel";
    const std::string body = R"({"cancelReason":"a","cancelAmount":100})";
    EXPECT_EQ(toss.confirm(key, "order_1", 1000, headers).status, 400);
    EXPECT_EQ(toss.post(path, body, headers).number("balanceAmount"), 900);
    EXPECT_EQ(toss.post(path, body, headers).number("balanceAmount"), 900);
    toss.pass(days(15) + seconds(1));
    EXPECT_EQ(toss.post(path, body, headers).number("balanceAmount"), 800);
    EXPECT_EQ(toss.post(path, body, {{"idempotency-key", std::string(301, 'k')}}).code(),
              "400 INVALID_IDEMPOTENCY_KEY");
}

TEST(TossSandbox, a_test_code_is_answered_instead_of_the_work) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000);
    const auto with = [&](const char* code) {
        return toss.confirm(key, "order_1", 1000, {{"tosspayments-test-code", code}}).code();
    };
    EXPECT_EQ(with("REJECT_CARD_PAYMENT"), "403 REJECT_CARD_PAYMENT");
    EXPECT_EQ(with("PROVIDER_ERROR"), "400 PROVIDER_ERROR");
    EXPECT_EQ(with("IDEMPOTENT_REQUEST_PROCESSING"), "409 IDEMPOTENT_REQUEST_PROCESSING");
    EXPECT_EQ(with("NO_SUCH_CODE"), "400 INVALID_TEST_CODE");
    EXPECT_EQ(toss.confirm(key, "order_1", 1000).status, 200);
}

TEST(TossSandbox, of_several_payments_of_an_order_the_paid_one_is_found) {
    TossFixture toss;
    const std::string first = toss.paid("order_1", 1000);
    toss.session("order_1", 1000);
    EXPECT_EQ(toss.get("/v1/payments/orders/order_1").text("paymentKey"), first);
}

TEST(TossSandbox, the_buyer_decides_in_the_window) {
    TossFixture toss;
    const std::string urls = R"(,"successUrl":"http://shop/ok?a=1","failUrl":"http://shop/no")";
    const auto decide = [&](const std::string& key, const char* decision) {
        return toss.post("/__sandbox/payments/" + key + "/decide",
                         std::string("decision=") + decision,
                         {{"content-type", "application/x-www-form-urlencoded"}});
    };
    const std::string paid = toss.session("order_1", 1000, urls);
    EXPECT_NE(toss.get("/v1/payments/" + paid + "/checkout").reply.body.find("1,000원"),
              std::string::npos);
    const Answered approved = decide(paid, "approve");
    EXPECT_EQ(approved.status, 303);
    EXPECT_EQ(approved.text("redirectUrl"),
              "http://shop/ok?a=1&paymentType=NORMAL&orderId=order_1&paymentKey=" + paid +
                  "&amount=1000");
    EXPECT_EQ(toss.confirm(paid, "order_1", 1000).status, 200);
    const std::string left = toss.session("order_2", 1000, urls);
    EXPECT_TRUE(decide(left, "cancel")
                    .text("redirectUrl")
                    .starts_with("http://shop/no?code=PAY_PROCESS_CANCELED&message="));
    EXPECT_EQ(toss.get("/v1/payments/" + left).text("status"), "READY");
    EXPECT_TRUE(decide(left, "reject")
                    .text("redirectUrl")
                    .starts_with("http://shop/no?code=REJECT_CARD_COMPANY&message="));
    EXPECT_EQ(toss.get("/v1/payments/" + left).text("status"), "ABORTED");
}

TEST(TossSandbox, refuses_sessions_that_the_sdk_would_refuse) {
    TossFixture toss;
    const auto with = [&](const char* body) {
        return toss.post("/__sandbox/payments", body).code();
    };
    EXPECT_EQ(with("[]"), "400 INVALID_REQUEST");
    EXPECT_EQ(with(R"({"orderId":"order_1","orderName":"a"})"), "400 REQUIRED_AMOUNT");
    EXPECT_EQ(with(R"({"orderId":"order_1","orderName":"a","amount":0})"), "400 BELOW_ZERO_AMOUNT");
    EXPECT_EQ(with(R"({"orderId":"ab cd ef","orderName":"a","amount":1})"), "400 INVALID_ORDER_ID");
    EXPECT_EQ(with(R"({"orderId":"order_1","amount":1})"), "400 INVALID_ORDER_NAME");
    EXPECT_EQ(with(R"({"orderId":"order_1","orderName":"a","amount":1,"method":"GOLD"})"),
              "400 NOT_SUPPORTED_METHOD");
}

TEST(TossSandbox, unknown_paths_and_methods_are_not_found) {
    TossFixture toss;
    EXPECT_EQ(toss.get("/v1/nothing").code(), "404 NOT_FOUND");
    EXPECT_EQ(toss.get("/v1/payments/confirm/more/and/more/and/more/and/more").code(),
              "404 NOT_FOUND");
    EXPECT_EQ(toss.call(runtime::Method::put, "/v1/payments/confirm").code(),
              "404 NOT_FOUND_HTTP_METHOD");
}

}  // namespace
}  // namespace jangteo::test
