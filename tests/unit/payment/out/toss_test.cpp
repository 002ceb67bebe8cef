#include <gtest/gtest.h>

#include "payment/app/provider_calls.hpp"
#include "payment/out/toss_answers.hpp"
#include "payment/out/toss_requests.hpp"

namespace jangteo::payment {
namespace {

using platform::http::ClientAnswer;
using platform::http::ClientFailure;
using platform::http::ClientProblem;
using runtime::OutcomeKind;

template <class Call>
platform::http::ClientRequest request_of(std::string_view kind, const Call& call) {
    runtime::Effect effect;
    effect.kind = kind;
    effect.key = "key-1";
    effect.payload = codec::encode_avro(call);
    return toss_request(effect);
}

runtime::Outcome answered(int status, const std::string& body,
                          std::string_view kind = confirm_effect) {
    return toss_outcome(kind, ClientAnswer{status, {}, body});
}

runtime::Outcome failed(ClientFailure failure, std::string_view kind = confirm_effect) {
    return toss_outcome(kind, std::unexpected(ClientProblem{failure, ""}));
}

// With fields of tomorrow.
const std::string done = R"({"mId":"m","paymentKey":"pk_1","orderId":"ord_1","status":"DONE",
"method":"카드","currency":"KRW","totalAmount":1000,"balanceAmount":900,"secret":"ps_x",
"lastTransactionKey":"T1","approvedAt":"2026-01-01T10:00:31+09:00","failure":null,
"virtualAccount":null,"newField":{"a":[1,2,{"b":null}]}})";

TEST(TossRequest, confirms_with_its_idempotency_key) {
    auto request = request_of(confirm_effect, ConfirmCall{1, "pk_1", "ord_1", won(1000)});
    EXPECT_EQ(request.target, "/v1/payments/confirm");
    EXPECT_EQ(request.body, R"({"paymentKey":"pk_1","orderId":"ord_1","amount":1000})");
    EXPECT_EQ(request.headers.at(0).name, "idempotency-key");
    EXPECT_EQ(request.headers.at(0).value, "key-1");
}

TEST(TossRequest, guards_a_partial_refund_with_the_balance) {
    CancelCall call{RefundId{}, "pk/1", "", won(100), won(900), std::nullopt};
    auto request = request_of(cancel_effect, call);
    EXPECT_EQ(request.target, "/v1/payments/pk%2F1/cancel");
    EXPECT_EQ(request.body,
              R"({"cancelReason":"cancelled","cancelAmount":100,"refundableAmount":900})");
}

TEST(TossRequest, cuts_a_reason_between_two_characters) {
    std::string reason;
    for (int i = 0; i < 100; ++i) reason += "가";  // 300 bytes
    auto request = request_of(cancel_effect, CancelCall{RefundId{}, "pk", reason});
    EXPECT_NE(request.body.find("가\"}"), std::string::npos);
    EXPECT_LT(request.body.size(), 230U);
}

TEST(TossRequest, looks_up_by_key_or_by_order) {
    LookUpCall call;
    call.order_id = "ord_1";
    EXPECT_EQ(request_of(look_up_effect, call).target, "/v1/payments/orders/ord_1");
    call.payment_key = "pk_1";
    EXPECT_EQ(request_of(look_up_effect, call).target, "/v1/payments/pk_1");
}

TEST(TossRequest, authorises_with_the_key_and_an_empty_password) {
    EXPECT_EQ(toss_authorization("test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R"),
              "Basic dGVzdF9za196WExrS0V5cE5BcldtbzUwblgzbG1lYXhZRzVSOg==");
    EXPECT_EQ(toss_authorization("ab"), "Basic YWI6");
    EXPECT_EQ(toss_authorization("abc"), "Basic YWJjOg==");
    EXPECT_EQ(toss_authorization("abcd"), "Basic YWJjZDo=");
}

TEST(TossAnswer, is_read_with_tolerance) {
    auto payment = parse_toss_payment(done);
    ASSERT_TRUE(payment);
    EXPECT_EQ(payment->status, ProviderStatus::done);
    EXPECT_EQ(payment->total, 1000);
    EXPECT_EQ(payment->balance, 900);
    EXPECT_EQ(payment->approved_at, *parse_rfc3339("2026-01-01T01:00:31Z"));
    std::string tomorrow = done;
    tomorrow.replace(tomorrow.find("DONE"), 4, "HELD");
    EXPECT_EQ(parse_toss_payment(tomorrow)->status, ProviderStatus::unrecognised);
    EXPECT_FALSE(parse_toss_payment("{}"));
    EXPECT_FALSE(parse_toss_payment("not JSON"));
}

TEST(TossAnswer, counts_cents_where_there_are_some) {
    auto dollars = parse_toss_payment(
        R"({"paymentKey":"p","orderId":"o","currency":"USD",
        "totalAmount":10.29,"balanceAmount":1})");
    ASSERT_TRUE(dollars);
    EXPECT_EQ(dollars->total, 1029);
    EXPECT_EQ(dollars->balance, 100);
    EXPECT_FALSE(parse_toss_payment(
        R"({"paymentKey":"p","orderId":"o","currency":"KRW",
        "totalAmount":1.5,"balanceAmount":1})"));
}

TEST(TossAnswer, takes_a_due_date_without_an_offset_as_korean) {
    auto payment = parse_toss_payment(
        R"({"paymentKey":"p","orderId":"o","currency":"KRW","totalAmount":1,"balanceAmount":1,
        "status":"WAITING_FOR_DEPOSIT","virtualAccount":{"bankCode":"20","accountNumber":"X1",
        "customerName":"k","dueDate":"2026-01-01T10:00:00","expired":true}})");
    ASSERT_TRUE(payment && payment->virtual_account);
    EXPECT_EQ(payment->virtual_account->due, *parse_rfc3339("2026-01-01T01:00:00Z"));
    EXPECT_TRUE(payment->virtual_account->is_expired);
}

TEST(TossOutcome, tells_answers_from_silence) {
    EXPECT_EQ(answered(200, done).kind, OutcomeKind::done);
    EXPECT_EQ(answered(200, "<html>").kind, OutcomeKind::unknown);
    auto refused = answered(403, R"({"code":"REJECT_CARD_COMPANY","message":"no"})");
    EXPECT_EQ(refused.kind, OutcomeKind::refused);
    EXPECT_EQ(refused.code, "REJECT_CARD_COMPANY");
    EXPECT_EQ(answered(500, R"({"code":"UNKNOWN_PAYMENT_ERROR"})").kind, OutcomeKind::refused);
    EXPECT_EQ(answered(500, R"({"code":"SOMETHING"})").kind, OutcomeKind::unknown);
    EXPECT_EQ(answered(502, "<html>").kind, OutcomeKind::unknown);
    EXPECT_EQ(answered(302, "").kind, OutcomeKind::unknown);
    EXPECT_EQ(answered(429, "").code, "TOO_MANY_REQUESTS");
    EXPECT_EQ(answered(404, "").code, "HTTP_404");
    EXPECT_EQ(answered(200, "", remove_effect).kind, OutcomeKind::done);
}

TEST(TossOutcome, sends_again_by_itself_only_what_was_not_sent) {
    EXPECT_EQ(failed(ClientFailure::not_sent).kind, OutcomeKind::not_sent);
    EXPECT_EQ(failed(ClientFailure::lost).kind, OutcomeKind::unknown);
    EXPECT_EQ(failed(ClientFailure::timeout).kind, OutcomeKind::unknown);
    // Questions are counted, so that asking ends.
    EXPECT_EQ(failed(ClientFailure::not_sent, look_up_effect).kind, OutcomeKind::unknown);
}

}  // namespace
}  // namespace jangteo::payment
