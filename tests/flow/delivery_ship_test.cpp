#include <gtest/gtest.h>

#include "tests/support/delivery_shop.hpp"

namespace jangteo::test {
namespace {

TEST(DeliveryShip, books_a_parcel_for_each_approved_part_once) {
    DeliveryShop s;
    auto order = s.approved();
    s.approve(order);
    EXPECT_EQ(s.shop.count_events<contracts::DeliveryStarted>(), 1U);
    EXPECT_EQ(s.shop.last_event<contracts::DeliveryStarted>()->tracking_number, "500000000001");
    EXPECT_EQ(s.carrier.seen.size(), 1U);
    auto path = "/v1/orders/" + order.text() + "/shipments";
    EXPECT_TRUE(has(s.shop.call(Method::get, path, "", s.shop.as_member(s.buyer)), "shipped"));
    auto other = s.shop.as_member(s.shop.new_id<MemberId>());
    EXPECT_FALSE(has(s.shop.call(Method::get, path, "", other), "shp_"));
}

TEST(DeliveryShip, follows_the_parcel_until_it_is_delivered) {
    DeliveryShop s;
    s.approved();
    s.scan(delivery::TrackingMove::in_transit);
    s.shop.advance(hours(1));
    EXPECT_EQ(s.shop.count_events<contracts::DeliveryStatusChanged>(), 1U);
    s.scan(delivery::TrackingMove::delivered);
    s.shop.advance(hours(8));
    EXPECT_EQ(s.shop.count_events<contracts::DeliveryCompleted>(), 1U);
    auto detail = s.call(Method::get, "/v1/seller/shipments/" + s.only_shipment());
    EXPECT_TRUE(has(detail, "in_transit"));
    auto asked = s.tracking.seen.size();
    s.shop.advance(days(2));
    EXPECT_EQ(s.tracking.seen.size(), asked);
}

TEST(DeliveryShip, asks_when_the_carrier_calls) {
    DeliveryShop s;
    s.approved();
    s.scan(delivery::TrackingMove::delivered);
    auto post = [&](const std::string& body) {
        auto status = s.shop.call(Method::post, "/v1/webhooks/carrier", body).status;
        s.shop.settle();
        return status;
    };
    EXPECT_EQ(post("garbage"), 400);
    EXPECT_EQ(post(R"({"carrierId":"kr.hanjin","trackingNumber":"500000000001"})"), 202);
    EXPECT_EQ(s.tracking.seen.size(), 0U);
    EXPECT_EQ(post(R"({"carrierId":"kr.cjlogistics","trackingNumber":"500000000001"})"), 202);
    EXPECT_EQ(s.shop.count_events<contracts::DeliveryCompleted>(), 1U);
}

TEST(DeliveryShip, shows_the_seller_why_the_carrier_refused) {
    DeliveryShop s;
    s.carrier.respond = [](const runtime::Effect&) {
        return Outcome{OutcomeKind::refused, "BAD_REQUEST", ""};
    };
    s.approved();
    auto id = s.only_shipment();
    EXPECT_TRUE(
        has(s.call(Method::get, "/v1/seller/shipments?filter[status]=ready"), "BAD_REQUEST"));
    s.carrier.respond = [](const runtime::Effect&) { return booked_outcome(); };
    EXPECT_EQ(s.call(Method::post, "/v1/seller/shipments/" + id + "/book").status, 202);
    EXPECT_EQ(s.shop.count_events<contracts::DeliveryStarted>(), 1U);
    EXPECT_TRUE(has(s.call(Method::post, "/v1/seller/shipments/" + id + "/book"), "not_ready"));
}

TEST(DeliveryShip, leaves_manual_shipping_to_the_seller) {
    DeliveryShop s;
    EXPECT_EQ(s.set_manual().status, 200);
    auto order = s.approved();
    EXPECT_TRUE(s.carrier.seen.empty());
    auto path = "/v1/seller/shipments/" + s.only_shipment();
    auto number = R"({"carrier":"my.bike","tracking_number":"A-1234"})";
    EXPECT_EQ(s.call(Method::post, path + "/tracking", number).status, 200);
    EXPECT_TRUE(has(s.call(Method::post, path + "/tracking", number), "not_ready"));
    EXPECT_EQ(s.shop.last_event<contracts::DeliveryStarted>()->carrier, "my.bike");
    EXPECT_EQ(s.call(Method::post, path + "/status", R"({"status":"delivered"})").status, 200);
    EXPECT_EQ(s.shop.last_event<contracts::DeliveryCompleted>()->order_id, order);
    EXPECT_TRUE(
        has(s.call(Method::post, path + "/status", R"({"status":"returned"})"), "not_on_its_way"));
}

TEST(DeliveryShip, lets_only_operators_overrule_the_carriers_tracking) {
    DeliveryShop s;
    s.approved();
    auto path = "/v1/seller/shipments/" + s.only_shipment() + "/status";
    EXPECT_TRUE(has(s.call(Method::post, path, R"({"status":"delivered"})"), "carrier_is_tracked"));
    s.seller = s.shop.as_operator(s.shop.new_id<MemberId>());
    EXPECT_EQ(s.call(Method::post, path, R"({"status":"returned"})").status, 200);
    EXPECT_EQ(s.shop.last_event<contracts::DeliveryStatusChanged>()->to,
              contracts::ShipmentStatus::returned);
}

TEST(DeliveryShip, hides_shipments_from_other_enterprises) {
    DeliveryShop s;
    s.approved();
    auto path = "/v1/seller/shipments/" + s.only_shipment();
    s.seller = s.shop.as_seller(s.shop.new_id<MemberId>(), s.shop.new_id<EnterpriseId>());
    EXPECT_EQ(s.call(Method::get, path).status, 404);
    EXPECT_TRUE(has(s.call(Method::post, path + "/book"), "shipment_not_found"));
    EXPECT_FALSE(has(s.call(Method::get, "/v1/seller/shipments"), "shp_"));
}

TEST(ShippingPolicy, is_changed_only_from_the_version_that_was_seen) {
    DeliveryShop s;
    EXPECT_TRUE(has(s.call(Method::get, "/v1/seller/shipping-policy"), "kr.cjlogistics"));
    s.set_manual();
    auto stale = s.shop.call(Method::put, "/v1/seller/shipping-policy", R"({"mode":"automatic"})",
                             s.seller, {{{"if-match", "\"7\""}}, ""});
    EXPECT_EQ(stale.status, 412);
    EXPECT_TRUE(has(stale, "version_mismatch"));
}

TEST(DeliveryStop, stops_a_part_that_does_not_exist_yet_for_good) {
    DeliveryShop s;
    auto order = s.shop.new_id<OrderId>();
    s.stop(order);
    EXPECT_EQ(s.shop.count_events<contracts::ShipmentStopped>(), 1U);
    EXPECT_TRUE(s.shop.last_event<contracts::ShipmentStopped>()->stopped);
    s.approve(order);
    EXPECT_EQ(s.shop.count_events<contracts::DeliveryStarted>(), 0U);
    EXPECT_TRUE(s.carrier.seen.empty());
}

TEST(DeliveryStop, comes_too_late_for_what_has_been_shipped) {
    DeliveryShop s;
    auto order = s.approved();
    auto cancellation = s.stop(order);
    auto answer = s.shop.last_event<contracts::ShipmentStopped>();
    EXPECT_FALSE(answer->stopped);
    EXPECT_EQ(answer->cancellation_id, cancellation);
}

TEST(DeliveryStop, calls_a_booking_off_when_the_carrier_lets_it) {
    for (bool is_picked_up : {false, true}) {
        DeliveryShop s;
        s.carrier.respond = nullptr;
        auto order = s.approved();
        s.stop(order);
        EXPECT_EQ(s.shop.count_events<contracts::ShipmentStopped>(), 0U);
        s.carrier.respond = [is_picked_up](const runtime::Effect&) {
            return Outcome{is_picked_up ? OutcomeKind::refused : OutcomeKind::done, "", ""};
        };
        s.carrier.waiting[0].second(booked_outcome());
        s.shop.settle();
        EXPECT_EQ(s.shop.count_events<contracts::ShipmentStopped>(), 1U);
        EXPECT_EQ(s.shop.last_event<contracts::ShipmentStopped>()->stopped, !is_picked_up);
        EXPECT_EQ(s.shop.count_events<contracts::DeliveryStarted>(), is_picked_up ? 1U : 0U);
    }
}

}  // namespace
}  // namespace jangteo::test
