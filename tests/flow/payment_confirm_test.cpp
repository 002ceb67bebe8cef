#include <gtest/gtest.h>

#include "tests/support/payment_shop.hpp"

namespace jangteo::test {
namespace {

using contracts::PaymentStatus;
using Fault = ModelProvider::Fault;

constexpr std::int64_t price = PaymentShop::price;

bool has_code(const HttpAnswer& answer, std::string_view code) {
    return answer.body.find("\"" + std::string(code) + "\"") != std::string::npos;
}

TEST(PaymentConfirm, captures_once_what_the_order_costs) {
    PaymentShop s;
    auto order = s.place_payable();
    EXPECT_EQ(s.pay(order).status, 202);
    EXPECT_EQ(s.status_of(order), PaymentStatus::captured);
    auto completed = s.shop.last_event<contracts::PaymentCompleted>();
    ASSERT_TRUE(completed);
    EXPECT_EQ(completed->amount, won(price));
    EXPECT_EQ(completed->payment_key, "pk_1");
    EXPECT_EQ(s.shop.count_events<contracts::PaymentCreated>(), 1U);
}

TEST(PaymentConfirm, waits_for_the_outcome_when_asked_to) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.authenticate("pk_1", order, price);
    auto answer = s.confirm(order, "pk_1", price, {{{"prefer", "wait=5"}}, ""});
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(has_code(answer, "captured"));
}

TEST(PaymentConfirm, answers_the_same_key_again_with_the_same_state) {
    PaymentShop s;
    auto order = s.place_payable();
    s.pay(order);
    EXPECT_EQ(s.confirm(order, "pk_1").status, 200);
    EXPECT_EQ(s.provider.captures(), 1U);
    EXPECT_EQ(s.shop.count_events<contracts::PaymentCompleted>(), 1U);
}

TEST(PaymentConfirm, refuses_a_second_key_while_one_is_open_and_after) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.authenticate("pk_2", order, price);
    s.provider.faults = {Fault::hold};
    s.pay(order);
    auto open = s.confirm(order, "pk_2");
    EXPECT_EQ(open.status, 409);
    EXPECT_TRUE(has_code(open, "other_attempt_open"));
    s.provider.release();
    s.shop.settle();
    auto paid = s.confirm(order, "pk_2");
    EXPECT_EQ(paid.status, 409);
    EXPECT_TRUE(has_code(paid, "already_paid"));
    EXPECT_EQ(s.provider.captures(), 1U);
}

TEST(PaymentConfirm, never_sends_a_wrong_amount) {
    PaymentShop s;
    auto order = s.place_payable();
    auto answer = s.confirm(order, "pk_1", price - 1);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(has_code(answer, "amount_mismatch"));
    EXPECT_TRUE(s.provider.seen.empty());
}

TEST(PaymentConfirm, refuses_before_stock_is_held_and_after_the_deadline) {
    PaymentShop s;
    auto order = s.place();
    EXPECT_TRUE(has_code(s.confirm(order, "pk_1"), "stock_not_held"));
    s.allow(order);
    s.shop.advance(hours(49));
    EXPECT_TRUE(has_code(s.confirm(order, "pk_1"), "deadline_passed"));
}

TEST(PaymentConfirm, hides_the_payment_from_other_members) {
    PaymentShop s;
    auto order = s.place_payable();
    s.token = s.shop.as_member(s.shop.new_id<MemberId>());
    auto answer = s.confirm(order, "pk_1");
    EXPECT_EQ(answer.status, 404);
    EXPECT_TRUE(has_code(answer, "payment_not_found"));
    auto read = s.shop.call(Method::get, "/v1/orders/" + order.text() + "/payment", "", s.token);
    EXPECT_EQ(read.status, 404);
}

TEST(PaymentConfirm, refuses_a_cancelled_payment) {
    PaymentShop s;
    auto order = s.place_payable();
    s.cancel(order);
    EXPECT_TRUE(has_code(s.confirm(order, "pk_1"), "payment_voided"));
    EXPECT_EQ(s.shop.count_events<contracts::PaymentCancelled>(), 1U);
}

TEST(PaymentConfirm, stays_payable_after_the_buyers_card_is_refused) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.faults = {Fault::refuse};
    s.provider.refusal = "REJECT_CARD_COMPANY";
    s.pay(order);
    EXPECT_EQ(s.status_of(order), PaymentStatus::payable);
    EXPECT_EQ(s.shop.last_event<contracts::PaymentFailed>()->code, "REJECT_CARD_COMPANY");
    s.pay(order, "pk_2");
    EXPECT_EQ(s.status_of(order), PaymentStatus::captured);
}

TEST(PaymentConfirm, learns_a_lost_capture_by_asking) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.faults = {Fault::lost_after};
    s.pay(order);
    EXPECT_EQ(s.status_of(order), PaymentStatus::unknown);
    s.shop.advance(minutes(1));
    EXPECT_EQ(s.status_of(order), PaymentStatus::captured);
    EXPECT_EQ(s.provider.captures(), 1U);
}

TEST(PaymentConfirm, sends_a_lost_call_again_under_the_same_key) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.faults = {Fault::lost_before};
    s.pay(order);
    s.shop.advance(minutes(1));
    EXPECT_EQ(s.status_of(order), PaymentStatus::captured);
    EXPECT_EQ(s.provider.seen.front().key, s.provider.seen.back().key);
}

TEST(PaymentConfirm, resumes_after_a_crash) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.faults = {Fault::hold};  // The outcome never comes back.
    s.pay(order);
    s.shop.restart();
    s.shop.advance(seconds(1));
    EXPECT_EQ(s.status_of(order), PaymentStatus::captured);
    EXPECT_EQ(s.provider.captures(), 1U);
}

TEST(PaymentConfirm, is_an_operators_when_nobody_answers_and_goes_on_when_asked_again) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.faults.assign(100, Fault::lost_before);
    s.pay(order);
    s.shop.advance(hours(2));
    EXPECT_EQ(s.status_of(order), PaymentStatus::escalated);
    s.provider.faults.clear();
    auto operator_token = s.shop.as_operator(s.shop.new_id<MemberId>());
    auto list = s.shop.call(Method::get, "/v1/ops/payments/escalated", "", operator_token);
    EXPECT_TRUE(has_code(list, "outcome_unknown"));
    auto id = payment::payment_of(order).text();
    auto asked = s.shop.call(Method::post, "/v1/ops/payments/" + id + "/ask", "", operator_token);
    EXPECT_EQ(asked.status, 202);
    s.shop.advance(minutes(1));
    EXPECT_EQ(s.status_of(order), PaymentStatus::captured);
    asked = s.shop.call(Method::post, "/v1/ops/payments/" + id + "/ask", "", operator_token);
    EXPECT_TRUE(has_code(asked, "nothing_escalated"));
    list = s.shop.call(Method::get, "/v1/ops/payments/escalated", "", operator_token);
    EXPECT_TRUE(has_code(list, "data"));
    EXPECT_FALSE(has_code(list, "outcome_unknown"));
    auto missing = s.shop.new_id<PaymentId>().text();
    asked = s.shop.call(Method::post, "/v1/ops/payments/" + missing + "/ask", "", operator_token);
    EXPECT_TRUE(has_code(asked, "payment_not_found"));
}

TEST(PaymentConfirm, is_an_operators_at_once_when_our_key_is_refused) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.faults = {Fault::refuse};
    s.provider.refusal = "UNAUTHORIZED_KEY";
    s.pay(order);
    EXPECT_EQ(s.status_of(order), PaymentStatus::escalated);
}

TEST(PaymentPrepare, gives_the_browser_what_the_provider_wants) {
    PaymentShop s;
    auto order = s.place_payable();
    auto body = R"({"order_id":")" + order.text() + R"("})";
    auto first = s.shop.call(Method::post, "/v1/payments/prepare", body, s.token);
    EXPECT_EQ(first.status, 200);
    EXPECT_TRUE(has_code(first, order.text()));
    EXPECT_TRUE(has_code(first, "test_ck"));
    auto second = s.shop.call(Method::post, "/v1/payments/prepare", body, s.token);
    EXPECT_EQ(first.body, second.body);  // One name per member.
    s.cancel(order);
    auto late = s.shop.call(Method::post, "/v1/payments/prepare", body, s.token);
    EXPECT_TRUE(has_code(late, "not_payable"));
    auto other = s.shop.as_member(s.shop.new_id<MemberId>());
    auto foreign = s.shop.call(Method::post, "/v1/payments/prepare", body, other);
    EXPECT_TRUE(has_code(foreign, "payment_not_found"));
}

TEST(PaymentList, filters_by_status_for_operators) {
    PaymentShop s;
    auto paid = s.place_payable();
    s.pay(paid);
    auto voided = s.place_payable();
    s.cancel(voided);
    auto token = s.shop.as_operator(s.shop.new_id<MemberId>());
    auto captured =
        s.shop.call(Method::get, "/v1/admin/payments?filter[status]=captured", "", token);
    EXPECT_TRUE(has_code(captured, paid.text()));
    EXPECT_FALSE(has_code(captured, voided.text()));
    auto gone = s.shop.call(Method::get, "/v1/admin/payments?filter[status]=voided", "", token);
    EXPECT_TRUE(has_code(gone, voided.text()));
    auto all = s.shop.call(Method::get, "/v1/admin/payments?limit=1", "", token);
    EXPECT_TRUE(has_code(all, voided.text()));  // Newest first.
    EXPECT_FALSE(has_code(all, paid.text()));
    EXPECT_EQ(s.shop.call(Method::get, "/v1/admin/payments", "", s.token).status, 403);
    EXPECT_EQ(s.shop.call(Method::get, "/v1/admin/payments?filter[status]=x", "", token).status,
              400);
}

}  // namespace
}  // namespace jangteo::test
