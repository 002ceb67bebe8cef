// The lane: batches, chains, and what a throwing handler does not disturb.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

class LaneTest : public ToyShopTest {};

class LogLaneTest : public ToyShopTest {
  protected:
    LogLaneTest() : ToyShopTest(runtime::Delivery::log) {}
};

TEST_F(LaneTest, handles_a_whole_chain_in_one_commit) {
    auto before = shop.store.commits();
    EXPECT_EQ(move(toy, 1), 200);
    EXPECT_EQ(shop.store.commits(), before + 1);
    EXPECT_EQ(trail(), (Lines{"move 1", "echo 1", "end 1"}));
}

TEST_F(LaneTest, commits_a_batch_once_and_answers_afterwards) {
    std::vector<std::shared_ptr<HttpAnswer>> answers;
    for (int i = 1; i <= 5; ++i) answers.push_back(begin_move(toy, i));
    for (const auto& answer : answers) EXPECT_EQ(answer->status, 0);
    auto before = shop.store.commits();
    shop.lane->run_batch();
    EXPECT_EQ(shop.store.commits(), before + 1);
    for (const auto& answer : answers) EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(trail().size(), 15U);
}

TEST_F(LaneTest, has_nothing_to_do_without_messages) {
    EXPECT_FALSE(shop.lane->run_batch());
    EXPECT_TRUE(shop.lane->idle());
    EXPECT_EQ(shop.lane->next_due(), Timestamp{INT64_MAX});
}

TEST_F(LaneTest, keeps_neighbours_of_a_throwing_command) {
    throw_at("move 2");
    auto first = begin_move(toy, 1);
    auto second = begin_move(toy, 2);
    auto third = begin_move(toy, 3);
    shop.settle();
    EXPECT_EQ(first->status, 200);
    EXPECT_EQ(second->status, 500);
    EXPECT_EQ(third->status, 200);
    EXPECT_EQ(trail(), (Lines{"move 1", "echo 1", "end 1", "move 3", "echo 3", "end 3"}));
}

TEST_F(LaneTest, keeps_the_steps_before_a_throwing_reaction_and_its_neighbours) {
    throw_at("end 2");
    auto first = begin_move(other, 1);
    auto second = begin_move(toy, 2);
    auto third = begin_move(other, 3);
    shop.settle();
    EXPECT_EQ(first->status, 200);
    EXPECT_EQ(second->status, 200);
    EXPECT_EQ(third->status, 200);
    Lines lines = trail();
    std::sort(lines.begin(), lines.end());
    EXPECT_EQ(lines, (Lines{"echo 1", "echo 2", "echo 3", "end 1", "end 3", "move 1", "move 2",
                            "move 3"}));
}

TEST_F(LaneTest, gives_every_event_its_cause) {
    move(toy, 1);
    auto events = shop.events();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_TRUE(events[0].causation.is_nil());
    EXPECT_EQ(events[1].causation, events[0].id);
    EXPECT_EQ(events[1].aggregate.uuid(), toy.uuid());
}

TEST_F(LaneTest, goes_on_through_the_log_when_a_chain_is_too_long) {
    constexpr int copies = 300;
    shop.lane_options.chain_events_max = 256;
    shop.restart();
    toy_service.on_echo = [&](runtime::Transaction& tx, const ToyMoved& event) {
        for (int i = 1; i < copies; ++i) {
            tx.publish(runtime::subject(toy, i), ToyEchoed{toy, event.step + i});
        }
    };
    auto before = shop.store.commits();
    EXPECT_EQ(move(toy, 1), 200);
    shop.settle();
    EXPECT_GT(shop.store.commits(), before + 1);
    Lines lines = trail();
    ASSERT_EQ(lines.size(), 2U + copies);
    for (int i = 0; i < copies; ++i) {
        ASSERT_EQ(lines[static_cast<std::size_t>(2 + i)], "end " + std::to_string(1 + i));
    }
    EXPECT_TRUE(shop.lane->idle());
}

TEST_F(LaneTest, lets_no_neighbour_overtake_a_chain_that_was_cut) {
    shop.lane_options.chain_events_max = 2;
    shop.restart();
    toy_service.on_echo = [&](runtime::Transaction& tx, const ToyMoved& event) {
        if (event.step == 1) tx.publish(runtime::subject(toy, 1), ToyEchoed{toy, 10});
    };
    begin_move(toy, 1);
    begin_move(toy, 2);
    shop.settle();
    EXPECT_EQ(trail_of("end "), (Lines{"1", "10", "2"}));
}

TEST_F(LaneTest, refuses_commands_beyond_its_queue) {
    shop.lane_options.queue_max = 2;
    shop.restart();
    auto first = begin_move(toy, 1);
    auto second = begin_move(toy, 2);
    auto third = begin_move(toy, 3);
    EXPECT_EQ(third->status, 503);
    EXPECT_EQ(header_of(*third, "retry-after"), "1");
    shop.settle();
    EXPECT_EQ(first->status, 200);
    EXPECT_EQ(second->status, 200);
    EXPECT_EQ(move(toy, 3), 200);
}

TEST_F(LaneTest, takes_a_long_queue_in_several_batches) {
    shop.lane_options.commands_max = 4;
    shop.restart();
    for (int i = 1; i <= 10; ++i) begin_move(toy, i);
    auto before = shop.store.commits();
    shop.settle();
    EXPECT_EQ(shop.store.commits(), before + 3);
    EXPECT_EQ(trail().size(), 30U);
}

using LaneDeathTest = LaneTest;

TEST_F(LaneDeathTest, catches_a_refusal_that_has_written) {
    EXPECT_DEATH(
        {
            TestShop fresh;
            ToyService service;
            service.install(fresh.registry);
            fresh.registry.routes.command(
                {.method = Method::post, .path = "/v1/wrong", .name = "wrong", .summary = ""},
                [&](runtime::Transaction& tx, const runtime::Call& call) {
                    tx.publish(runtime::subject(toy, 1), ToyMoved{toy, 1});
                    return runtime::not_found(call);
                });
            fresh.start();
            fresh.call(Method::post, "/v1/wrong", "", fresh.as_member(fresh.new_id<MemberId>()));
        },
        "a rejection has written nothing");
}

TEST_F(LogLaneTest, handles_the_same_chain_hop_by_hop_with_the_same_bytes) {
    auto before = shop.store.commits();
    EXPECT_EQ(move(toy, 1), 200);
    EXPECT_EQ(trail(), Lines{"move 1"});
    shop.settle();
    EXPECT_GT(shop.store.commits(), before + 2);
    EXPECT_EQ(trail(), (Lines{"move 1", "echo 1", "end 1"}));

    TestShop embedded;
    ToyService same;
    same.install(embedded.registry);
    embedded.start();
    embedded.call(Method::post, ToyService::target(toy, "moves"), toy_body(1),
                  embedded.as_member(embedded.new_id<MemberId>()));
    auto hop = shop.events();
    auto chain = embedded.events();
    ASSERT_EQ(hop.size(), chain.size());
    for (std::size_t i = 0; i < hop.size(); ++i) {
        EXPECT_EQ(hop[i].type, chain[i].type);
        EXPECT_EQ(hop[i].payload, chain[i].payload);
        EXPECT_EQ(hop[i].version, chain[i].version);
    }
    EXPECT_EQ(hop[1].causation, hop[0].id);
}

TEST_F(LogLaneTest, marks_records_as_delivered_when_every_consumer_has_passed) {
    move(toy, 1);
    shop.settle();
    for (const auto& stored : runtime::Outbox::read(shop.store.writer(), 1, 100, false)) {
        EXPECT_TRUE(stored.delivered) << stored.position;
    }
    EXPECT_TRUE(shop.lane->idle());
}

TEST_F(LogLaneTest, goes_on_after_a_restart_at_any_batch) {
    for (int batches = 1; batches < 8; ++batches) {
        auto one = shop.new_id<OrderId>();
        begin_move(one, batches);
        for (int i = 0; i < batches; ++i) shop.lane->run_batch();
        shop.restart();
        shop.settle();
    }
    Lines lines = trail();
    EXPECT_EQ(lines.size(), 21U);
    std::sort(lines.begin(), lines.end());
    EXPECT_EQ(std::adjacent_find(lines.begin(), lines.end()), lines.end());
}

// Holds and repeats as a seeded coin says.
class CoinFaults : public runtime::LogFaults {
  public:
    explicit CoinFaults(std::uint64_t seed) : random_(seed) {}
    bool hold(std::string_view, std::string_view, int) override { return coin(); }
    bool repeat(std::string_view, const runtime::Event&) override { return coin(); }
    bool calm = false;

  private:
    bool coin() { return !calm && random_.next() % 2 == 0; }

    SeededRandom random_;
};

TEST_F(LogLaneTest, has_one_effect_in_order_however_deliveries_are_held_and_repeated) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CoinFaults faults(seed);
        shop.lane->consumers().set_faults(&faults);
        auto one = shop.new_id<OrderId>();
        auto before = trail().size();
        for (int step = 1; step <= 4; ++step) {
            begin_move(one, step);
            for (int i = 0; i < 4; ++i) shop.lane->run_batch();
        }
        for (int i = 0; i < 50; ++i) shop.lane->run_batch();
        faults.calm = true;
        shop.settle();
        shop.lane->consumers().set_faults(nullptr);

        Lines lines = trail();
        lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(before));
        ASSERT_EQ(lines.size(), 12U) << "seed " << seed;
        for (auto what : {"move ", "echo ", "end "}) {
            Lines of_one;
            for (const auto& line : lines) {
                if (line.starts_with(what)) of_one.push_back(line.substr(line.find(' ') + 1));
            }
            EXPECT_EQ(of_one, (Lines{"1", "2", "3", "4"})) << what << "seed " << seed;
        }
    }
    EXPECT_GT(shop.lane->consumers().duplicates().value(), 0U);
}

}  // namespace
}  // namespace jangteo::test
