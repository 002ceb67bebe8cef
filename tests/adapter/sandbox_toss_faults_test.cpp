#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "tests/support/toss_fixture.hpp"

namespace jangteo::test {
namespace {

void knob(TossFixture& toss, std::string description) {
    ASSERT_EQ(toss.post("/__sandbox/knobs", std::move(description)).status, 201);
}

TEST(TossKnobs, fail_before_has_no_effect_and_leaves_no_record) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000);
    knob(toss, R"({"operation":"confirm","fail_before":503,"times":1})");
    const std::vector<runtime::Header> headers{{"idempotency-key", "k"}};
    EXPECT_EQ(toss.confirm(key, "order_1", 1000, headers).status, 503);
    EXPECT_EQ(toss.books().number("captured"), 0);
    EXPECT_EQ(toss.confirm(key, "order_1", 1000, headers).status, 200);
}

TEST(TossKnobs, fail_after_has_the_effect_and_the_record) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000);
    knob(toss, R"({"orderId":"order_1","fail_after":true,"times":1})");
    const std::vector<runtime::Header> headers{{"idempotency-key", "k"}};
    EXPECT_EQ(toss.confirm(key, "order_1", 1000, headers).status, 500);
    EXPECT_EQ(toss.books().number("captured"), 1000);
    EXPECT_EQ(toss.confirm(key, "order_1", 1000, headers).text("status"), "DONE");
}

TEST(TossKnobs, cuts_before_or_after_the_effect) {
    TossFixture toss;
    const std::string first = toss.session("order_1", 1000);
    const std::string second = toss.session("order_2", 1000);
    knob(toss, R"({"paymentKey":")" + first + R"(","cut_before":true})");
    knob(toss, R"({"paymentKey":")" + second + R"(","cut_after":true})");
    EXPECT_TRUE(toss.confirm(first, "order_1", 1000).reply.is_cut);
    EXPECT_EQ(toss.books().number("captured"), 0);
    EXPECT_TRUE(toss.confirm(second, "order_2", 1000).reply.is_cut);
    EXPECT_EQ(toss.books().number("captured"), 1000);
}

TEST(TossKnobs, a_delayed_call_is_under_way_for_its_twins) {
    TossFixture toss;
    const std::string key = toss.paid("order_1", 1000);
    knob(toss, R"({"operation":"cancel","delay_ms":500,"times":1})");
    const std::string path = "/v1/payments/" + key + "/cancel";
    const std::string body = R"({"cancelReason":"a","cancelAmount":100})";
    const Answered slow = toss.post(path, body, {{"idempotency-key", "k"}});
    EXPECT_EQ(slow.reply.delay, milliseconds(500));
    EXPECT_EQ(toss.post(path, body, {{"idempotency-key", "k"}}).code(),
              "409 IDEMPOTENT_REQUEST_PROCESSING");
    EXPECT_EQ(toss.post(path, body, {{"idempotency-key", "other"}}).code(),
              "403 FORBIDDEN_CONSECUTIVE_REQUEST");
    slow.reply.when_sent();
    EXPECT_EQ(toss.post(path, body, {{"idempotency-key", "k"}}).number("balanceAmount"), 900);
    EXPECT_EQ(toss.post(path, body, {{"idempotency-key", "third"}}).number("balanceAmount"), 800);
}

TEST(TossKnobs, a_wrong_amount_is_really_captured) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000);
    knob(toss, R"({"operation":"confirm","wrong_amount":900})");
    EXPECT_EQ(toss.confirm(key, "order_1", 1000).number("totalAmount"), 900);
    EXPECT_EQ(toss.books().number("captured"), 900);
}

TEST(TossKnobs, an_issuer_that_refuses_aborts_the_payment) {
    TossFixture toss;
    const std::string key = toss.session("order_1", 1000);
    knob(toss, R"({"operation":"confirm","refuse":"REJECT_CARD_PAYMENT","times":1})");
    EXPECT_EQ(toss.confirm(key, "order_1", 1000).code(), "403 REJECT_CARD_PAYMENT");
    const Answered aborted = toss.get("/v1/payments/" + key);
    EXPECT_EQ(aborted.text("status"), "ABORTED");
    EXPECT_EQ(aborted.body.at_pointer("/failure/message").as_string(),
              "한도초과 혹은 잔액부족으로 결제에 실패했습니다.");
    EXPECT_EQ(toss.confirm(key, "order_1", 1000).code(), "400 ALREADY_PROCESSED_PAYMENT");
    EXPECT_EQ(toss.sent.back().body.at_pointer("/data/status").as_string(), "ABORTED");
}

TEST(TossKnobs, more_calls_than_allowed_in_a_minute_are_refused) {
    TossFixture toss;
    const std::string key = toss.paid("order_1", 1000);
    knob(toss, R"({"operation":"get_payment","calls_per_minute":2})");
    const auto status = [&] { return toss.get("/v1/payments/" + key).status; };
    EXPECT_EQ(status(), 200);
    EXPECT_EQ(status(), 200);
    EXPECT_EQ(status(), 429);
    toss.pass(minutes(1));
    EXPECT_EQ(status(), 200);
}

TEST(TossKnobs, the_last_one_that_matches_applies_for_its_times) {
    TossFixture toss;
    const std::string key = toss.paid("order_1", 1000);
    knob(toss, R"({"fail_before":500})");
    knob(toss, R"({"orderId":"order_1","fail_before":503,"times":2})");
    const auto status = [&] { return toss.get("/v1/payments/" + key).status; };
    EXPECT_EQ(status(), 503);
    EXPECT_EQ(toss.get("/__sandbox/knobs").body.at_pointer("/1/times").as_int64(), 1);
    EXPECT_EQ(status(), 503);
    EXPECT_EQ(status(), 500);
    EXPECT_EQ(toss.call(runtime::Method::del, "/__sandbox/knobs").number("removed"), 1);
    EXPECT_EQ(status(), 200);
}

TEST(TossKnobs, refuses_what_it_does_not_know) {
    TossFixture toss;
    const auto with = [&](const char* body) {
        return toss.post("/__sandbox/knobs", body).text("message");
    };
    EXPECT_EQ(with("7"), "a knob is a JSON object");
    EXPECT_EQ(with(R"({"dely_ms":7})"), "there is no knob called dely_ms");
    EXPECT_EQ(with(R"({"delay_ms":"long"})"), "delay_ms has a value of the wrong type");
    EXPECT_EQ(with(R"({"fail_before":200})"), "fail_before must be 400 to 599");
    EXPECT_TRUE(with(R"({"webhook":"loud"})").starts_with("webhook is one of"));
}

TEST(TossWebhooks, tell_of_each_change_with_their_transmission) {
    TossFixture toss;
    const std::string key = toss.paid("order_1", 1000);
    toss.cancel(key);
    ASSERT_EQ(toss.sent.size(), 2U);
    EXPECT_EQ(toss.sent[0].url, "http://shop/hook");
    EXPECT_EQ(toss.sent[0].body.at("eventType").as_string(), "PAYMENT_STATUS_CHANGED");
    EXPECT_EQ(toss.sent[0].body.at("createdAt").as_string(), "2026-01-01T10:00:00.000000");
    EXPECT_EQ(toss.sent[0].body.at_pointer("/data/status").as_string(), "DONE");
    EXPECT_EQ(toss.sent[1].body.at_pointer("/data/status").as_string(), "CANCELED");
    EXPECT_EQ(toss.sent[0].headers[0].name, "tosspayments-webhook-transmission-time");
    EXPECT_EQ(toss.sent[0].headers[1].value, "0");
    EXPECT_TRUE(toss.sent[0].headers[2].value.starts_with("whtrans_"));
}

TEST(TossWebhooks, are_tried_again_seven_times_with_growing_pauses) {
    TossFixture toss;
    toss.accepts_webhooks = false;
    toss.paid("order_1", 1000);
    for (const std::int64_t pause : {1, 4, 16, 64, 256, 1024, 4096}) {
        const std::size_t before = toss.sent.size();
        toss.pass(minutes(pause) + seconds(-1));
        EXPECT_EQ(toss.sent.size(), before);
        toss.pass(seconds(1));
        EXPECT_EQ(toss.sent.size(), before + 1);
    }
    EXPECT_EQ(toss.sent.back().headers[1].value, "7");
    EXPECT_EQ(toss.sent.back().headers[2].value, toss.sent.front().headers[2].value);
    toss.pass(days(30));
    EXPECT_EQ(toss.sent.size(), 8U);
}

TEST(TossWebhooks, come_as_the_knob_wants_them) {
    TossFixture toss;
    const auto confirm_with = [&](const char* webhook, std::string_view order) {
        toss.sent.clear();
        knob(toss, std::string(R"({"operation":"confirm","times":1,)") + webhook + "}");
        return toss.confirm(toss.session(order, 1000), order, 1000);
    };
    confirm_with(R"("webhook":"none")", "order_1");
    EXPECT_EQ(toss.sent.size(), 0U);
    confirm_with(R"("webhook":"duplicate","webhook_times":7)", "order_2");
    EXPECT_EQ(toss.sent.size(), 7U);
    confirm_with(R"("webhook":"late","webhook_late_ms":2000)", "order_3");
    EXPECT_EQ(toss.sent.size(), 0U);
    toss.pass(seconds(2));
    EXPECT_EQ(toss.sent.size(), 1U);
    const std::string secret =
        confirm_with(R"("webhook":"contradictory")", "order_4").text("secret");
    ASSERT_EQ(toss.sent.size(), 2U);
    EXPECT_EQ(toss.sent[0].body.at_pointer("/data/status").as_string(), "DONE");
    EXPECT_EQ(toss.sent[1].body.at_pointer("/data/status").as_string(), "ABORTED");
    EXPECT_EQ(toss.sent[1].body.at_pointer("/data/secret").as_string(), secret);
    confirm_with(R"("webhook":"forged")", "order_5");
    ASSERT_EQ(toss.sent.size(), 2U);
    EXPECT_EQ(toss.sent[1].body.at_pointer("/data/secret").as_string(), "ps_forged");
    EXPECT_NE(confirm_with(R"("webhook":"before_answer")", "order_6").reply.behind_callback, 0);
}

TEST(TossWebhooks, can_be_turned_off_and_on) {
    TossFixture toss;
    EXPECT_EQ(toss.post("/__sandbox/webhooks", R"({"url":"ftp://x"})").status, 400);
    EXPECT_EQ(toss.post("/__sandbox/webhooks", R"({"url":""})").status, 200);
    toss.paid("order_1", 1000);
    EXPECT_EQ(toss.sent.size(), 0U);
    toss.post("/__sandbox/webhooks", R"({"url":"http://other/hook"})");
    toss.paid("order_2", 1000);
    EXPECT_EQ(toss.sent.at(0).url, "http://other/hook");
}

TEST(TossBooks, list_what_really_happened) {
    TossFixture toss;
    const std::string first = toss.paid("order_1", 1000);
    const std::string second = toss.paid("order_1", 1000);
    toss.cancel(second, R"(,"cancelAmount":300)");
    toss.session("order_3", 500);
    const Answered books = toss.books();
    EXPECT_EQ(books.number("captured"), 2000);
    EXPECT_EQ(books.number("refunded"), 300);
    EXPECT_EQ(books.body.at_pointer("/payments_by_status/DONE").as_int64(), 1);
    EXPECT_EQ(books.body.at_pointer("/payments_by_status/PARTIAL_CANCELED").as_int64(), 1);
    EXPECT_EQ(books.body.at_pointer("/calls/confirm").as_int64(), 2);
    const Answered page = toss.get("/__sandbox/books/payments?limit=1");
    EXPECT_EQ(page.body.at_pointer("/payments/0/paymentKey").as_string(), first);
    EXPECT_EQ(page.text("next"), first);
    const Answered rest = toss.get("/__sandbox/books/payments?after=" + first);
    EXPECT_EQ(rest.body.at("payments").as_array().size(), 2U);
    EXPECT_EQ(rest.body.at_pointer("/payments/0/refunded").as_int64(), 300);
    EXPECT_TRUE(rest.body.at("next").is_null());
    const Answered order = toss.get("/__sandbox/books/payments?orderId=order_1");
    EXPECT_EQ(order.body.at("payments").as_array().size(), 2U);
    EXPECT_EQ(toss.get("/__sandbox/books/payments?after=x").code(), "400 INVALID_PAGING_KEY");
}

TEST(TossBooks, are_the_same_when_opened_again) {
    const std::string path = ::testing::TempDir() + "toss_books_again.db";
    std::remove(path.c_str());
    const std::vector<runtime::Header> headers{{"idempotency-key", "k"}};
    std::string key, first, books;
    {
        TossFixture toss(path);
        toss.accepts_webhooks = false;
        key = toss.session("order_1", 1000);
        first = toss.confirm(key, "order_1", 1000, headers).reply.body;
        toss.cancel(key, R"(,"cancelAmount":100)");
        books = json::serialize(toss.books().body.at("payments_by_status"));
    }
    TossFixture toss(path);
    EXPECT_EQ(json::serialize(toss.books().body.at("payments_by_status")), books);
    EXPECT_EQ(toss.books().number("refunded"), 100);
    EXPECT_EQ(toss.confirm(key, "order_1", 1000, headers).reply.body, first);
    // The webhooks that nobody accepted are still to be delivered.
    toss.pass(minutes(1));
    EXPECT_EQ(toss.sent.size(), 2U);
    std::remove(path.c_str());
}

}  // namespace
}  // namespace jangteo::test
