// Events on their way through a broker: out of the outbox, and into the lane, each with one effect.

#include "tests/support/toy_shop_test.hpp"

#include "runtime/dead_letters.hpp"

namespace jangteo::test {
namespace {

using runtime::Letter;
using runtime::LetterSource;
using runtime::LetterState;

class RelayTest : public ToyShopTest {
  protected:
    RelayTest() { shop.broker.emplace(); }

    std::vector<Letter> letters() {
        return runtime::DeadLetters::list(shop.store.writer(), {}, 100);
    }
    std::vector<runtime::BrokerEvent> told() { return shop.broker->events("toy.events"); }
    void refuse(std::string_view type) {
        shop.broker->refuses = [type](const runtime::BrokerEvent& sent) {
            return sent.event.type == type ? "too large" : "";
        };
    }
    void run_for(Duration time) {
        shop.settle();
        shop.advance(time);
    }
};

TEST_F(RelayTest, tells_the_broker_every_event_as_it_stands_in_the_outbox) {
    move(toy, 1);
    run_for(seconds(1));
    auto stored = shop.events();
    auto sent = told();
    ASSERT_EQ(sent.size(), 2U);
    ASSERT_EQ(stored.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(sent[i].event.id, stored[i].id);
        EXPECT_EQ(sent[i].event.payload, stored[i].payload);
        EXPECT_EQ(sent[i].topic, "toy.events");
        EXPECT_EQ(sent[i].correlation.uuid(), toy.uuid());
        EXPECT_TRUE(sent[i].source.starts_with("/jangteo/"));
        EXPECT_FALSE(sent[i].trace.empty());
    }
    EXPECT_EQ(sent[1].event.causation, sent[0].event.id);
    EXPECT_LT(sent[0].position, sent[1].position);
    EXPECT_TRUE(shop.lane->idle());
}

TEST_F(RelayTest, gives_each_event_one_effect_however_often_it_comes) {
    for (int step = 1; step <= 20; ++step) move(step % 2 == 0 ? toy : other, step);
    run_for(seconds(1));
    EXPECT_EQ(trail_of("end ").size(), 20U);
    EXPECT_TRUE(shop.broker->all_handled());
    // Everything once more, to a process that has just started.
    shop.restart();
    run_for(seconds(1));
    EXPECT_EQ(trail_of("echo ").size(), 20U);
    EXPECT_EQ(trail_of("end ").size(), 20U);
    EXPECT_GT(shop.metrics.counter("jangteo_duplicate_deliveries_total", "").value(), 0U);
}

TEST_F(RelayTest, keeps_the_order_of_an_aggregate) {
    Lines wanted;
    for (int step = 1; step <= 9; ++step) {
        move(toy, step);
        wanted.push_back(std::to_string(step));
    }
    run_for(seconds(1));
    EXPECT_EQ(trail_of("echo "), wanted);
    EXPECT_EQ(trail_of("end "), wanted);
}

TEST_F(RelayTest, loses_nothing_while_the_broker_is_away) {
    shop.broker->go_away();
    for (int step = 1; step <= 5; ++step) EXPECT_EQ(move(toy, step), 200);
    run_for(minutes(10));
    EXPECT_TRUE(trail_of("echo ").empty());
    EXPECT_FALSE(shop.lane->idle());
    shop.broker->come_back();
    run_for(seconds(1));
    EXPECT_EQ(trail_of("end ").size(), 5U);
    EXPECT_TRUE(shop.lane->idle());
}

TEST_F(RelayTest, sends_again_after_a_restart_what_was_under_way) {
    shop.broker->go_away();
    move(toy, 1);
    shop.settle();
    shop.restart();
    move(toy, 2);
    // Both processes' calls arrive: the first event stands in the topic twice.
    shop.broker->come_back();
    run_for(seconds(1));
    std::size_t first = 0;
    for (const auto& sent : told()) first += sent.event.id == shop.events()[0].id ? 1 : 0;
    EXPECT_EQ(first, 2U);
    EXPECT_EQ(trail_of("echo "), (Lines{"1", "2"}));
    EXPECT_EQ(trail_of("end "), (Lines{"1", "2"}));
}

TEST_F(RelayTest, does_not_send_again_what_it_has_noted_as_taken) {
    move(toy, 1);
    run_for(seconds(1));
    auto before = told().size();
    shop.restart();
    run_for(seconds(1));
    EXPECT_EQ(told().size(), before);
}

TEST_F(RelayTest, keeps_what_the_broker_refuses_until_an_operator_sends_it_again) {
    refuse("ToyMoved");
    move(toy, 1);
    run_for(seconds(1));
    ASSERT_EQ(letters().size(), 1U);
    const Letter letter = letters()[0];
    EXPECT_EQ(letter.source, LetterSource::publication);
    EXPECT_EQ(letter.state, LetterState::parked);
    EXPECT_EQ(letter.cause, "too large");
    EXPECT_TRUE(trail_of("echo ").empty());
    auto replay = [&] {
        shop.call(Method::post, "/v1/ops/dead-letters/" + letter.id.text() + "/replay", "",
                  shop.as_operator(shop.new_id<MemberId>()));
        run_for(seconds(2));
    };
    replay();
    ASSERT_EQ(letters().size(), 1U);
    EXPECT_GT(letters()[0].attempts, 1);
    EXPECT_TRUE(trail_of("echo ").empty());
    shop.broker->refuses = nullptr;
    // It passes consumers, which have its old place behind them.
    move(toy, 2);
    run_for(minutes(1));
    EXPECT_TRUE(letters().empty());
    EXPECT_EQ(trail_of("echo ").size(), 2U);
    EXPECT_TRUE(shop.lane->idle());
}

TEST_F(RelayTest, tells_everyone_of_what_a_consumer_gave_up) {
    throw_at("echo 1");
    move(toy, 1);
    shop.settle();
    EXPECT_TRUE(shop.broker->events("toy.events.dlq").empty());
    run_for(hours(1));
    ASSERT_EQ(letters().size(), 1U);
    EXPECT_EQ(letters()[0].state, LetterState::parked);
    auto dead = shop.broker->events("toy.events.dlq");
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].event.id, shop.events()[0].id);
    EXPECT_EQ(dead[0].event.payload, shop.events()[0].payload);
    const std::vector<std::pair<std::string, std::string>> words{
        {"x-jangteo-consumer", "echo"},
        {"x-jangteo-error", "echo 1 fails"},
        {"x-jangteo-attempts", "8"}};
    EXPECT_EQ(dead[0].headers, words);
}

TEST_F(RelayTest, lets_neighbours_of_a_poison_event_pass) {
    throw_at("echo 1");
    move(toy, 1);
    move(other, 2);
    run_for(seconds(1));
    EXPECT_EQ(trail_of("echo "), Lines{"2"});
    EXPECT_TRUE(shop.broker->all_handled());
    throw_no_more();
    run_for(minutes(1));
    EXPECT_EQ(trail_of("echo "), (Lines{"2", "1"}));
}

TEST_F(RelayTest, keeps_the_bytes_of_what_cannot_be_read) {
    shop.lane->arrived({{{"toy.events", 0}, 0, std::nullopt, "no schema has the id 7", "\1\2"}},
                       *shop.broker);
    run_for(seconds(1));
    ASSERT_EQ(letters().size(), 1U);
    EXPECT_EQ(letters()[0].source, LetterSource::arrival);
    EXPECT_EQ(letters()[0].state, LetterState::parked);
    EXPECT_EQ(letters()[0].kind, "toy.events");
    EXPECT_EQ(letters()[0].cause, "no schema has the id 7");
    EXPECT_EQ(letters()[0].body, "\1\2");
    auto dead = shop.broker->events("toy.events.dlq");
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].event.type, "");
    EXPECT_EQ(dead[0].event.payload, "\1\2");
}

TEST_F(RelayTest, does_not_handle_what_another_process_has_handled_meanwhile) {
    move(toy, 1);
    run_for(seconds(1));
    move(toy, 2);
    // It has read the event before this one took it up, and committed first.
    const auto ahead = shop.events().size() + 100;
    shop.store.writer().script("UPDATE runtime_inbox SET record = " + std::to_string(ahead));
    run_for(seconds(1));
    EXPECT_EQ(trail_of("echo "), Lines{"1"});
    EXPECT_TRUE(shop.broker->all_handled());
    EXPECT_TRUE(letters().empty());
}

// It would move its consumer's place past the one that waits.
TEST_F(RelayTest, no_event_overtakes_one_that_waits_for_the_store) {
    const auto first = begin_move(toy, 1);
    const auto second = begin_move(toy, 2);
    while (told().size() < 2) shop.lane->run_batch();
    const auto sent = told();
    auto arrive = [&](std::size_t n) {
        const auto offset = static_cast<std::int64_t>(n);
        shop.lane->arrived({{{"toy.events", 0}, offset, sent[n], "", ""}}, *shop.broker);
        shop.lane->run_batch();
    };
    shop.faulty.break_from(1);
    arrive(0);
    EXPECT_EQ(trail_of("echo "), Lines{});
    shop.faulty.repair();  // before the lane asks the store again
    arrive(1);
    shop.clock.set(shop.clock.now() + seconds(1));
    while (shop.lane->run_batch()) {
    }
    EXPECT_EQ(trail_of("echo "), (Lines{"1", "2"}));
}

}  // namespace
}  // namespace jangteo::test
