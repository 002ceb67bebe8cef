#include <gtest/gtest.h>

#include "tests/support/payment_shop.hpp"

namespace jangteo::test {
namespace {

using contracts::PaymentStatus;
using Fault = ModelProvider::Fault;

constexpr std::int64_t price = PaymentShop::price;

TEST(PaymentRefund, gives_a_cancelled_order_all_its_money_back) {
    PaymentShop s;
    auto order = s.place_payable();
    s.pay(order);
    auto cancellation = s.cancel(order, true, price);
    auto completed = s.shop.last_event<contracts::RefundCompleted>();
    ASSERT_TRUE(completed);
    EXPECT_EQ(completed->cancellation_id, cancellation);
    EXPECT_EQ(completed->amount, won(price));
    EXPECT_EQ(s.provider.balance_of(order), 0);
    EXPECT_EQ(s.read(order).refunded, won(price));
    EXPECT_EQ(s.shop.count_events<contracts::RefundInitiated>(), 1U);
}

TEST(PaymentRefund, happens_once_when_it_is_asked_for_twice) {
    PaymentShop s;
    auto order = s.place_payable();
    s.pay(order);
    auto cancellation = s.cancel(order, false, 1000);
    s.cancel_as(cancellation, order, false, 1000);
    EXPECT_EQ(s.provider.balance_of(order), price - 1000);
    EXPECT_EQ(s.shop.count_events<contracts::RefundCompleted>(), 1U);
}

TEST(PaymentRefund, goes_one_after_another) {
    PaymentShop s;
    auto order = s.place_payable();
    s.pay(order);
    s.provider.faults = {Fault::hold};
    s.cancel(order, false, 1000);
    s.cancel(order, false, 2000);
    EXPECT_EQ(s.shop.count_events<contracts::RefundInitiated>(), 1U);
    s.provider.release();
    s.shop.settle();
    EXPECT_EQ(s.shop.count_events<contracts::RefundCompleted>(), 2U);
    EXPECT_EQ(s.provider.balance_of(order), price - 3000);
}

TEST(PaymentRefund, survives_every_fault_of_the_network) {
    for (Fault fault : {Fault::lost_before, Fault::lost_after, Fault::refuse}) {
        PaymentShop s;
        auto order = s.place_payable();
        s.pay(order);
        s.provider.refusal = "FAILED_REFUND_PROCESS";
        s.provider.faults = {fault};
        s.cancel(order, false, 1000);
        s.shop.advance(minutes(5));
        EXPECT_EQ(s.provider.balance_of(order), price - 1000);
        EXPECT_EQ(s.shop.count_events<contracts::RefundCompleted>(), 1U);
    }
}

TEST(PaymentRefund, follows_a_capture_that_came_after_the_cancellation) {
    for (Fault fault : {Fault::hold, Fault::lost_after}) {
        PaymentShop s;
        auto order = s.place_payable();
        s.provider.faults = {fault};
        s.pay(order);
        s.cancel(order, true, 0);
        s.provider.release();
        s.shop.settle();
        s.shop.advance(minutes(5));
        EXPECT_EQ(s.status_of(order), PaymentStatus::captured);
        EXPECT_EQ(s.provider.balance_of(order), 0);
        EXPECT_EQ(s.shop.count_events<contracts::PaymentCompleted>(), 1U);
        EXPECT_EQ(s.shop.count_events<contracts::RefundCompleted>(), 1U);
        EXPECT_EQ(s.shop.count_events<contracts::PaymentCancelled>(), 0U);
    }
}

TEST(PaymentRefund, is_not_needed_when_the_open_attempt_fails) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.faults = {Fault::lost_before};
    s.pay(order);
    s.cancel(order, true, 0);
    s.provider.at("pk_1").status = payment::ProviderStatus::expired;
    s.shop.advance(minutes(5));
    EXPECT_EQ(s.status_of(order), PaymentStatus::voided);
    EXPECT_EQ(s.shop.count_events<contracts::PaymentCancelled>(), 1U);
    EXPECT_EQ(s.provider.captures(), 0U);
}

TEST(PaymentRefund, gives_back_what_surfaces_after_the_payment_was_voided) {
    PaymentShop s;
    auto order = s.place_payable();
    s.cancel(order);
    s.provider.authenticate("pk_9", order, price);
    s.provider.at("pk_9").status = payment::ProviderStatus::done;
    s.notify(order, "DONE");
    s.shop.advance(minutes(5));
    EXPECT_EQ(s.provider.balance_of(order), 0);
    EXPECT_EQ(s.read(order).refunded, won(price));
}

TEST(PaymentRefund, returns_a_wrong_amount_and_tells_nobody_that_it_was_paid) {
    PaymentShop s;
    auto order = s.place_payable();
    s.provider.authenticate("pk_1", order, price - 1);
    s.confirm(order, "pk_1");
    EXPECT_EQ(s.provider.balance_of(order), 0);
    EXPECT_EQ(s.shop.count_events<contracts::PaymentCompleted>(), 0U);
    EXPECT_EQ(s.status_of(order), PaymentStatus::escalated);
    s.cancel(order);
    EXPECT_EQ(s.status_of(order), PaymentStatus::voided);
}

TEST(PaymentDeposit, is_captured_when_the_money_comes) {
    PaymentShop s;
    s.provider.is_virtual_account = true;
    auto order = s.place_payable();
    s.pay(order);
    EXPECT_EQ(s.status_of(order), PaymentStatus::waiting_for_deposit);
    EXPECT_TRUE(s.read(order).virtual_account);
    s.provider.deposit("pk_1");
    auto notify = [&](const std::string& secret) {
        auto body = fmt::format(R"({{"createdAt":"x","secret":"{}","status":"DONE",)"
                                R"("transactionKey":"t","orderId":"{}"}})",
                                secret, order.text());
        auto answer = s.shop.call(Method::post, "/v1/webhooks/toss", body);
        s.shop.settle();
        return answer.status;
    };
    EXPECT_EQ(notify("guess"), 200);
    EXPECT_EQ(s.status_of(order), PaymentStatus::waiting_for_deposit);
    EXPECT_EQ(notify("ps_pk_1"), 200);
    EXPECT_EQ(s.status_of(order), PaymentStatus::captured);
}

TEST(PaymentDeposit, is_asked_for_when_the_due_date_passes_in_silence) {
    PaymentShop s;
    s.provider.is_virtual_account = true;
    auto order = s.place_payable();
    s.pay(order);
    s.provider.at("pk_1").virtual_account->is_expired = true;
    s.shop.advance(hours(2));
    EXPECT_EQ(s.status_of(order), PaymentStatus::payable);
    EXPECT_EQ(s.shop.last_event<contracts::PaymentFailed>()->code, "DEPOSIT_EXPIRED");
}

TEST(PaymentDeposit, is_called_off_with_the_order) {
    PaymentShop s;
    s.provider.is_virtual_account = true;
    auto order = s.place_payable();
    s.pay(order);
    s.cancel(order);
    EXPECT_EQ(s.status_of(order), PaymentStatus::voided);
    EXPECT_EQ(s.provider.at("pk_1").status, payment::ProviderStatus::canceled);
}

TEST(PaymentMethods, charges_a_stored_card_once_stock_is_held) {
    PaymentShop s;
    auto window = s.shop.call(Method::post, "/v1/payment-methods/prepare", "", s.token);
    auto at = window.body.find("cus_");
    auto customer = window.body.substr(at, 30);
    auto add = [&](const std::string& key) {
        return s.shop.call(Method::post, "/v1/payment-methods",
                           R"({"auth_key":"auth","customer_key":")" + key + R"("})", s.token);
    };
    EXPECT_NE(add("cus_of_somebody").body.find("wrong_customer_key"), std::string::npos);
    auto added = add(customer);
    ASSERT_EQ(added.status, 202);
    s.shop.settle();
    auto list = s.shop.call(Method::get, "/v1/payment-methods", "", s.token);
    EXPECT_NE(list.body.find("\"active\""), std::string::npos);
    EXPECT_EQ(list.body.find("billing"), std::string::npos);  // The secret stays here.
    auto id = PaymentMethodId::parse(added.body.substr(added.body.find("pmt_"), 30)).value();

    auto order = s.place(id);
    EXPECT_EQ(s.provider.captures(), 0U);
    s.allow(order);
    EXPECT_EQ(s.status_of(order), PaymentStatus::captured);

    auto path = "/v1/payment-methods/" + id.text();
    EXPECT_EQ(s.shop.call(Method::del, path, "", s.token).status, 204);
    auto again = s.shop.call(Method::del, path, "", s.token);
    EXPECT_NE(again.body.find("payment_method_not_found"), std::string::npos);
    auto later = s.place(id);
    s.allow(later);
    EXPECT_EQ(s.status_of(later), PaymentStatus::payable);
    EXPECT_EQ(s.shop.last_event<contracts::PaymentFailed>()->code, "PAYMENT_METHOD_UNAVAILABLE");
}

TEST(PaymentMethods, never_charges_twice_when_the_answer_is_lost) {
    payment::SqlPaymentMethods methods;
    for (Fault fault : {Fault::lost_before, Fault::lost_after, Fault::refuse}) {
        PaymentShop s;
        PaymentMethodId id = s.shop.new_id<PaymentMethodId>();
        s.shop.transact([&](runtime::Transaction& tx) {
            payment::PaymentMethod method;
            method.id = id;
            method.member_id = s.member;
            method.customer_key = "cus";
            method.billing_key = "billing";
            method.status = payment::PaymentMethodStatus::active;
            methods.add(tx.db(), method);
        });
        auto order = s.place(id);
        s.provider.faults = {fault};
        s.allow(order);
        s.shop.advance(minutes(10));
        EXPECT_EQ(s.status_of(order), PaymentStatus::captured);
        EXPECT_EQ(s.provider.captures(), 1U);
    }
}

TEST(RefundAccount, belongs_to_the_buyer) {
    PaymentShop s;
    auto order = s.place_payable();
    auto path = "/v1/payments/" + payment::payment_of(order).text() + "/refund-account";
    auto body = R"({"bank":"20","account_number":"123","holder_name":"kim"})";
    EXPECT_EQ(s.shop.call(Method::put, path, body, s.token).status, 200);
    auto other = s.shop.as_member(s.shop.new_id<MemberId>());
    EXPECT_EQ(s.shop.call(Method::put, path, body, other).status, 404);
}

}  // namespace
}  // namespace jangteo::test
