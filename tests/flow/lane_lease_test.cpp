// Two lanes on one store: the older one can do nothing more.

#include "runtime/work_message.hpp"
#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

const sql::Query select_epoch{"SELECT epoch FROM runtime_lease WHERE name = 'writer'"};

class LeaseTest : public ToyShopTest {
  protected:
    // Each as of a process of its own.
    std::unique_ptr<runtime::Lane> make_lane(const std::string& holder) {
        runtime::LaneOptions options;
        options.holder.words = holder;
        auto lane = std::make_unique<runtime::Lane>(
            runtime::LanePorts{shop.store, shop.clock, shop.random, shop.registry, shop.metrics,
                               shop.log, shop.watches, [] {},
                               [this](const std::string& why) { fenced.push_back(why); }},
            options);
        lane->recover();
        return lane;
    }

    // Posts a piece of work that asks the outside, and says how it ended.
    std::shared_ptr<std::string> begin_work(runtime::Lane& lane) {
        auto result = std::make_shared<std::string>("waits");
        lane.post(std::make_unique<runtime::WorkMessage>(
            "work",
            [this](runtime::Transaction& tx) {
                tx.publish(runtime::subject(toy, 1), ToyMoved{toy, 1});
            },
            [result](std::string error) { *result = std::move(error); }));
        return result;
    }

    std::size_t moves() { return shop.count_events<ToyMoved>(); }

    Lines fenced;
};

TEST_F(LeaseTest, the_older_lane_commits_nothing_more) {
    auto older = make_lane("older");
    auto done = begin_work(*older);
    older->run_batch();
    EXPECT_EQ(*done, "");
    EXPECT_EQ(moves(), 1U);

    auto newer = make_lane("newer");
    auto refused = begin_work(*older);
    older->run_batch();
    EXPECT_EQ(*refused, "the store was taken over by newer");
    EXPECT_EQ(moves(), 1U);
    EXPECT_EQ(fenced, Lines{"the store was taken over by newer"});

    auto again = begin_work(*newer);
    newer->run_batch();
    EXPECT_EQ(*again, "");
    EXPECT_EQ(moves(), 2U);
}

TEST_F(LeaseTest, each_of_a_batch_is_told_once_when_the_store_goes_between_two) {
    auto older = make_lane("older");
    std::unique_ptr<runtime::Lane> newer;
    Lines told;
    int runs = 0;
    older->post(std::make_unique<runtime::WorkMessage>(
        "first",
        [&](runtime::Transaction& tx) {
            if (++runs == 1) throw std::runtime_error("so each runs alone");
            tx.publish(runtime::subject(toy, 1), ToyMoved{toy, 1});
        },
        [&](const std::string& error) {
            told.push_back("first: " + error);
            if (!newer) newer = make_lane("newer");
        }));
    older->post(std::make_unique<runtime::WorkMessage>(
        "second",
        [&](runtime::Transaction& tx) {
            tx.publish(runtime::subject(other, 1), ToyMoved{other, 1});
        },
        [&](const std::string& error) { told.push_back("second: " + error); }));
    older->run_batch();
    EXPECT_EQ(told, (Lines{"first: ", "second: the store was taken over by newer"}));
    EXPECT_EQ(moves(), 1U);
}

TEST_F(LeaseTest, the_older_lane_stays_fenced) {
    auto older = make_lane("older");
    make_lane("newer");
    for (int i = 0; i < 3; ++i) {
        auto refused = begin_work(*older);
        older->run_batch();
        EXPECT_NE(*refused, "");
        EXPECT_NE(*refused, "waits");
    }
    EXPECT_EQ(moves(), 0U);
}

TEST_F(LeaseTest, the_older_lane_calls_nobody_outside) {
    toy_service.outside.respond = [](const runtime::Effect&) {
        return runtime::Outcome{runtime::OutcomeKind::not_sent, "away", ""};
    };
    ask_outside(toy, 1);
    shop.settle();
    auto calls = toy_service.outside.seen.size();
    EXPECT_GE(calls, 1U);
    auto newer = make_lane("newer");
    // The next attempt of the older lane falls due; only the newer one may make it.
    shop.advance(seconds(2));
    EXPECT_EQ(toy_service.outside.seen.size(), calls);
    newer->run_batch();
    EXPECT_EQ(toy_service.outside.seen.size(), calls + 1);
}

TEST_F(LeaseTest, a_restart_raises_the_epoch_and_goes_on) {
    for (int i = 1; i <= 3; ++i) {
        shop.restart();
        EXPECT_EQ(move(toy, i), 200);
    }
    auto rows = shop.store.writer().query(select_epoch);
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), 4);
}

}  // namespace
}  // namespace jangteo::test
