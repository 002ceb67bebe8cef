// Effects and timers: what commits ask of the outside and of the future.

#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

using runtime::Effect;
using runtime::Outcome;
using runtime::OutcomeKind;

class EffectTest : public ToyShopTest {
  protected:
    void respond(OutcomeKind kind) {
        outside.respond = [kind](const Effect&) { return Outcome{kind, "code", "payload"}; };
    }

    StubExecutor& outside = toy_service.outside;
};

TEST_F(EffectTest, is_performed_after_its_commit_and_ends_in_the_lane) {
    outside.respond = [&](const Effect& effect) {
        EXPECT_EQ(trail(), Lines{"call 1"});
        EXPECT_EQ(effect.key, effect.id.text());
        EXPECT_EQ(effect.payload, "1");
        EXPECT_FALSE(effect.trace.empty());
        return Outcome{OutcomeKind::done, "", ""};
    };
    EXPECT_EQ(ask_outside(toy, 1), 200);
    shop.settle();
    EXPECT_EQ(trail(), (Lines{"call 1", "done 1"}));
    EXPECT_TRUE(shop.lane->idle());
}

TEST_F(EffectTest, tells_its_handler_of_refusals_and_of_unknown_outcomes) {
    respond(OutcomeKind::refused);
    ask_outside(toy, 1);
    respond(OutcomeKind::unknown);
    ask_outside(toy, 2);
    shop.settle();
    EXPECT_EQ(trail(), (Lines{"call 1", "refused 1", "call 2", "unknown 2"}));
    EXPECT_EQ(outside.seen.size(), 2U);
}

TEST_F(EffectTest, is_not_performed_when_its_command_fails) {
    throw_at("call 1");
    EXPECT_EQ(ask_outside(toy, 1), 500);
    shop.settle();
    EXPECT_TRUE(outside.seen.empty());
    shop.restart();
    shop.settle();
    EXPECT_TRUE(outside.seen.empty());
}

TEST_F(EffectTest, runs_again_after_a_crash_with_the_same_key) {
    ask_outside(toy, 1);
    ASSERT_EQ(outside.waiting.size(), 1U);
    shop.restart();
    outside.waiting.clear();
    respond(OutcomeKind::done);
    shop.settle();
    ASSERT_EQ(outside.seen.size(), 2U);
    EXPECT_EQ(outside.seen[0].key, outside.seen[1].key);
    EXPECT_EQ(outside.seen[0].id, outside.seen[1].id);
    EXPECT_EQ(trail(), (Lines{"call 1", "done 1"}));
    shop.restart();
    shop.settle();
    EXPECT_EQ(outside.seen.size(), 2U);
}

TEST_F(EffectTest, that_was_not_sent_is_tried_again_with_growing_delays) {
    std::vector<std::int64_t> at;
    outside.respond = [&](const Effect&) {
        at.push_back((shop.clock.now().us - 1'800'000'000'000'000) / 1000);
        return Outcome{at.size() < 4 ? OutcomeKind::not_sent : OutcomeKind::done, "down", ""};
    };
    ask_outside(toy, 1);
    shop.advance(minutes(1));
    EXPECT_EQ(at, (std::vector<std::int64_t>{0, 200, 600, 1'400}));
    EXPECT_EQ(trail(), (Lines{"call 1", "done 1"}));
}

TEST_F(EffectTest, keeps_its_attempts_through_a_restart) {
    respond(OutcomeKind::not_sent);
    ask_outside(toy, 1);
    shop.advance(milliseconds(700));
    ASSERT_EQ(outside.seen.size(), 3U);
    shop.restart();
    shop.settle();
    EXPECT_EQ(outside.seen.size(), 3U);
    shop.advance(milliseconds(700));
    ASSERT_EQ(outside.seen.size(), 4U);
    EXPECT_EQ(outside.seen[3].attempts, 3);
}

TEST_F(EffectTest, waits_while_the_breaker_is_open_and_a_probe_closes_it) {
    respond(OutcomeKind::not_sent);
    for (int i = 1; i <= 5; ++i) ask_outside(toy, i);
    shop.settle();
    ASSERT_EQ(outside.seen.size(), 5U);
    ask_outside(toy, 6);
    shop.settle();
    EXPECT_EQ(outside.seen.size(), 5U);
    EXPECT_NE(shop.metrics.text().find("jangteo_breaker_open{system=\"outside\"} 1"),
              std::string::npos);

    outside.respond = nullptr;
    shop.advance(milliseconds(500));
    EXPECT_EQ(outside.seen.size(), 6U) << "one probe";
    ASSERT_EQ(outside.waiting.size(), 1U);
    respond(OutcomeKind::done);
    outside.waiting[0].second({OutcomeKind::done, "", ""});
    shop.settle();
    shop.advance(minutes(1));
    EXPECT_EQ(trail_of("done ").size(), 6U);
    EXPECT_NE(shop.metrics.text().find("jangteo_breaker_open{system=\"outside\"} 0"),
              std::string::npos);
}

TEST_F(EffectTest, is_one_of_a_bounded_number_at_a_time) {
    for (std::size_t i = 1; i <= runtime::calls_max + 6; ++i) {
        ask_outside(toy, static_cast<int>(i));
    }
    EXPECT_EQ(outside.waiting.size(), runtime::calls_max);
    outside.waiting[0].second({OutcomeKind::done, "", ""});
    shop.settle();
    EXPECT_EQ(outside.waiting.size(), runtime::calls_max + 1);
}

TEST_F(EffectTest, that_has_ended_goes_before_commands_that_came_first) {
    shop.lane_options.commands_max = 1;
    shop.restart();
    ask_outside(toy, 1);
    begin_move(other, 1);
    begin_move(other, 2);
    outside.waiting.at(0).second({OutcomeKind::done, "", ""});
    shop.lane->run_batch();
    EXPECT_EQ(trail_of("done ").size(), 1U);
    EXPECT_EQ(trail_of("move "), Lines{"1"});
}

TEST_F(EffectTest, of_a_kind_that_nobody_performs_is_a_bug_of_its_command_alone) {
    shop.registry.routes.command(
        {.method = Method::post, .path = "/v1/odd", .name = "odd", .summary = ""},
        [&](runtime::Transaction& tx, const runtime::Call&) {
            tx.request({.kind = "toy.unheard_of", .correlation = toy.uuid()});
            return runtime::no_content();
        });
    EXPECT_EQ(shop.call(Method::post, "/v1/odd", "", token).status, 500);
    shop.restart();
    respond(OutcomeKind::done);
    EXPECT_EQ(ask_outside(toy, 1), 200);
}

TEST_F(EffectTest, is_not_started_any_more_while_winding_down) {
    ask_outside(toy, 1);
    shop.lane->wind_down();
    EXPECT_FALSE(shop.lane->settled());
    EXPECT_EQ(ask_outside(toy, 2), 200);
    EXPECT_EQ(outside.waiting.size(), 1U);
    outside.waiting[0].second({OutcomeKind::done, "", ""});
    shop.settle();
    EXPECT_TRUE(shop.lane->settled());
    EXPECT_EQ(trail(), (Lines{"call 1", "call 2", "done 1"}));

    shop.restart();
    respond(OutcomeKind::done);
    shop.settle();
    EXPECT_EQ(trail_of("done "), (Lines{"1", "2"}));
}

class TimerTest : public ToyShopTest {
  protected:
    void set() {
        shop.transact([&](auto& tx) { tx.set_timer(ToyService::timer, toy.uuid(), due); });
    }
    void cancel() {
        shop.transact([&](auto& tx) { tx.cancel_timer(ToyService::timer, toy.uuid(), due); });
    }

    Timestamp due = shop.clock.now() + minutes(10);
};

TEST_F(TimerTest, fires_once_when_it_is_due) {
    set();
    shop.advance(minutes(10) + microseconds(-1));
    EXPECT_TRUE(trail().empty());
    shop.advance(microseconds(1));
    EXPECT_EQ(trail(), Lines{"timer 0"});
    shop.advance(hours(24));
    EXPECT_EQ(trail(), Lines{"timer 0"});
}

TEST_F(TimerTest, does_not_fire_when_cancelled) {
    set();
    cancel();
    shop.advance(hours(1));
    EXPECT_TRUE(trail().empty());
}

TEST_F(TimerTest, set_twice_fires_once) {
    set();
    set();
    shop.advance(hours(1));
    EXPECT_EQ(trail(), Lines{"timer 0"});
}

TEST_F(TimerTest, fires_after_a_restart_that_took_longer_than_it) {
    set();
    shop.clock.set(due + hours(5));
    shop.restart();
    shop.settle();
    EXPECT_EQ(trail(), Lines{"timer 0"});
}

TEST_F(TimerTest, fires_even_when_the_clock_jumps_far_ahead) {
    set();
    shop.clock.set(shop.clock.now() + hours(24));
    shop.settle();
    EXPECT_EQ(trail(), Lines{"timer 0"});
}

TEST_F(TimerTest, waits_while_the_clock_has_gone_back) {
    set();
    shop.clock.set(shop.clock.now() - hours(24));
    shop.settle();
    EXPECT_TRUE(trail().empty());
    shop.advance(hours(24) + minutes(10));
    EXPECT_EQ(trail(), Lines{"timer 0"});
}

TEST_F(TimerTest, of_thousands_due_at_once_all_fire) {
    shop.transact([&](runtime::Transaction& tx) {
        for (int i = 0; i < 1'000; ++i) {
            tx.set_timer(ToyService::timer, tx.next_id<OrderId>().uuid(), due);
        }
    });
    shop.advance(hours(1));
    EXPECT_EQ(trail().size(), 1'000U);
}

TEST_F(TimerTest, is_not_taken_while_winding_down) {
    set();
    shop.lane->wind_down();
    shop.clock.set(due);
    shop.settle();
    EXPECT_TRUE(trail().empty());
    shop.restart();
    shop.settle();
    EXPECT_EQ(trail(), Lines{"timer 0"});
}

}  // namespace
}  // namespace jangteo::test
