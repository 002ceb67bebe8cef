// Bookings that get lost, and what people see and do then; in both ways that events travel.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/delivery_shop.hpp"

namespace jangteo::test {
namespace {

Outcome lost() { return {OutcomeKind::unknown, "timeout", ""}; }
Outcome not_found() { return {OutcomeKind::refused, "NOT_FOUND", ""}; }

std::vector<std::string> kinds_of(const StubExecutor& executor) {
    std::vector<std::string> kinds;
    for (const auto& effect : executor.seen) kinds.push_back(effect.kind);
    return kinds;
}

boost::json::array items_of(const HttpAnswer& answer) {
    return boost::json::parse(answer.body).as_object().at("data").as_array();
}

class DeliveryBook : public testing::TestWithParam<runtime::Delivery>, public DeliveryShop {
  protected:
    DeliveryBook() : DeliveryShop(GetParam()) {}

    // By kind of effect.
    void carrier_answers(std::map<std::string, Outcome, std::less<>> outcomes) {
        carrier.respond = [outcomes](const runtime::Effect& effect) {
            auto found = outcomes.find(effect.kind);
            return found == outcomes.end() ? booked_outcome() : found->second;
        };
    }
    std::size_t started() { return shop.count_events<contracts::DeliveryStarted>(); }
    std::size_t stopped() { return shop.count_events<contracts::ShipmentStopped>(); }
};

TEST_P(DeliveryBook, a_booking_that_got_lost_is_looked_for_and_found) {
    carrier_answers({{"carrier.book", lost()}});
    approved();
    EXPECT_EQ(started(), 0U);
    shop.advance(seconds(2));
    EXPECT_EQ(kinds_of(carrier), (std::vector<std::string>{"carrier.book", "carrier.find"}));
    EXPECT_EQ(started(), 1U);
}

TEST_P(DeliveryBook, a_booking_that_never_arrived_is_sent_again_with_its_key) {
    carrier_answers({{"carrier.book", lost()}, {"carrier.find", not_found()}});
    approved();
    shop.advance(seconds(2));
    carrier_answers({});
    shop.advance(minutes(1));
    EXPECT_EQ(started(), 1U);
    ASSERT_EQ(carrier.seen.size(), 3U);
    EXPECT_EQ(carrier.seen[2].kind, "carrier.book");
    EXPECT_EQ(carrier.seen[0].key, carrier.seen[2].key);
}

TEST_P(DeliveryBook, a_new_attempt_after_a_refusal_has_a_new_key) {
    carrier_answers({{"carrier.book", {OutcomeKind::refused, "BAD_ADDRESS", ""}}});
    approved();
    call(Method::post, "/v1/seller/shipments/" + only_shipment() + "/book");
    ASSERT_EQ(carrier.seen.size(), 2U);
    EXPECT_NE(carrier.seen[0].key, carrier.seen[1].key);
}

TEST_P(DeliveryBook, a_silent_carrier_becomes_somebodys_business) {
    carrier_answers({{"carrier.book", lost()}, {"carrier.find", lost()}});
    approved();
    EXPECT_FALSE(
        has(call(Method::get, "/v1/seller/shipments?filter[needs_attention]=true"), "shp_"));
    shop.advance(hours(2));
    auto asked = carrier.seen.size();
    shop.advance(days(1));
    EXPECT_EQ(carrier.seen.size(), asked);
    seller = shop.as_operator(shop.new_id<MemberId>());
    auto seen = items_of(call(Method::get, "/v1/seller/shipments?filter[needs_attention]=true"));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_TRUE(seen[0].at("booking_escalated").as_bool());
    carrier_answers({});
    EXPECT_EQ(call(Method::post, "/v1/seller/shipments/" + only_shipment() + "/book").status, 202);
    EXPECT_EQ(started(), 1U);
    EXPECT_FALSE(
        has(call(Method::get, "/v1/seller/shipments?filter[needs_attention]=true"), "shp_"));
}

TEST_P(DeliveryBook, after_a_crash_the_booking_is_sent_again_with_its_key) {
    carrier.respond = nullptr;
    approved();
    shop.restart();
    shop.settle();
    ASSERT_EQ(carrier.waiting.size(), 2U);
    EXPECT_EQ(carrier.waiting[0].first.key, carrier.waiting[1].first.key);
    carrier.waiting[1].second(booked_outcome());
    shop.settle();
    EXPECT_EQ(started(), 1U);
}

TEST_P(DeliveryBook, a_cancellation_waits_until_it_is_known_whether_there_is_a_parcel) {
    carrier_answers({{"carrier.book", lost()}, {"carrier.find", lost()}});
    auto order = approved();
    auto cancellation = stop(order);
    shop.advance(seconds(30));
    EXPECT_EQ(stopped(), 0U);
    carrier_answers({{"carrier.cancel", {OutcomeKind::done, "", ""}}});
    shop.advance(minutes(5));
    EXPECT_EQ(stopped(), 1U);
    EXPECT_TRUE(shop.last_event<contracts::ShipmentStopped>()->stopped);
    EXPECT_EQ(shop.last_event<contracts::ShipmentStopped>()->cancellation_id, cancellation);
    EXPECT_EQ(started(), 0U);
}

TEST_P(DeliveryBook, every_repeat_of_an_event_is_harmless) {
    auto order = approved();
    approve(order);
    stop(order);
    approve(order);
    stop(order);
    EXPECT_EQ(started(), 1U);
    EXPECT_EQ(stopped(), 2U);  // Two cancellations.
    EXPECT_FALSE(shop.last_event<contracts::ShipmentStopped>()->stopped);
}

TEST_P(DeliveryBook, each_part_goes_its_own_way) {
    other_enterprise = shop.new_id<EnterpriseId>();
    auto order = approved();
    EXPECT_EQ(started(), 2U);
    auto path = "/v1/orders/" + order.text() + "/shipments";
    auto as_buyer = shop.as_member(buyer);
    auto first = shop.call(Method::get, path + "?limit=1", "", as_buyer);
    ASSERT_EQ(items_of(first).size(), 1U);
    std::string cursor(boost::json::parse(first.body).at("meta").at("next_cursor").as_string());
    auto second = shop.call(Method::get, path + "?limit=1&cursor=" + cursor, "", as_buyer);
    ASSERT_EQ(items_of(second).size(), 1U);
    EXPECT_NE(items_of(first)[0].at("id"), items_of(second)[0].at("id"));
    EXPECT_EQ(items_of(call(Method::get, "/v1/seller/shipments")).size(), 1U);
    auto stranger = shop.as_member(shop.new_id<MemberId>());
    EXPECT_EQ(shop.call(Method::get, path, "", stranger).status, 404);
    EXPECT_EQ(items_of(shop.call(Method::get, path, "", shop.as_operator(shop.new_id<MemberId>())))
                  .size(),
              2U);
}

TEST_P(DeliveryBook, sellers_page_through_their_shipments) {
    for (int i = 0; i < 5; ++i) {
        approved();
        shop.advance(milliseconds(5));
    }
    std::vector<std::string> seen;
    std::string target = "/v1/seller/shipments?filter[status]=shipped&limit=2";
    for (std::string cursor; seen.size() < 5;) {
        auto page = call(Method::get, target + (cursor.empty() ? "" : "&cursor=" + cursor));
        for (const auto& item : items_of(page)) seen.emplace_back(item.at("id").as_string());
        const auto body = boost::json::parse(page.body);
        const auto* next = body.at("meta").as_object().if_contains("next_cursor");
        if (!next) break;
        cursor = next->as_string();
    }
    ASSERT_EQ(seen.size(), 5U);
    EXPECT_TRUE(std::is_sorted(seen.rbegin(), seen.rend()));
    EXPECT_EQ(call(Method::get, "/v1/seller/shipments?filter[status]=flying").status, 400);
    EXPECT_EQ(call(Method::get, "/v1/seller/shipments?filter[needs_attention]=no").status, 400);
}

TEST_P(DeliveryBook, a_command_for_another_version_is_refused) {
    set_manual();
    approved();
    auto path = "/v1/seller/shipments/" + only_shipment();
    CallOptions stale{{{"if-match", "\"7\""}}, ""};
    std::string number = R"({"carrier":"kr.hanjin","tracking_number":"1234-5678"})";
    std::string status = R"({"status":"in_transit"})";
    EXPECT_EQ(shop.call(Method::post, path + "/tracking", number, seller, stale).status, 412);
    EXPECT_EQ(shop.call(Method::post, path + "/status", status, seller, stale).status, 412);
    EXPECT_TRUE(
        has(shop.call(Method::post, path + "/book", "", seller, stale), "version_mismatch"));
    number = R"({"carrier":"kr.hanjin","tracking_number":"12.34"})";
    EXPECT_TRUE(has(call(Method::post, path + "/tracking", number), "invalid_tracking_number"));
    EXPECT_EQ(started(), 0U);
}

TEST_P(DeliveryBook, sellers_say_where_a_parcel_is_but_not_that_a_tracked_one_has_arrived) {
    approved();
    auto path = "/v1/seller/shipments/" + only_shipment() + "/status";
    auto mark = [&](const std::string& status) {
        return call(Method::post, path, R"({"status":")" + status + R"("})");
    };
    EXPECT_EQ(mark("out_for_delivery").status, 200);
    EXPECT_TRUE(has(mark("in_transit"), "not_forward"));
    EXPECT_TRUE(has(mark("delivered"), "carrier_is_tracked"));
    EXPECT_EQ(mark("returned").status, 200);
    EXPECT_EQ(shop.last_event<contracts::DeliveryStatusChanged>()->from,
              contracts::ShipmentStatus::out_for_delivery);
    EXPECT_TRUE(has(mark("returned"), "not_on_its_way"));
}

TEST_P(DeliveryBook, a_number_written_with_dashes_is_found_without_them) {
    set_manual();
    approved();
    call(Method::post, "/v1/seller/shipments/" + only_shipment() + "/tracking",
         R"({"carrier":"kr.hanjin","tracking_number":"1234-5678"})");
    scan(delivery::TrackingMove::delivered);
    shop.call(Method::post, "/v1/webhooks/carrier",
              R"({"carrierId":"kr.hanjin","trackingNumber":"12345678"})");
    shop.settle();
    EXPECT_EQ(shop.count_events<contracts::DeliveryCompleted>(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Deliveries, DeliveryBook,
                         testing::Values(runtime::Delivery::local, runtime::Delivery::log));

}  // namespace
}  // namespace jangteo::test
