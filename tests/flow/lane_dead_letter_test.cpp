// What a handler cannot handle: retried, parked, replayed by an operator, in order.

#include "tests/support/toy_shop_test.hpp"

#include "runtime/dead_letters.hpp"

namespace jangteo::test {
namespace {

using runtime::DeadLetters;
using runtime::Letter;
using runtime::LetterState;

class DeadLetterTest : public ToyShopTest {
  protected:
    std::vector<Letter> letters() { return DeadLetters::list(shop.store.writer(), {}, 100); }
    HttpAnswer replay(const runtime::Letter& letter) {
        return shop.call(Method::post, "/v1/ops/dead-letters/" + letter.id.text() + "/replay", "",
                         operator_token);
    }
    // Moves until the letter of the line is parked.
    void park(const OrderId& which, int step, const std::string& line) {
        throw_at(line);
        move(which, step);
        shop.settle();
        shop.advance(hours(1));
    }

    std::string operator_token = shop.as_operator(shop.new_id<MemberId>());
};

TEST_F(DeadLetterTest, holds_bytes_position_attempts_and_cause) {
    throw_at("end 1");
    move(toy, 1);
    shop.settle();
    auto all = letters();
    ASSERT_EQ(all.size(), 1U);
    const Letter& letter = all[0];
    EXPECT_EQ(letter.state, LetterState::retrying);
    EXPECT_EQ(letter.source, runtime::LetterSource::event);
    EXPECT_EQ(letter.consumer, "end");
    EXPECT_EQ(letter.kind, "ToyEchoed");
    EXPECT_EQ(letter.aggregate.uuid(), toy.uuid());
    EXPECT_EQ(letter.attempts, 1);
    EXPECT_EQ(letter.cause, "end 1 fails");
    EXPECT_GT(letter.position.record, 0);
    EXPECT_EQ(letter.position.index, 0);
    EXPECT_FALSE(letter.trace.empty());

    auto event = codec::decode_avro<runtime::Event>(letter.body);
    ASSERT_TRUE(event);
    auto published = shop.events();
    EXPECT_EQ(event->id, published[1].id);
    EXPECT_EQ(event->payload, published[1].payload);
}

TEST_F(DeadLetterTest, is_retried_with_growing_delays_and_handled_when_the_cause_is_gone) {
    throw_at("end 1");
    move(toy, 1);
    shop.settle();
    shop.advance(milliseconds(100));
    EXPECT_EQ(letters().at(0).attempts, 2);
    shop.advance(milliseconds(199));
    EXPECT_EQ(letters().at(0).attempts, 2);
    shop.advance(milliseconds(1));
    EXPECT_EQ(letters().at(0).attempts, 3);
    throw_no_more();
    shop.advance(seconds(1));
    EXPECT_TRUE(letters().empty());
    EXPECT_EQ(trail(), (Lines{"move 1", "echo 1", "end 1"}));
    EXPECT_EQ(shop.lane->next_due(), Timestamp{INT64_MAX});
}

// After a restart with the clock set back, a later letter has an earlier id.
TEST_F(DeadLetterTest, is_followed_by_the_one_that_came_next_whatever_their_ids_say) {
    std::vector<DeadLetterId> ids{shop.new_id<DeadLetterId>(), shop.new_id<DeadLetterId>(),
                                  shop.new_id<DeadLetterId>()};
    std::vector<Letter> came(3);
    for (std::size_t i = 0; i < 3; ++i) {
        came[i].id = ids[2 - i];
        came[i].state = i == 0 ? LetterState::parked : LetterState::behind;
        came[i].consumer = "end";
    }
    DeadLetters stored;
    sql::Connection& db = shop.store.writer();
    for (const Letter& letter : came) stored.insert(db, letter);
    stored.handled(db, came[0], shop.clock.now());
    auto due = stored.due(db, shop.clock.now(), 10);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].id, came[1].id);
}

TEST_F(DeadLetterTest, is_parked_after_eight_attempts) {
    park(toy, 1, "end 1");
    auto all = letters();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].state, LetterState::parked);
    EXPECT_EQ(all[0].attempts, runtime::letter_attempts_max);
    throw_no_more();
    shop.advance(hours(24));
    EXPECT_EQ(letters().size(), 1U);
}

TEST_F(DeadLetterTest, keeps_later_events_of_its_aggregate_behind_it_and_no_others) {
    park(toy, 1, "end 1");
    move(toy, 2);
    move(other, 3);
    move(toy, 4);
    shop.settle();
    EXPECT_EQ(trail_of("end "), Lines{"3"});
    EXPECT_EQ(trail_of("echo "), (Lines{"1", "2", "3", "4"}));
    auto all = letters();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[1].state, LetterState::behind);
    EXPECT_EQ(all[2].state, LetterState::behind);

    throw_no_more();
    EXPECT_EQ(replay(all[0]).status, 202);
    shop.settle();
    EXPECT_EQ(trail_of("end "), (Lines{"3", "1", "2", "4"}));
    EXPECT_TRUE(letters().empty());
}

TEST_F(DeadLetterTest, lets_the_next_one_through_after_its_replay) {
    park(toy, 1, "end 1");
    throw_no_more();
    replay(letters().at(0));
    shop.settle();
    move(toy, 2);
    shop.settle();
    EXPECT_EQ(trail_of("end "), (Lines{"1", "2"}));
}

TEST_F(DeadLetterTest, is_replayed_once_however_often_it_is_asked) {
    park(toy, 1, "end 1");
    throw_no_more();
    Letter letter = letters().at(0);
    std::string path = "/v1/ops/dead-letters/" + letter.id.text() + "/replay";
    auto first = shop.begin_call(Method::post, path, "", operator_token);
    auto second = shop.begin_call(Method::post, path, "", operator_token);
    shop.settle();
    EXPECT_EQ(first->status, 202);
    EXPECT_EQ(second->status, 409);
    EXPECT_EQ(replay(letter).status, 404);
    EXPECT_EQ(trail_of("end "), Lines{"1"});
}

TEST_F(DeadLetterTest, is_parked_again_when_its_replay_fails) {
    park(toy, 1, "end 1");
    EXPECT_EQ(replay(letters().at(0)).status, 202);
    shop.settle();
    auto all = letters();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].state, LetterState::parked);
    EXPECT_EQ(all[0].attempts, runtime::letter_attempts_max + 1);
}

TEST_F(DeadLetterTest, is_shown_to_operators_only) {
    park(toy, 1, "end 1");
    EXPECT_EQ(shop.call(Method::get, "/v1/ops/dead-letters", "", token).status, 403);
    auto list = shop.call(Method::get, "/v1/ops/dead-letters", "", operator_token);
    EXPECT_NE(list.body.find("\"parked\""), std::string::npos) << list.body;
    auto one = shop.call(Method::get, "/v1/ops/dead-letters/" + letters()[0].id.text(), "",
                         operator_token);
    EXPECT_NE(one.body.find("\\\"step\\\":1"), std::string::npos) << one.body;
}

TEST_F(DeadLetterTest, survives_a_restart) {
    throw_at("end 1");
    move(toy, 1);
    shop.settle();
    move(toy, 2);
    shop.restart();
    move(toy, 3);
    throw_no_more();
    shop.advance(seconds(10));
    EXPECT_EQ(trail_of("end "), (Lines{"1", "2", "3"}));
}

// The chain of a retried event comes back to the same consumer with an event of the same aggregate.
TEST_F(DeadLetterTest, does_not_stand_in_the_way_of_its_own_chain) {
    throw_at("echo 1");
    move(toy, 1);
    shop.settle();
    ASSERT_EQ(letters().size(), 1U);
    throw_no_more();
    toy_service.on_echo = [&](runtime::Transaction& tx, const ToyMoved& event) {
        if (event.step == 1) tx.publish(runtime::subject(toy, 2), ToyMoved{toy, 2});
    };
    shop.advance(hours(1));
    EXPECT_EQ(trail_of("echo "), (Lines{"1", "2"}));
    EXPECT_TRUE(letters().empty());
}

// A timer and a retry that are due at once are in one batch.
TEST_F(DeadLetterTest, does_not_hold_an_event_of_the_batch_that_handles_it) {
    shop.registry.on_timer("toy.moves", [this](runtime::Transaction& tx, const Uuid&) {
        tx.publish(runtime::subject(toy, 2), ToyMoved{toy, 2});
    });
    throw_at("echo 1");
    move(toy, 1);
    shop.settle();
    throw_no_more();
    Timestamp due = letters().at(0).next_at;
    shop.transact([&](runtime::Transaction& tx) { tx.set_timer("toy.moves", toy.uuid(), due); });
    shop.advance(hours(1));
    EXPECT_EQ(trail_of("echo "), (Lines{"1", "2"}));
    EXPECT_TRUE(letters().empty());
}

TEST_F(DeadLetterTest, holds_an_undecodable_event) {
    shop.transact([&](runtime::Transaction& tx) {
        tx.publish_bytes(runtime::subject(toy, 1), "ToyMoved", "\x01");
    });
    shop.settle();
    ASSERT_EQ(letters().size(), 1U);
    EXPECT_EQ(letters()[0].cause, "cannot decode the bytes of a ToyMoved");
    move(other, 1);
    shop.settle();
    EXPECT_EQ(trail_of("end "), Lines{"1"});
}

class LogDeadLetterTest : public DeadLetterTest {
  protected:
    LogDeadLetterTest() { shop.lane_options.delivery = runtime::Delivery::log; }
};

TEST_F(LogDeadLetterTest, keeps_order_hop_by_hop) {
    throw_at("echo 1");
    for (int step = 1; step <= 3; ++step) begin_move(toy, step);
    begin_move(other, 9);
    shop.settle();
    EXPECT_EQ(trail_of("echo "), Lines{"9"});
    throw_no_more();
    shop.advance(seconds(10));
    EXPECT_EQ(trail_of("echo "), (Lines{"9", "1", "2", "3"}));
    EXPECT_EQ(trail_of("end "), (Lines{"9", "1", "2", "3"}));
}

TEST_F(DeadLetterTest, of_a_timer_is_retried_and_handled_once) {
    throw_at("timer 0");
    shop.transact([&](runtime::Transaction& tx) {
        tx.set_timer(ToyService::timer, toy.uuid(), tx.now() + minutes(1));
    });
    shop.advance(minutes(1));
    ASSERT_EQ(letters().size(), 1U);
    EXPECT_EQ(letters()[0].source, runtime::LetterSource::timer);
    EXPECT_EQ(letters()[0].kind, "toy.timer");
    throw_no_more();
    shop.advance(minutes(1));
    EXPECT_EQ(trail(), Lines{"timer 0"});
}

TEST_F(DeadLetterTest, of_an_outcome_is_retried_and_handled_once) {
    toy_service.outside.respond = [](const runtime::Effect&) {
        return runtime::Outcome{runtime::OutcomeKind::done, "", ""};
    };
    throw_at("done 1");
    ask_outside(toy, 1);
    shop.settle();
    ASSERT_EQ(letters().size(), 1U);
    EXPECT_EQ(letters()[0].source, runtime::LetterSource::outcome);
    EXPECT_EQ(letters()[0].kind, "toy.call");
    throw_no_more();
    shop.advance(minutes(1));
    EXPECT_EQ(trail(), (Lines{"call 1", "done 1"}));
    EXPECT_EQ(toy_service.outside.seen.size(), 1U);
    shop.restart();
    shop.advance(minutes(1));
    EXPECT_EQ(toy_service.outside.seen.size(), 1U);
}

}  // namespace
}  // namespace jangteo::test
