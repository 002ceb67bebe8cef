#include <gtest/gtest.h>

#include <string>

#include "tests/support/toss_fixture.hpp"

namespace jangteo::test {
namespace {

Answered issue(TossFixture& toss, std::string_view order, std::string more = "") {
    return toss.post("/v1/virtual-accounts",
                     R"({"orderId":")" + std::string(order) +
                         R"(","orderName":"컵","amount":5000,"customerName":"김","bank":"20")" +
                         more + "}");
}

std::string account_of(const Answered& answer) {
    return std::string(answer.body.at_pointer("/virtualAccount/accountNumber").as_string());
}

TEST(TossVirtualAccount, waits_for_the_deposit) {
    TossFixture toss;
    const Answered issued = issue(toss, "order_1");
    EXPECT_EQ(issued.text("status"), "WAITING_FOR_DEPOSIT");
    EXPECT_EQ(issued.text("method"), "가상계좌");
    EXPECT_TRUE(issued.body.at("approvedAt").is_null());
    EXPECT_TRUE(account_of(issued).starts_with("X"));
    EXPECT_EQ(toss.books().number("captured"), 0);
    EXPECT_EQ(toss.sent.size(), 0U);
    const Answered paid =
        toss.post("/__sandbox/virtual-accounts/" + account_of(issued) + "/deposit", "");
    EXPECT_EQ(paid.text("status"), "DONE");
    EXPECT_EQ(toss.books().number("captured"), 5000);
    ASSERT_EQ(toss.sent.size(), 2U);
    EXPECT_EQ(toss.sent[0].body.at("status").as_string(), "DONE");
    EXPECT_EQ(toss.sent[0].body.at("secret").as_string(), issued.text("secret"));
    EXPECT_FALSE(toss.sent[0].body.as_object().contains("eventType"));
    EXPECT_EQ(toss.sent[1].body.at("eventType").as_string(), "PAYMENT_STATUS_CHANGED");
}

TEST(TossVirtualAccount, a_session_becomes_one_when_confirmed) {
    TossFixture toss;
    const std::string key =
        toss.session("order_1", 5000, R"(,"authorize":true,"method":"VIRTUAL_ACCOUNT")");
    EXPECT_EQ(toss.confirm(key, "order_1", 5000).text("status"), "WAITING_FOR_DEPOSIT");
}

TEST(TossVirtualAccount, a_deposit_may_be_reversed) {
    TossFixture toss;
    const std::string account = account_of(issue(toss, "order_1"));
    toss.post("/__sandbox/virtual-accounts/" + account + "/deposit", "");
    const Answered reversed = toss.post("/__sandbox/virtual-accounts/" + account + "/reverse", "");
    EXPECT_EQ(reversed.text("status"), "WAITING_FOR_DEPOSIT");
    EXPECT_EQ(toss.books().number("captured"), 0);
    EXPECT_EQ(toss.sent.back().body.at("status").as_string(), "WAITING_FOR_DEPOSIT");
}

TEST(TossVirtualAccount, a_deposit_after_the_due_date_is_refused_and_nothing_is_announced) {
    TossFixture toss;
    const Answered issued = issue(toss, "order_1", R"(,"validHours":1)");
    toss.pass(hours(2));
    const Answered seen = toss.get("/v1/payments/" + issued.text("paymentKey"));
    EXPECT_EQ(seen.text("status"), "WAITING_FOR_DEPOSIT");
    EXPECT_TRUE(seen.body.at_pointer("/virtualAccount/expired").as_bool());
    EXPECT_EQ(
        toss.post("/__sandbox/virtual-accounts/" + account_of(issued) + "/deposit", "").code(),
        "400 ALREADY_PROCESSED_PAYMENT");
    EXPECT_EQ(toss.sent.size(), 0U);
}

TEST(TossVirtualAccount, is_cancelled_in_whole_before_the_deposit) {
    TossFixture toss;
    const std::string key = issue(toss, "order_1").text("paymentKey");
    EXPECT_EQ(toss.cancel(key, R"(,"cancelAmount":1000)").code(),
              "403 NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT");
    EXPECT_EQ(toss.cancel(key).text("status"), "CANCELED");
    EXPECT_EQ(toss.books().number("refunded"), 0);
}

TEST(TossVirtualAccount, gives_money_back_only_to_an_account) {
    TossFixture toss;
    const Answered issued = issue(toss, "order_1");
    toss.post("/__sandbox/virtual-accounts/" + account_of(issued) + "/deposit", "");
    const std::string key = issued.text("paymentKey");
    EXPECT_EQ(toss.cancel(key).code(), "400 INVALID_REFUND_ACCOUNT_INFO");
    const Answered refunded =
        toss.cancel(key, R"(,"cancelAmount":1000,"refundReceiveAccount":)"
                         R"({"bank":"20","accountNumber":"1002","holderName":"김"})");
    EXPECT_EQ(refunded.text("status"), "PARTIAL_CANCELED");
    EXPECT_EQ(refunded.body.at_pointer("/virtualAccount/refundStatus").as_string(), "COMPLETED");
    EXPECT_EQ(toss.books().number("refunded"), 1000);
}

TEST(TossVirtualAccount, refuses_impossible_due_dates) {
    TossFixture toss;
    EXPECT_EQ(issue(toss, "order_1", R"(,"validHours":2161)").code(), "400 EXCEED_MAX_VALID_HOURS");
    EXPECT_EQ(issue(toss, "order_1", R"(,"validHours":1,"dueDate":"2026-01-02T00:00:00")").code(),
              "400 INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE");
    EXPECT_EQ(issue(toss, "order_1", R"(,"dueDate":"tomorrow")").code(),
              "400 INVALID_ISO_DATE_FORMAT");
    EXPECT_EQ(issue(toss, "order_1", R"(,"dueDate":"2027-01-02T00:00:00")").code(),
              "400 EXCEED_MAX_DUE_DATE");
    EXPECT_EQ(issue(toss, "order_1", R"(,"dueDate":"2026-01-02T00:00:00")").status, 200);
}

std::string billing_key(TossFixture& toss) {
    const std::string auth =
        toss.post("/__sandbox/billing-auths", R"({"customerKey":"member-1"})").text("authKey");
    return toss
        .post("/v1/billing/authorizations/issue",
              R"({"customerKey":"member-1","authKey":")" + auth + R"("})")
        .text("billingKey");
}

Answered charge(TossFixture& toss, const std::string& key, std::string_view order,
                std::string_view customer = "member-1") {
    return toss.post("/v1/billing/" + key, R"({"amount":1000,"orderName":"구독","orderId":")" +
                                               std::string(order) + R"(","customerKey":")" +
                                               std::string(customer) + R"("})");
}

TEST(TossBilling, charges_an_issued_key_without_a_webhook) {
    TossFixture toss;
    const std::string key = billing_key(toss);
    const Answered charged = charge(toss, key, "order_1");
    EXPECT_EQ(charged.text("status"), "DONE");
    EXPECT_EQ(charged.text("type"), "BILLING");
    EXPECT_EQ(toss.books().number("captured"), 1000);
    EXPECT_EQ(toss.sent.size(), 0U);
    EXPECT_EQ(charge(toss, key, "order_1").code(), "400 DUPLICATED_ORDER_ID");
    EXPECT_EQ(charge(toss, key, "order_2", "member-2").code(), "400 NOT_MATCHES_CUSTOMER_KEY");
    EXPECT_EQ(charge(toss, "bk_none", "order_2").code(), "404 NOT_FOUND_BILLING");
}

TEST(TossBilling, an_auth_key_is_used_once) {
    TossFixture toss;
    const std::string auth =
        toss.post("/__sandbox/billing-auths", R"({"customerKey":"member-1"})").text("authKey");
    const std::string body = R"({"customerKey":"member-1","authKey":")" + auth + R"("})";
    EXPECT_EQ(toss.post("/v1/billing/authorizations/issue",
                        R"({"customerKey":"member-2","authKey":")" + auth + R"("})")
                  .code(),
              "400 NOT_MATCHES_CUSTOMER_KEY");
    EXPECT_EQ(toss.post("/v1/billing/authorizations/issue", body).status, 200);
    EXPECT_EQ(toss.post("/v1/billing/authorizations/issue", body).code(),
              "400 INVALID_BILLING_AUTH");
}

TEST(TossBilling, registers_a_card_by_number) {
    TossFixture toss;
    const auto card = [&](const char* number) {
        return toss.post("/v1/billing/authorizations/card",
                         R"({"customerKey":"member-1","cardNumber":")" + std::string(number) +
                             R"(","cardExpirationYear":"30","cardExpirationMonth":"01",)"
                             R"("customerIdentityNumber":"900101"})");
    };
    EXPECT_EQ(card("941000").code(), "400 INVALID_CARD_NUMBER");
    const Answered registered = card("9410001234567890");
    EXPECT_EQ(registered.body.at_pointer("/card/number").as_string(), "94100012****789*");
    EXPECT_EQ(charge(toss, registered.text("billingKey"), "order_1").status, 200);
}

TEST(TossBilling, a_deleted_key_cannot_be_charged) {
    TossFixture toss;
    const std::string key = billing_key(toss);
    const Answered deleted = toss.call(runtime::Method::del, "/v1/billing/" + key);
    EXPECT_EQ(deleted.status, 200);
    EXPECT_EQ(deleted.reply.body, "");
    EXPECT_EQ(toss.sent.back().body.at("eventType").as_string(), "BILLING_DELETED");
    EXPECT_EQ(charge(toss, key, "order_1").code(), "400 ALREADY_REMOVED_BILLING_KEY");
}

}  // namespace
}  // namespace jangteo::test
