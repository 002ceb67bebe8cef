#include <gtest/gtest.h>

#include "contracts/order/events.hpp"
#include "contracts/seller/events.hpp"
#include "seller/seller_module.hpp"
#include "tests/flow/member_shop.hpp"

namespace jangteo::test {
namespace {

using contracts::OrderApproved;
using contracts::OrderRejected;
using contracts::OrderStatus;

class ApproveOrderFlow : public testing::Test {
  protected:
    explicit ApproveOrderFlow(runtime::Delivery delivery = runtime::Delivery::local)
        : shop_(1, delivery) {
        sellers_.install(shop_.registry);
        shop_.registry.publishes<contracts::OrderStatusChanged>();
        shop_.start();
        kim_ = shop_.new_id<MemberId>();
        enterprise_ = create(kim_, "2208162517");
        seller_ = shop_.as_seller(kim_, enterprise_);
    }

    EnterpriseId create(MemberId owner, const std::string& number) {
        auto answer =
            shop_.call(Method::post, "/v1/seller/enterprises",
                       R"({"name":"상회","business_number":")" + number +
                           R"(","representative":"김","email":"a@example.com","phone":"1",)" +
                           R"("settlement_account":{"bank":"b","number":"1","holder":"h"}})",
                       shop_.as_member(owner));
        return EnterpriseId::parse(text_at(answer, "id")).value();
    }
    HttpAnswer set_policy(const std::string& body) {
        return shop_.call(Method::put, "/v1/seller/approval-policy", body, seller_);
    }
    void status(OrderId order, OrderStatus to, std::vector<EnterpriseId> enterprises) {
        contracts::OrderStatusChanged event;
        event.order_id = order;
        event.member_id = kim_;
        event.to = to;
        for (EnterpriseId enterprise : enterprises)
            event.parts.push_back({enterprise, won(1000), false});
        shop_.publish(runtime::subject(order, ++version_), event);
    }
    OrderId paid() {
        auto order = shop_.new_id<OrderId>();
        status(order, OrderStatus::paid, {enterprise_});
        return order;
    }
    HttpAnswer decide(OrderId order, const std::string& action, const std::string& body = "") {
        return shop_.call(Method::post, "/v1/seller/approvals/" + order.text() + "/" + action, body,
                          seller_);
    }
    std::size_t listed(const std::string& status) {
        return items_of(shop_.call(Method::get, "/v1/seller/approvals?filter%5Bstatus%5D=" + status,
                                   "", seller_))
            .size();
    }

    TestShop shop_;
    seller::SellerModule sellers_;
    MemberId kim_;
    EnterpriseId enterprise_;
    std::string seller_;
    std::int64_t version_ = 0;
};

TEST_F(ApproveOrderFlow, by_default_every_part_is_approved_at_once) {
    auto other = shop_.new_id<EnterpriseId>();
    auto order = shop_.new_id<OrderId>();
    status(order, OrderStatus::paid, {enterprise_, other});
    EXPECT_EQ(shop_.count_events<OrderApproved>(), 2U);
    EXPECT_EQ(shop_.last_event<OrderApproved>()->enterprise_id, other);
    EXPECT_EQ(code_of(decide(order, "approve")), "unknown_approval");
}

TEST_F(ApproveOrderFlow, only_paid_orders_are_decided_about) {
    auto order = shop_.new_id<OrderId>();
    for (auto to : {OrderStatus::awaiting_payment, OrderStatus::approved, OrderStatus::shipping,
                    OrderStatus::delivered, OrderStatus::completed, OrderStatus::cancelled}) {
        status(order, to, {enterprise_});
    }
    EXPECT_EQ(shop_.count_events<OrderApproved>(), 0U);
}

TEST_F(ApproveOrderFlow, a_part_that_is_approved_already_is_left_alone) {
    contracts::OrderStatusChanged event;
    event.order_id = shop_.new_id<OrderId>();
    event.to = OrderStatus::paid;
    event.parts = {{enterprise_, won(1000), true}};
    shop_.publish(runtime::subject(event.order_id, 1), event);
    EXPECT_EQ(shop_.count_events<OrderApproved>(), 0U);
}

TEST_F(ApproveOrderFlow, a_seller_who_decides_approves_once) {
    EXPECT_EQ(set_policy(R"({"mode":"manual","within_hours":2})").status, 200);
    auto order = paid();
    EXPECT_EQ(shop_.count_events<OrderApproved>(), 0U);
    EXPECT_EQ(listed("waiting"), 1U);
    EXPECT_EQ(text_at(decide(order, "approve"), "status"), "approved");
    EXPECT_EQ(shop_.last_event<OrderApproved>()->order_id, order);
    EXPECT_EQ(decide(order, "approve").status, 409);
    EXPECT_EQ(code_of(decide(order, "approve")), "already_approved");
    EXPECT_EQ(code_of(decide(order, "reject", R"({"reason":"x"})")), "already_approved");
    shop_.advance(hours(3));
    EXPECT_EQ(shop_.count_events<OrderRejected>(), 0U);
    EXPECT_EQ(shop_.count_events<OrderApproved>(), 1U);
    EXPECT_EQ(listed("waiting"), 0U);
    EXPECT_EQ(listed("approved"), 1U);
}

TEST_F(ApproveOrderFlow, a_seller_rejects_with_a_reason) {
    set_policy(R"({"mode":"manual"})");
    auto order = paid();
    EXPECT_EQ(decide(order, "reject", "{}").status, 400);
    EXPECT_EQ(text_at(decide(order, "reject", R"({"reason":"품절"})"), "reason"), "품절");
    EXPECT_EQ(shop_.last_event<OrderRejected>()->reason, "품절");
    EXPECT_EQ(code_of(decide(order, "approve")), "already_rejected");
}

TEST_F(ApproveOrderFlow, silence_until_the_deadline_is_a_no) {
    set_policy(R"({"mode":"manual","within_hours":2})");
    auto order = paid();
    shop_.advance(minutes(119));
    EXPECT_EQ(shop_.count_events<OrderRejected>(), 0U);
    shop_.restart();
    shop_.advance(minutes(1));
    auto event = shop_.last_event<OrderRejected>();
    ASSERT_TRUE(event);
    EXPECT_EQ(event->order_id, order);
    EXPECT_EQ(event->reason, "deadline");
    EXPECT_EQ(code_of(decide(order, "approve")), "already_rejected");
}

TEST_F(ApproveOrderFlow, two_parts_with_one_deadline_are_both_decided) {
    auto lee = shop_.new_id<MemberId>();
    auto second = create(lee, "1248100998");
    set_policy(R"({"mode":"manual","within_hours":2})");
    shop_.call(Method::put, "/v1/seller/approval-policy", R"({"mode":"manual","within_hours":2})",
               shop_.as_seller(lee, second));
    auto order = shop_.new_id<OrderId>();
    status(order, OrderStatus::paid, {enterprise_, second});
    EXPECT_EQ(decide(order, "approve").status, 200);
    shop_.advance(hours(2));
    EXPECT_EQ(shop_.count_events<OrderRejected>(), 1U);
    EXPECT_EQ(shop_.last_event<OrderRejected>()->enterprise_id, second);
}

TEST_F(ApproveOrderFlow, a_cancelled_order_needs_no_decision) {
    set_policy(R"({"mode":"manual"})");
    auto order = paid();
    status(order, OrderStatus::cancelling, {});
    EXPECT_EQ(code_of(decide(order, "approve")), "already_closed");
    EXPECT_EQ(listed("closed"), 1U);
    shop_.advance(hours(100));
    EXPECT_EQ(shop_.count_events<OrderRejected>(), 0U);
    EXPECT_EQ(shop_.count_events<OrderApproved>(), 0U);
}

TEST_F(ApproveOrderFlow, a_repeated_event_asks_only_once) {
    set_policy(R"({"mode":"manual"})");
    auto order = paid();
    decide(order, "approve");
    status(order, OrderStatus::paid, {enterprise_});
    EXPECT_EQ(listed("waiting"), 0U);
    EXPECT_EQ(shop_.count_events<OrderApproved>(), 1U);
}

TEST_F(ApproveOrderFlow, the_policy_is_changed_by_owners_within_limits) {
    EXPECT_EQ(text_at(shop_.call(Method::get, "/v1/seller/approval-policy", "", seller_), "mode"),
              "automatic");
    EXPECT_EQ(set_policy(R"({"mode":"manual","within_hours":0})").status, 400);
    EXPECT_EQ(set_policy(R"({"mode":"manual","within_hours":73})").status, 400);
    auto staff =
        shop_.as_seller(shop_.new_id<MemberId>(), enterprise_, runtime::Role::seller_staff);
    EXPECT_EQ(
        shop_.call(Method::put, "/v1/seller/approval-policy", R"({"mode":"manual"})", staff).status,
        403);
    auto stranger = shop_.as_seller(shop_.new_id<MemberId>(), enterprise_);
    EXPECT_EQ(code_of(shop_.call(Method::put, "/v1/seller/approval-policy", R"({"mode":"manual"})",
                                 stranger)),
              "unknown_enterprise");
}

TEST_F(ApproveOrderFlow, staff_decides_and_former_staff_does_not) {
    set_policy(R"({"mode":"manual"})");
    auto order = paid();
    auto lee = shop_.new_id<MemberId>();
    auto stranger = shop_.as_seller(lee, enterprise_, runtime::Role::seller_staff);
    auto path = "/v1/seller/approvals/" + order.text() + "/approve";
    EXPECT_EQ(code_of(shop_.call(Method::post, path, "", stranger)), "not_seller");
    EXPECT_EQ(shop_.call(Method::get, "/v1/seller/approvals", "", stranger).status, 404);
    shop_.call(Method::post, "/v1/seller/accounts",
               R"({"member_id":")" + lee.text() + R"(","role":"staff"})", seller_);
    EXPECT_EQ(shop_.call(Method::post, path, "", stranger).status, 200);
}

TEST_F(ApproveOrderFlow, another_enterprise_does_not_see_the_order) {
    set_policy(R"({"mode":"manual"})");
    auto order = paid();
    auto lee = shop_.new_id<MemberId>();
    auto other = shop_.as_seller(lee, create(lee, "1248100998"));
    auto path = "/v1/seller/approvals/" + order.text() + "/approve";
    EXPECT_EQ(code_of(shop_.call(Method::post, path, "", other)), "unknown_approval");
}

class ApproveOrderThroughTheLog : public ApproveOrderFlow {
  protected:
    ApproveOrderThroughTheLog() : ApproveOrderFlow(runtime::Delivery::log) {}
};

TEST_F(ApproveOrderThroughTheLog, decisions_are_the_same) {
    paid();
    EXPECT_EQ(shop_.count_events<OrderApproved>(), 1U);
    set_policy(R"({"mode":"manual"})");
    auto order = paid();
    EXPECT_EQ(listed("waiting"), 1U);
    EXPECT_EQ(decide(order, "approve").status, 200);
    EXPECT_EQ(shop_.count_events<OrderApproved>(), 2U);
}

}  // namespace
}  // namespace jangteo::test
