// The life of an order among its neighbours, embedded and through the log.

#include <gtest/gtest.h>

#include "contracts/delivery/events.hpp"
#include "contracts/inventory/events.hpp"
#include "contracts/order/events.hpp"
#include "contracts/payment/events.hpp"
#include "contracts/seller/events.hpp"
#include "tests/support/order_shop.hpp"

namespace jangteo::test {
namespace {

using runtime::subject;

class OrderStoryTest : public ::testing::TestWithParam<runtime::Delivery>, protected OrderShop {
  protected:
    OrderStoryTest() : OrderShop(GetParam()) {}

    HttpAnswer cancel(const OrderId& id, const std::string& lines = "") {
        return post(path(id, "/cancel"), R"({"reason":"changed my mind")" + lines + "}", token);
    }
    void arrive(const OrderId& id) {
        for (const auto& seller : {farm, joiner}) {
            start_shipment(id, seller);
            deliver(id, seller);
        }
    }
    std::vector<std::string> causes(const OrderId& id) {
        std::vector<std::string> all;
        auto view_now = view(id);
        for (const auto& change : view_now.at("history").as_array()) {
            all.emplace_back(change.at("cause").as_string());
        }
        return all;
    }
    std::int64_t timers() {
        return static_cast<std::int64_t>(runtime::Timers::stored(shop.store.writer()).size());
    }
    std::int64_t refunded(const OrderId& id) {
        return view(id).at("refunded").at("amount").as_int64();
    }
    void stop_shipments(bool stopped) {
        for (const auto& event : shop.events()) {
            if (event.type != "OrderCancellationRequested") continue;
            auto asked = codec::decode_avro<contracts::OrderCancellationRequested>(event.payload);
            if (!asked->stop_shipment) continue;
            shop.publish(subject(asked->order_id, 8),
                         contracts::ShipmentStopped{asked->order_id, asked->lines[0].enterprise_id,
                                                    asked->cancellation_id, stopped});
        }
    }
};

INSTANTIATE_TEST_SUITE_P(, OrderStoryTest,
                         ::testing::Values(runtime::Delivery::local, runtime::Delivery::log));

TEST_P(OrderStoryTest, goes_from_its_placing_to_its_receipt) {
    auto id = order();
    EXPECT_EQ(status(id), "awaiting_payment");
    pay(id);
    EXPECT_EQ(status(id), "approved");
    start_shipment(id, farm);
    EXPECT_EQ(status(id), "shipping");
    arrive(id);
    EXPECT_EQ(status(id), "delivered");
    EXPECT_EQ(post(path(id, "/confirm-receipt"), "", token).status, 200);
    EXPECT_EQ(status(id), "completed");
    EXPECT_EQ(causes(id), (std::vector<std::string>{
                              "created", "stock_reserved", "payment_completed", "parts_decided",
                              "shipment_started", "parts_arrived", "receipt_confirmed"}));
    EXPECT_EQ(post(path(id, "/confirm-receipt"), "", token).status, 409);
    EXPECT_EQ(timers(), 0);
}

TEST_P(OrderStoryTest, tells_the_others_what_they_need) {
    auto id = paid_order();
    auto approved = shop.last_event<contracts::OrderStatusChanged>();
    ASSERT_TRUE(approved);
    EXPECT_EQ(approved->order_id, id);
    EXPECT_EQ(approved->from, contracts::OrderStatus::paid);
    EXPECT_EQ(approved->to, contracts::OrderStatus::approved);
    ASSERT_EQ(approved->parts.size(), 2U);
    EXPECT_EQ(approved->parts[0].amount, won(2'500));
    EXPECT_TRUE(approved->parts[0].approved);
    ASSERT_TRUE(approved->recipient);
    EXPECT_EQ(approved->recipient->name, "김철수");
}

TEST_P(OrderStoryTest, is_cancelled_without_stock) {
    has_stock = false;
    auto id = order();
    EXPECT_EQ(status(id), "cancelled");
    EXPECT_EQ(shop.last_event<contracts::OrderCancelled>()->reason, "out_of_stock");
    EXPECT_EQ(timers(), 0);
}

TEST_P(OrderStoryTest, is_cancelled_when_it_is_not_paid_in_time) {
    auto id = order();
    shop.advance(minutes(40) + milliseconds(-1));
    EXPECT_EQ(status(id), "awaiting_payment");
    shop.advance(milliseconds(1));
    EXPECT_EQ(status(id), "cancelled");
    EXPECT_EQ(shop.last_event<contracts::OrderCancelled>()->reason, "not_paid_in_time");
}

TEST_P(OrderStoryTest, has_no_deadline_once_paid) {
    auto id = paid_order();
    shop.advance(days(1));
    EXPECT_EQ(status(id), "approved");
}

TEST_P(OrderStoryTest, completes_itself_after_the_return_period) {
    auto id = paid_order();
    arrive(id);
    shop.advance(days(7) + milliseconds(-1));
    EXPECT_EQ(status(id), "delivered");
    shop.advance(milliseconds(1));
    EXPECT_EQ(status(id), "completed");
}

TEST_P(OrderStoryTest, is_cancelled_by_its_member_before_and_after_payment) {
    auto unpaid = order();
    auto answer = cancel(unpaid);
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(status(unpaid), "cancelled");
    EXPECT_EQ(refunded(unpaid), 0);

    sellers_approve = false;
    auto paid = paid_order();
    EXPECT_EQ(cancel(paid).status, 202);
    EXPECT_EQ(status(paid), "cancelled");
    EXPECT_EQ(refunded(paid), 8'500);
    EXPECT_EQ(code_of(cancel(paid)), "already_final");
}

TEST_P(OrderStoryTest, waits_until_money_and_stock_are_back) {
    undoes = false;
    auto id = order();
    cancel(id);
    EXPECT_EQ(status(id), "cancelling");
    EXPECT_EQ(code_of(cancel(id)), "already_cancelling");
    auto asked = shop.last_event<contracts::OrderCancellationRequested>();
    ASSERT_TRUE(asked);
    EXPECT_TRUE(asked->whole);
    EXPECT_EQ(asked->lines.size(), 3U);
    shop.publish(subject(id, 9), contracts::StockReleased{id, asked->cancellation_id});
    EXPECT_EQ(status(id), "cancelling");
    shop.publish(subject(id, 9), contracts::PaymentCancelled{{}, id, asked->cancellation_id});
    EXPECT_EQ(status(id), "cancelled");
}

TEST_P(OrderStoryTest, gives_back_what_was_captured_while_it_was_cancelled) {
    undoes = false;
    auto id = order();
    cancel(id);
    pay(id);
    EXPECT_EQ(status(id), "cancelling");
    auto asked = shop.last_event<contracts::OrderCancellationRequested>();
    shop.publish(subject(id, 9),
                 contracts::RefundCompleted{{}, {}, id, asked->cancellation_id, won(8'500)});
    shop.publish(subject(id, 9), contracts::StockReleased{id, asked->cancellation_id});
    EXPECT_EQ(status(id), "cancelled");
    EXPECT_EQ(refunded(id), 8'500);
}

TEST_P(OrderStoryTest, refunds_some_lines) {
    sellers_approve = false;
    auto id = paid_order();
    EXPECT_EQ(cancel(id, R"(,"lines":[{"line":1,"quantity":1},{"line":3,"quantity":2}])").status,
              202);
    EXPECT_EQ(status(id), "paid");
    EXPECT_EQ(refunded(id), 5'000);
    EXPECT_EQ(view(id).at("lines").at(2).at("cancelled_quantity"), 2);
    EXPECT_EQ(code_of(cancel(id, R"(,"lines":[{"line":3,"quantity":2}])")), "more_than_ordered");
    EXPECT_EQ(cancel(id).status, 202);
    EXPECT_EQ(status(id), "cancelled");
    EXPECT_EQ(refunded(id), 8'500);
}

TEST_P(OrderStoryTest, goes_on_without_a_rejected_part) {
    sellers_approve = false;
    auto id = paid_order();
    decide(id, joiner, false);
    EXPECT_EQ(status(id), "paid");
    EXPECT_EQ(refunded(id), 6'000);
    decide(id, farm, true);
    EXPECT_EQ(status(id), "approved");
    auto approved = shop.last_event<contracts::OrderStatusChanged>();
    EXPECT_TRUE(approved->parts[0].approved);
    EXPECT_FALSE(approved->parts[1].approved);
    start_shipment(id, farm);
    deliver(id, farm);
    EXPECT_EQ(status(id), "delivered");
}

TEST_P(OrderStoryTest, ends_when_every_part_is_rejected) {
    sellers_approve = false;
    auto id = paid_order();
    decide(id, joiner, false);
    decide(id, farm, false);
    EXPECT_EQ(status(id), "cancelled");
    EXPECT_EQ(refunded(id), 8'500);
}

TEST_P(OrderStoryTest, is_stopped_before_it_is_shipped_or_goes_on) {
    auto stopped = paid_order();
    EXPECT_EQ(cancel(stopped).status, 202);
    EXPECT_EQ(status(stopped), "approved");
    EXPECT_EQ(refunded(stopped), 0);
    stop_shipments(true);
    EXPECT_EQ(status(stopped), "cancelled");
    EXPECT_EQ(refunded(stopped), 8'500);

    auto shipped = paid_order();
    cancel(shipped);
    stop_shipments(false);
    EXPECT_EQ(status(shipped), "approved");
    arrive(shipped);
    EXPECT_EQ(status(shipped), "delivered");
    EXPECT_EQ(refunded(shipped), 0);
}

TEST_P(OrderStoryTest, is_not_shipped_when_its_stock_is_gone_at_approval) {
    auto id = paid_order();
    shop.publish(subject(id, 9), contracts::StockRejected{id, {}});
    EXPECT_EQ(status(id), "approved");
    stop_shipments(true);
    EXPECT_EQ(status(id), "cancelled");
    EXPECT_EQ(refunded(id), 8'500);
}

TEST_P(OrderStoryTest, refunds_what_comes_back) {
    auto id = paid_order();
    start_shipment(id, farm);
    shop.publish(
        subject(id, 9),
        contracts::DeliveryStatusChanged{
            {}, id, farm, contracts::ShipmentStatus::shipped, contracts::ShipmentStatus::returned});
    EXPECT_EQ(refunded(id), 2'500);
    start_shipment(id, joiner);
    deliver(id, joiner);
    EXPECT_EQ(status(id), "delivered");
}

TEST_P(OrderStoryTest, ignores_every_event_that_comes_again) {
    auto id = paid_order();
    arrive(id);
    auto before = view(id);
    auto events = shop.events();
    for (const auto& event : events) {
        if (event.type.starts_with("Order") && event.type != "OrderApproved") continue;
        shop.transact([&](runtime::Transaction& tx) {
            tx.publish_bytes({event.aggregate.uuid(), 1, event.aggregate.uuid()}, event.type,
                             event.payload);
        });
        shop.settle();
    }
    EXPECT_EQ(view(id), before);
}

TEST_P(OrderStoryTest, ignores_events_about_orders_that_it_does_not_know) {
    auto id = shop.new_id<OrderId>();
    auto about = subject(id, 1);
    shop.publish(about, contracts::StockReserved{id, {}, {}});
    shop.publish(about, contracts::OrderRejected{id, farm, ""});
    shop.publish(
        about,
        contracts::DeliveryStatusChanged{
            {}, id, farm, contracts::ShipmentStatus::shipped, contracts::ShipmentStatus::returned});
    shop.publish(about, contracts::RefundCompleted{{}, {}, id, {}, won(1)});
    EXPECT_TRUE(runtime::DeadLetters::list(shop.store.writer(), {}, 10).empty());
    EXPECT_EQ(get(path(id), token).status, 404);
}

}  // namespace
}  // namespace jangteo::test
