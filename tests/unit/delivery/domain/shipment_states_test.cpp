// Every state of a shipment meets every input: what is not listed as a move moves nothing.

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "contracts/codec/shape.hpp"
#include "contracts/delivery/events.hpp"
#include "tests/unit/delivery/domain/shipment_samples.hpp"

namespace jangteo::delivery {
namespace {

Shipment in_step(BookingStep step) {
    Shipment shipment = ready_shipment();
    book(shipment);
    shipment.step = step;
    if (step == BookingStep::cancelling) {
        shipment.stops = {{id_of<CancellationId>(9), false}};
        shipment.parcel_id = "pcl_1";
        shipment.tracking_number = "500000000001";
    }
    return shipment;
}

Shipment with_status(ShipmentStatus status) {
    Shipment shipment = shipped_shipment();
    shipment.status = status;
    return shipment;
}

std::map<std::string, Shipment> states() {
    std::map<std::string, Shipment> all{
        {"ready", ready_shipment()},
        {"booking", in_step(BookingStep::booking)},
        {"finding", in_step(BookingStep::finding)},
        {"cancelling", in_step(BookingStep::cancelling)},
        {"stopped", ready_shipment()},
    };
    stop(all.at("stopped"), id_of<CancellationId>(8));
    all["booking, to be stopped"] = all.at("booking");
    stop(all.at("booking, to be stopped"), id_of<CancellationId>(9));
    all["finding, escalated"] = all.at("finding");
    all.at("finding, escalated").is_escalated = true;
    for (auto status :
         {ShipmentStatus::shipped, ShipmentStatus::in_transit, ShipmentStatus::out_for_delivery,
          ShipmentStatus::delivered, ShipmentStatus::returned}) {
        all[std::string(codec::text_of_enum(status))] = with_status(status);
    }
    return all;
}

template <class Result>
Decision decision_of(Result result) {
    return result ? std::move(*result) : Decision::nothing();
}

using Input = std::function<Decision(Shipment&)>;

std::map<std::string, Input> inputs() {
    std::map<std::string, Input> all;
    auto answers = [&](const std::string& name, auto take, auto answer) {
        all[name] = [=](Shipment& s) { return take(s, answer, moment()); };
    };
    answers("booked", take_booking, booked());
    answers("booking refused", take_booking, refused("BAD_REQUEST"));
    answers("booking lost", take_booking, lost());
    answers("found", take_find, booked());
    answers("not found", take_find, refused());
    answers("search lost", take_find, lost());
    answers("called off", take_cancel, BookingAnswer{AnswerKind::done, {}, ""});
    answers("too late", take_cancel, refused("ALREADY_PICKED_UP"));
    answers("calling off lost", take_cancel, lost());
    all["stop"] = [](Shipment& s) { return stop(s, id_of<CancellationId>(1)); };
    all["book"] = [](Shipment& s) { return decision_of(book_by_seller(s, "kr.hanjin")); };
    all["number"] = [](Shipment& s) {
        return decision_of(enter_tracking_number(s, {"kr.hanjin", "1234"}, moment()));
    };
    all["poll"] = ask_tracking;
    all["notice"] = take_notice;
    all["no report"] = [](Shipment& s) { return take_no_report(s, "NOT_FOUND", moment()); };
    for (auto to : {ShipmentStatus::in_transit, ShipmentStatus::out_for_delivery,
                    ShipmentStatus::delivered, ShipmentStatus::returned}) {
        all["mark " + std::string(codec::text_of_enum(to))] = [to](Shipment& s) {
            return decision_of(mark(s, to, now));
        };
    }
    for (std::string_view name : codec::shape_of<TrackingMove>().names) {
        auto move = *codec::parse_enum<TrackingMove>(name);
        all["scan " + std::string(name)] = [move](Shipment& s) {
            return take_report(s, {{now, "x", "", "", move}}, moment());
        };
    }
    return all;
}

// (state, input) → the next status.
std::map<std::pair<std::string, std::string>, ShipmentStatus> moves() {
    using enum ShipmentStatus;
    std::map<std::pair<std::string, std::string>, ShipmentStatus> all{
        {{"ready", "stop"}, stopped},
        {{"ready", "book"}, booking},
        {{"ready", "number"}, shipped},
        {{"booking", "booked"}, shipped},
        {{"booking", "booking refused"}, ready},
        {{"booking, to be stopped", "booking refused"}, stopped},
        {{"finding", "found"}, shipped},
        {{"finding, escalated", "found"}, shipped},
        {{"cancelling", "called off"}, stopped},
        {{"cancelling", "too late"}, shipped},
    };
    const std::vector<std::pair<std::string, ShipmentStatus>> way{
        {"shipped", shipped},
        {"in_transit", in_transit},
        {"out_for_delivery", out_for_delivery},
        {"delivered", delivered},
        {"returned", returned},
    };
    for (std::size_t from = 0; from < 3; ++from) {
        for (std::size_t to = from + 1; to < way.size(); ++to) {
            all[{way[from].first, "scan " + way[to].first}] = way[to].second;
            all[{way[from].first, "mark " + way[to].first}] = way[to].second;
        }
    }
    return all;
}

// What must hold whatever has happened.
void expect_sound(const Shipment& shipment, const Decision& decision, const std::string& story) {
    EXPECT_EQ(shipment.status == ShipmentStatus::booking, shipment.step != BookingStep::none)
        << story;
    EXPECT_LE(decision.calls.size(), 1U) << story;
    bool is_settled = shipment.status != ShipmentStatus::booking;
    if (is_settled) {
        EXPECT_FALSE(shipment.is_to_be_stopped()) << story;
    }
    if (shipment.has_started()) {
        EXPECT_FALSE(shipment.tracking_number.empty()) << story;
    }
    if (shipment.is_escalated) {
        EXPECT_TRUE(shipment.needs_attention()) << story;
        EXPECT_TRUE(decision.calls.empty()) << story;
    }
}

TEST(ShipmentStates, every_state_meets_every_input) {
    auto expected = moves();
    std::size_t met = 0;
    for (const auto& [state, before] : states()) {
        for (const auto& [name, input] : inputs()) {
            std::string story = state + " + " + name;
            Shipment shipment = before;
            Decision decision = input(shipment);
            auto move = expected.find({state, name});
            met += move == expected.end() ? 0 : 1;
            EXPECT_EQ(shipment.status, move == expected.end() ? before.status : move->second)
                << story;
            bool has_moved = shipment.status != before.status;
            EXPECT_TRUE(decision.has_changed || !has_moved) << story;
            expect_sound(shipment, decision, story);
        }
    }
    EXPECT_EQ(met, expected.size());
}

TEST(ShipmentStates, are_those_that_are_published) {
    EXPECT_EQ(codec::shape_of<ShipmentStatus>().names,
              codec::shape_of<contracts::ShipmentStatus>().names);
}

TEST(Escalation, comes_when_the_carrier_stays_silent_and_ends_by_asking_again) {
    Shipment shipment = in_step(BookingStep::booking);
    take_booking(shipment, lost(), moment());
    int asked = 1;
    Duration waited{};
    while (!shipment.is_escalated && asked < 100) {
        Decision decision = take_find(shipment, lost(), moment());
        if (!decision.calls.empty()) waited = waited + decision.calls[0].delay;
        asked += decision.calls.empty() ? 0 : 1;
    }
    EXPECT_EQ(asked, asks_max);
    EXPECT_GT(waited, minutes(30));
    EXPECT_LT(waited, hours(1));
    EXPECT_TRUE(shipment.needs_attention());
    auto again = book_by_seller(shipment, "kr.hanjin");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->calls.at(0).call, CarrierCall::find);
    EXPECT_EQ(shipment.carrier, "kr.cjlogistics");
    take_find(shipment, booked(), moment());
    EXPECT_EQ(shipment.status, ShipmentStatus::shipped);
}

TEST(Escalation, ends_when_a_cancellation_needs_the_answer) {
    Shipment shipment = in_step(BookingStep::finding);
    shipment.is_escalated = true;
    Decision decision = stop(shipment, id_of<CancellationId>(1));
    ASSERT_EQ(decision.calls.size(), 1U);
    EXPECT_EQ(decision.calls[0].call, CarrierCall::find);
    EXPECT_TRUE(decision.announcements.empty());
}

TEST(NotFound, books_again_under_the_same_key_unless_it_is_to_be_stopped) {
    Shipment shipment = in_step(BookingStep::finding);
    Decision decision = take_find(shipment, refused(), moment());
    EXPECT_EQ(decision.calls.at(0).call, CarrierCall::book);
    EXPECT_EQ(shipment.booking_number, 1);

    shipment = in_step(BookingStep::finding);
    stop(shipment, id_of<CancellationId>(1));
    for (std::int64_t look = 1; look < not_found_min; ++look) {
        take_find(shipment, lost(), moment());  // Does not count as a look.
        decision = take_find(shipment, refused(), moment());
        EXPECT_EQ(decision.calls.at(0).call, CarrierCall::find);
        EXPECT_EQ(shipment.status, ShipmentStatus::booking);
    }
    take_find(shipment, refused(), moment());
    EXPECT_EQ(shipment.status, ShipmentStatus::stopped);
}

TEST(TrackingNumber, is_plain_letters_and_digits) {
    auto entered = [](const std::string& number) {
        Shipment shipment = ready_shipment();
        auto decision = enter_tracking_number(shipment, {"kr.hanjin", number}, moment());
        if (decision) return shipment.tracking_number;
        return std::string(codec::text_of_enum(decision.error()));
    };
    EXPECT_EQ(entered("5000-0000 0001"), "500000000001");
    EXPECT_EQ(entered("EE123456789KR"), "EE123456789KR");
    EXPECT_EQ(entered("1-2-3"), "invalid_tracking_number");
    EXPECT_EQ(entered("1234;5"), "invalid_tracking_number");
    EXPECT_EQ(entered("운송장번호"), "invalid_tracking_number");
}

TEST(Notice, during_a_question_is_asked_about_after_its_answer) {
    Shipment shipment = shipped_shipment();
    EXPECT_EQ(take_notice(shipment).calls.size(), 1U);
    EXPECT_TRUE(take_notice(shipment).calls.empty());
    EXPECT_FALSE(take_notice(shipment).has_changed);
    EXPECT_EQ(take_report(shipment, {}, moment()).calls.size(), 1U);
    EXPECT_TRUE(take_report(shipment, {}, moment()).calls.empty());
}

TEST(Notice, is_not_asked_about_after_the_end) {
    Shipment shipment = shipped_shipment();
    take_notice(shipment);
    take_notice(shipment);
    EXPECT_TRUE(take_report(shipment, {{now, "x", "", "", TrackingMove::delivered}}, moment())
                    .calls.empty());
}

TEST(Poll, is_never_set_when_the_policy_says_never) {
    Shipment shipment = ready_shipment();
    auto decision =
        enter_tracking_number(shipment, {"kr.hanjin", "123456"}, {now, {.first = Duration{}}});
    EXPECT_FALSE(decision->poll_at);
    EXPECT_FALSE(take_report(shipment, {}, {now, {.first = Duration{}}}).poll_at);
}

TEST(Poll, starts_over_when_the_parcel_moves) {
    Shipment shipment = shipped_shipment();
    shipment.polls = 6;
    shipment.next_poll_at = now;
    Decision decision =
        take_report(shipment, {{now, "x", "", "", TrackingMove::in_transit}}, moment());
    EXPECT_LT(*decision.poll_at - now, minutes(12));
}

TEST(Mark, goes_only_forward) {
    Shipment shipment = with_status(ShipmentStatus::out_for_delivery);
    EXPECT_EQ(mark(shipment, ShipmentStatus::in_transit, now).error(), MarkRefusal::not_forward);
}

}  // namespace
}  // namespace jangteo::delivery
