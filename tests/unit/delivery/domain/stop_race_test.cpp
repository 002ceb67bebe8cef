// Every interleaving of a booking, what the carrier does with it, and cancellations that want the
// shipment stopped.

#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "tests/unit/delivery/domain/shipment_samples.hpp"

namespace jangteo::delivery {
namespace {

// The carrier's side, and the calls that are under way.
struct World {
    Shipment shipment = ready_shipment();
    bool has_parcel = false;
    bool is_picked_up = false;
    bool is_cancelled = false;
    std::optional<CarrierCall> call;
    int started = 0;
    std::map<CancellationId, std::vector<bool>> answers;
    std::string path;

    void follow(const Decision& decision) {
        for (const auto& wanted : decision.calls) call = wanted.call;
        for (const auto& said : decision.announcements) {
            if (said.news == ShipmentNews::started) ++started;
            if (said.news == ShipmentNews::stop_answered) {
                answers[said.cancellation_id].push_back(said.was_stopped);
            }
        }
    }
};

enum class Network { works, loses_call, loses_answer, carrier_refuses };

BookingAnswer parcel_answer(const World& world) {
    if (!world.has_parcel) return refused();
    BookingAnswer answer = booked();
    answer.parcel.is_cancelled = world.is_cancelled;
    return answer;
}

void answer_call(World& world, Network network) {
    CarrierCall call = *world.call;
    world.call.reset();
    bool arrives = network == Network::works || network == Network::loses_answer;
    bool is_lost = network == Network::loses_call || network == Network::loses_answer;
    switch (call) {
        case CarrierCall::book:
            if (arrives) world.has_parcel = true;
            if (is_lost) return world.follow(take_booking(world.shipment, lost(), moment()));
            if (!arrives) return world.follow(take_booking(world.shipment, refused("x"), moment()));
            return world.follow(take_booking(world.shipment, booked(), moment()));
        case CarrierCall::find: {
            auto answer = is_lost ? lost() : parcel_answer(world);
            return world.follow(take_find(world.shipment, answer, moment()));
        }
        case CarrierCall::cancel: {
            bool happens = arrives && !world.is_picked_up;
            if (happens) world.is_cancelled = true;
            auto kind = is_lost              ? AnswerKind::unknown
                        : world.is_picked_up ? AnswerKind::refused
                                             : AnswerKind::done;
            if (kind == AnswerKind::done) world.is_cancelled = true;
            return world.follow(take_cancel(world.shipment, {kind, {}, ""}, moment()));
        }
        case CarrierCall::track: return;
    }
}

void finish(World& world) {
    for (int i = 0; world.call && i < 50; ++i) answer_call(world, Network::works);
    ASSERT_FALSE(world.call) << world.path;
    EXPECT_LE(world.started, 1) << world.path;
    bool has_started = world.started == 1;
    bool is_stopped = world.shipment.status == ShipmentStatus::stopped;
    EXPECT_FALSE(has_started && is_stopped) << world.path;
    for (const auto& [id, answers] : world.answers) {
        ASSERT_EQ(answers.size(), 1U) << world.path;
        EXPECT_EQ(answers[0], is_stopped) << world.path;
    }
    EXPECT_EQ(world.answers.size(), world.shipment.stops.size()) << world.path;
    // What was told stopped does not travel, and what travels was told started.
    bool travels = world.has_parcel && !world.is_cancelled;
    EXPECT_EQ(travels, has_started) << world.path;
}

void explore(const World& world, int depth, int& stories) {
    World ended = world;
    ++stories;
    finish(ended);
    if (depth == 0) return;
    auto branch = [&](const std::string& name, auto happens) {
        World next = world;
        next.path += name + "; ";
        happens(next);
        explore(next, depth - 1, stories);
    };
    if (world.call) {
        branch("answered", [](World& w) { answer_call(w, Network::works); });
        branch("call lost", [](World& w) { answer_call(w, Network::loses_call); });
        branch("answer lost", [](World& w) { answer_call(w, Network::loses_answer); });
    }
    if (world.call == CarrierCall::book && !world.has_parcel) {
        branch("refused", [](World& w) { answer_call(w, Network::carrier_refuses); });
    }
    if (world.has_parcel && !world.is_picked_up && !world.is_cancelled) {
        branch("picked up", [](World& w) { w.is_picked_up = true; });
    }
    for (std::uint8_t number = 1; number <= 2; ++number) {
        branch("stop " + std::to_string(number),
               [number](World& w) { w.follow(stop(w.shipment, id_of<CancellationId>(number))); });
    }
    branch("book", [](World& w) {
        auto decision = book_by_seller(w.shipment, "kr.cjlogistics");
        if (decision) w.follow(*decision);
    });
}

TEST(StopRace, every_interleaving_ends_in_exactly_one_of_the_two) {
    World world;
    world.follow(book(world.shipment));
    int stories = 0;
    explore(world, 6, stories);
    EXPECT_GT(stories, 5000);
}

TEST(Stop, answers_at_once_before_the_start_and_after) {
    Shipment ready = ready_shipment();
    Decision decision = stop(ready, id_of<CancellationId>(1));
    ASSERT_EQ(decision.announcements.size(), 1U);
    EXPECT_TRUE(decision.announcements[0].was_stopped);
    EXPECT_EQ(ready.status, ShipmentStatus::stopped);

    Shipment shipped = shipped_shipment();
    decision = stop(shipped, id_of<CancellationId>(1));
    ASSERT_EQ(decision.announcements.size(), 1U);
    EXPECT_FALSE(decision.announcements[0].was_stopped);
    EXPECT_FALSE(stop(shipped, id_of<CancellationId>(1)).has_changed);
}

TEST(Booking, goes_back_to_ready_with_the_carriers_reason) {
    Shipment shipment = ready_shipment();
    book(shipment);
    take_booking(shipment, refused("BAD_REQUEST"), moment());
    EXPECT_EQ(shipment.status, ShipmentStatus::ready);
    EXPECT_EQ(shipment.problem, "BAD_REQUEST");
    EXPECT_TRUE(book_by_seller(shipment, "kr.hanjin"));
    EXPECT_EQ(shipment.booking_number, 2);
}

TEST(Booking, is_refused_unless_the_shipment_waits) {
    Shipment shipment = shipped_shipment();
    EXPECT_EQ(book_by_seller(shipment, "x").error(), BookRefusal::not_ready);
    EXPECT_EQ(enter_tracking_number(shipment, {"x", "123456"}, moment()).error(),
              TrackingNumberRefusal::not_ready);
}

}  // namespace
}  // namespace jangteo::delivery
