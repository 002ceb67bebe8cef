// A store that fails: at every step of a chain, once or for a while.

#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

class StoreFailureTest : public ToyShopTest {
  protected:
    // How many steps that write a move's chain takes.
    std::uint64_t steps_of_a_move() {
        shop.faulty.repair();
        move(other, 1);
        return shop.faulty.steps();
    }
    std::int64_t stored_events() { return static_cast<std::int64_t>(shop.events().size()); }
};

TEST_F(StoreFailureTest, once_at_any_step_is_not_seen) {
    auto steps = steps_of_a_move();
    ASSERT_GT(steps, 4U);
    for (std::uint64_t n = 1; n <= steps; ++n) {
        auto before = trail().size();
        shop.faulty.break_once(n);
        EXPECT_EQ(move(toy, 1), 200) << "step " << n;
        shop.settle();
        EXPECT_EQ(trail().size(), before + 3) << "step " << n;
    }
}

TEST_F(StoreFailureTest, from_any_step_on_leaves_nothing_and_answers_503) {
    auto steps = steps_of_a_move();
    auto lines = trail();
    auto events = stored_events();
    for (std::uint64_t n = 1; n <= steps; ++n) {
        shop.faulty.break_from(n);
        auto answer = begin_move(toy, 1);
        for (int i = 0; i < 3; ++i) shop.lane->run_batch();
        EXPECT_EQ(answer->status, 503) << "step " << n;
        EXPECT_EQ(header_of(*answer, "retry-after"), "1") << "step " << n;
        shop.faulty.repair();
        shop.advance(seconds(10));
        EXPECT_EQ(trail(), lines) << "step " << n;
        EXPECT_EQ(stored_events(), events) << "step " << n;
    }
    EXPECT_EQ(move(toy, 2), 200);
    EXPECT_EQ(trail().size(), lines.size() + 3);
}

TEST_F(StoreFailureTest, lets_the_same_key_be_tried_again) {
    shop.faulty.break_from(1);
    auto call = [&] {
        return shop.call(Method::post, ToyService::target(toy, "moves"), toy_body(1), token,
                         {.headers = {}, .key = "once"});
    };
    EXPECT_EQ(call().status, 503);
    shop.faulty.repair();
    shop.advance(seconds(1));
    EXPECT_EQ(call().status, 200);
    EXPECT_EQ(header_of(call(), "idempotent-replayed"), "true");
    EXPECT_EQ(trail(), (Lines{"move 1", "echo 1", "end 1"}));
}

TEST_F(StoreFailureTest, keeps_outcomes_until_the_store_works_again) {
    ask_outside(toy, 1);
    shop.faulty.break_from(1);
    toy_service.outside.waiting[0].second({runtime::OutcomeKind::done, "", ""});
    shop.advance(seconds(5));
    EXPECT_EQ(trail(), Lines{"call 1"});
    shop.faulty.repair();
    shop.advance(seconds(1));
    EXPECT_EQ(trail(), (Lines{"call 1", "done 1"}));
    EXPECT_TRUE(shop.lane->idle());
}

TEST_F(StoreFailureTest, keeps_timers_until_the_store_works_again) {
    shop.transact([&](runtime::Transaction& tx) {
        tx.set_timer(ToyService::timer, toy.uuid(), tx.now() + minutes(1));
    });
    shop.faulty.break_from(1);
    shop.advance(minutes(2));
    shop.faulty.repair();
    shop.advance(seconds(1));
    EXPECT_EQ(trail(), Lines{"timer 0"});
}

TEST_F(StoreFailureTest, keeps_letters_until_the_store_works_again_and_handles_them_once) {
    throw_at("end 1");
    move(toy, 1);
    shop.settle();
    throw_no_more();
    shop.faulty.break_from(1);
    shop.advance(minutes(2));
    shop.faulty.repair();
    shop.advance(seconds(1));
    EXPECT_EQ(trail_of("end "), Lines{"1"});
    move(toy, 2);
    EXPECT_EQ(trail_of("end "), (Lines{"1", "2"}));
}

TEST_F(StoreFailureTest, does_not_make_the_lane_spin) {
    throw_at("end 1");
    move(toy, 1);
    shop.settle();
    shop.transact([&](runtime::Transaction& tx) {
        tx.set_timer(ToyService::timer, toy.uuid(), tx.now() + milliseconds(50));
    });
    shop.clock.set(shop.clock.now() + seconds(1));
    shop.faulty.break_from(1);
    shop.lane->run_batch();
    auto steps = shop.faulty.steps();
    for (int i = 0; i < 100 && shop.lane->next_due() <= shop.clock.now(); ++i) {
        shop.lane->run_batch();
    }
    EXPECT_LE(shop.faulty.steps(), steps + 1);
}

TEST_F(StoreFailureTest, of_reading_is_survived_too) {
    shop.transact([&](runtime::Transaction& tx) {
        tx.set_timer(ToyService::timer, toy.uuid(), tx.now() + milliseconds(50));
    });
    shop.clock.set(shop.clock.now() + seconds(1));
    shop.faulty.break_from(1);
    shop.faulty.break_reads();
    auto answer = begin_move(toy, 1);
    EXPECT_NO_THROW(shop.lane->run_batch());
    EXPECT_EQ(answer->status, 503);
    shop.faulty.repair();
    shop.advance(seconds(1));
    EXPECT_EQ(trail(), Lines{"timer 0"});
}

class LogStoreFailureTest : public StoreFailureTest {
  protected:
    LogStoreFailureTest() { shop.lane_options.delivery = runtime::Delivery::log; }
};

TEST_F(LogStoreFailureTest, keeps_deliveries_until_the_store_works_again) {
    move(toy, 1);
    shop.faulty.break_from(1);
    for (int i = 0; i < 50; ++i) {
        shop.lane->run_batch();
        shop.clock.set(shop.clock.now() + milliseconds(20));
    }
    shop.faulty.repair();
    shop.advance(seconds(1));
    EXPECT_EQ(trail(), (Lines{"move 1", "echo 1", "end 1"}));
    EXPECT_EQ(shop.lane->consumers().duplicates().value(), 0U);
}

TEST_F(LogStoreFailureTest, at_any_step_of_the_hops_is_not_seen) {
    shop.faulty.repair();
    move(other, 1);
    shop.settle();
    auto steps = shop.faulty.steps();
    for (std::uint64_t n = 1; n <= steps; ++n) {
        auto before = trail().size();
        shop.faulty.break_from(n);
        auto answer = begin_move(toy, 1);
        for (int i = 0; i < 10; ++i) shop.lane->run_batch();
        shop.faulty.repair();
        shop.advance(seconds(10));
        ASSERT_NE(answer->status, 0) << "step " << n;
        EXPECT_EQ(trail().size(), before + (answer->status == 200 ? 3 : 0)) << "step " << n;
    }
}

// Events that wait for the store are not overtaken by those behind them.
TEST(StoreFailureOfTheLog, loses_no_event_wherever_and_for_however_long_it_breaks) {
    for (std::uint64_t n = 1; n <= 40; ++n) {
        for (std::uint64_t count = 1; count <= 12; ++count) {
            TestShop shop(1, runtime::Delivery::log);
            ToyService service;
            service.install(shop.registry);
            shop.start();
            auto toy = shop.new_id<OrderId>();
            auto token = shop.as_member(shop.new_id<MemberId>());
            for (int step = 1; step <= 2; ++step) {
                shop.begin_call(Method::post, ToyService::target(toy, "moves"), toy_body(step),
                                token);
            }
            shop.lane->run_batch();
            shop.faulty.break_for(n, count);
            shop.settle();
            shop.faulty.repair();
            shop.advance(minutes(2));
            std::vector<std::string> ends;
            for (const auto& line : ToyService::trail(shop)) {
                if (line.starts_with("end")) ends.push_back(line);
            }
            EXPECT_EQ(ends, (std::vector<std::string>{"end 1", "end 2"}))
                << "step " << n << ", " << count << " steps long";
        }
    }
}

}  // namespace
}  // namespace jangteo::test
