#include "delivery/domain/follow.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/delivery/domain/shipment_samples.hpp"

namespace jangteo::delivery {
namespace {

using Moves = std::vector<TrackingMove>;

std::vector<TrackingEvent> scans(const Moves& moves) {
    std::vector<TrackingEvent> events;
    for (std::size_t i = 0; i < moves.size(); ++i) {
        TrackingEvent event;
        event.time = now + hours(static_cast<std::int64_t>(i));
        event.move = moves[i];
        events.push_back(event);
    }
    return events;
}

Decision report(Shipment& shipment, const Moves& moves) {
    return take_report(shipment, scans(moves), moment(now + hours(9)));
}

TEST(Follow, moves_forward_and_says_so_once) {
    Shipment shipment = shipped_shipment();
    Decision decision = report(shipment, {TrackingMove::picked_up, TrackingMove::in_transit});
    EXPECT_EQ(shipment.status, ShipmentStatus::in_transit);
    ASSERT_EQ(decision.announcements.size(), 1U);
    EXPECT_EQ(decision.announcements[0].from, ShipmentStatus::shipped);
    decision = report(shipment, {TrackingMove::picked_up, TrackingMove::in_transit});
    EXPECT_TRUE(decision.announcements.empty());
}

TEST(Follow, never_moves_back) {
    Shipment shipment = shipped_shipment();
    report(shipment, {TrackingMove::out_for_delivery});
    report(shipment, {TrackingMove::in_transit});
    EXPECT_EQ(shipment.status, ShipmentStatus::out_for_delivery);
}

TEST(Follow, completes_at_delivery) {
    Shipment shipment = shipped_shipment();
    Decision decision = report(shipment, {TrackingMove::in_transit, TrackingMove::delivered});
    ASSERT_EQ(decision.announcements.size(), 1U);
    EXPECT_EQ(decision.announcements[0].news, ShipmentNews::completed);
    EXPECT_EQ(shipment.delivered_at, now + hours(1));
    EXPECT_FALSE(decision.poll_at);
    EXPECT_TRUE(report(shipment, {TrackingMove::returned}).announcements.empty());
}

TEST(Follow, keeps_failed_attempts_and_exceptions_as_flags) {
    Shipment shipment = shipped_shipment();
    report(shipment, {TrackingMove::attempt_failed, TrackingMove::exception});
    EXPECT_EQ(shipment.status, ShipmentStatus::shipped);
    EXPECT_TRUE(shipment.has_failed_attempt);
    EXPECT_TRUE(shipment.has_exception);
}

TEST(Follow, tells_of_a_return_to_the_sender) {
    Shipment shipment = shipped_shipment();
    Decision decision = report(shipment, {TrackingMove::out_for_delivery, TrackingMove::returned});
    EXPECT_EQ(shipment.status, ShipmentStatus::returned);
    ASSERT_EQ(decision.announcements.size(), 1U);
    EXPECT_EQ(decision.announcements[0].news, ShipmentNews::status_changed);
}

TEST(Follow, leaves_out_scans_of_an_earlier_parcel_with_the_number) {
    Shipment shipment = shipped_shipment();
    TrackingReport old;
    old.events = scans({TrackingMove::delivered});
    old.events[0].time = now - days(90);
    EXPECT_TRUE(events_of_shipment(shipment, old).empty());
}

TEST(Follow, reads_scans_in_the_order_of_their_times) {
    Shipment shipment = shipped_shipment();
    TrackingReport report;
    report.events = scans({TrackingMove::in_transit, TrackingMove::delivered});
    std::ranges::reverse(report.events);
    report.events.push_back({std::nullopt, "x", "", "", TrackingMove::none});
    auto events = events_of_shipment(shipment, report);
    EXPECT_EQ(events[0].move, TrackingMove::in_transit);
    EXPECT_EQ(events[2].code, "x");
}

TEST(Follow, asks_rarer_and_rarer_and_ends_after_thirty_days) {
    Shipment shipment = shipped_shipment();
    Duration last{};
    int asked = 0;
    Timestamp at = shipment.next_poll_at;
    while (asked < 1000) {
        EXPECT_TRUE(ask_tracking(shipment).has_changed);
        EXPECT_FALSE(ask_tracking(shipment).has_changed);  // One question at a time.
        Decision decision = take_no_report(shipment, "NOT_FOUND", moment(at));
        ++asked;
        if (!decision.poll_at) break;
        EXPECT_GE(*decision.poll_at - at, last);
        last = *decision.poll_at - at;
        at = *decision.poll_at;
    }
    EXPECT_LE(at, now + PollPolicy{}.lasting);
    EXPECT_GT(asked, 100);
    EXPECT_LT(asked, 150);
    EXPECT_EQ(shipment.problem, tracking_ended);
    EXPECT_TRUE(shipment.needs_attention());
}

TEST(Follow, goes_on_when_the_clock_is_set_back_between_poll_and_answer) {
    for (bool is_asked : {false, true}) {
        Shipment shipment = shipped_shipment();
        Timestamp ahead = shipment.next_poll_at;
        if (is_asked) ask_tracking(shipment);
        EXPECT_TRUE(take_poll(shipment).has_changed);
        EXPECT_TRUE(shipment.is_tracking);
        EXPECT_TRUE(take_no_report(shipment, "timeout", moment(ahead - minutes(5))).poll_at);
    }
}

TEST(Mark, ends_only_what_is_on_its_way) {
    Shipment shipment = shipped_shipment();
    EXPECT_TRUE(mark(shipment, ShipmentStatus::delivered, now));
    EXPECT_EQ(mark(shipment, ShipmentStatus::returned, now).error(), MarkRefusal::not_on_its_way);
    Shipment ready = ready_shipment();
    EXPECT_FALSE(mark(ready, ShipmentStatus::delivered, now));
}

}  // namespace
}  // namespace jangteo::delivery
