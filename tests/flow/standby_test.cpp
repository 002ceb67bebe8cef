// Who may take over a store from the one that writes it, and when.

#include "boot/standby.hpp"

#include "kernel/fault.hpp"
#include "runtime/work_message.hpp"
#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

using boot::Standby;

class StandbyTest : public ToyShopTest {
  protected:
    std::unique_ptr<runtime::Lane> make_lane(const runtime::Holder& holder) {
        runtime::LaneOptions options;
        options.holder = holder;
        return std::make_unique<runtime::Lane>(
            runtime::LanePorts{shop.store, shop.clock, shop.random, shop.registry, shop.metrics,
                               shop.log, shop.watches, [] {}},
            options);
    }
    std::optional<std::int64_t> look() { return standby.look(shop.faulty.reader()); }
    // The time that the writer's lane and whoever stands by live through.
    void live(runtime::Lane& lane, Duration time) {
        for (Duration passed{}; passed < time; passed = passed + Standby::look_every) {
            shop.clock.set(shop.clock.now() + Standby::look_every);
            lane.run_batch();
            EXPECT_EQ(look(), std::nullopt);
        }
    }
    void pass(Duration time) { shop.clock.set(shop.clock.now() + time); }

    const runtime::Holder first{"first", "one", "http://127.0.0.1:1"};
    const runtime::Holder second{"second", "two", "http://127.0.0.1:2"};
    Standby standby{second, shop.clock, shop.random};
};

TEST_F(StandbyTest, a_writer_that_beats_keeps_the_store) {
    auto writer = make_lane(first);
    EXPECT_TRUE(writer->recover());
    EXPECT_EQ(look(), std::nullopt);
    EXPECT_EQ(standby.writer_url(), first.url);
    live(*writer, minutes(1));
}

TEST_F(StandbyTest, a_beat_that_stands_still_ends_the_lease) {
    auto writer = make_lane(first);
    writer->recover();
    live(*writer, seconds(3));
    auto seen = runtime::Lease::seen(shop.store.reader());
    ASSERT_TRUE(seen);
    pass(seconds(3));  // the last beat is up to a second old
    EXPECT_EQ(look(), std::nullopt);
    pass(Standby::silence_max);
    EXPECT_EQ(look(), seen->epoch);
}

// Each has a commit of its own then, and the beat must not wait for the last of them.
TEST_F(StandbyTest, a_batch_that_runs_one_by_one_is_no_silence) {
    auto writer = make_lane(first);
    writer->recover();
    live(*writer, seconds(2));
    const auto before = runtime::Lease::seen(shop.store.reader());
    bool is_one_by_one = false;
    auto post = [&](std::function<void(runtime::Transaction&)> work) {
        writer->post(std::make_unique<runtime::WorkMessage>("slow", std::move(work), nullptr));
    };
    for (int i = 0; i < 20; ++i) {
        post([&](runtime::Transaction&) {
            if (is_one_by_one) pass(milliseconds(500));
        });
    }
    post([&](runtime::Transaction&) {
        is_one_by_one = true;
        throw Fault(FaultKind::permanent, "poison");
    });
    writer->run_batch();
    const auto after = runtime::Lease::seen(shop.store.reader());
    ASSERT_TRUE(before && after);
    EXPECT_GE(after->beat - before->beat, 9);
}

TEST_F(StandbyTest, a_writer_that_leaves_is_not_waited_for) {
    auto writer = make_lane(first);
    writer->recover();
    EXPECT_EQ(look(), std::nullopt);
    writer->release();
    EXPECT_NE(look(), std::nullopt);
}

TEST_F(StandbyTest, who_ran_at_this_address_before_cannot_live) {
    auto writer = make_lane({"before", second.host, second.url});
    writer->recover();
    EXPECT_NE(look(), std::nullopt);
    // The same address of another machine is another process.
    auto elsewhere = make_lane({"elsewhere", "three", second.url});
    elsewhere->recover();
    EXPECT_EQ(look(), std::nullopt);
}

TEST_F(StandbyTest, only_the_first_of_two_takes_over) {
    auto writer = make_lane(first);
    writer->recover();
    writer->release();
    const auto epoch = look();
    ASSERT_NE(epoch, std::nullopt);
    auto fast = make_lane({"fast", "three", "http://127.0.0.1:3"});
    auto slow = make_lane(second);
    EXPECT_TRUE(fast->recover(epoch));
    EXPECT_FALSE(slow->recover(epoch));
    EXPECT_EQ(look(), std::nullopt);
    EXPECT_EQ(standby.writer_url(), "http://127.0.0.1:3");
}

TEST_F(StandbyTest, a_store_of_an_older_version_is_taken) {
    auto older = make_lane(first);
    older->recover();
    shop.store.writer().script("DELETE FROM runtime_writer");
    const auto epoch = look();
    ASSERT_NE(epoch, std::nullopt);
    EXPECT_TRUE(make_lane(second)->recover(epoch));
}

// Whatever could not be seen says nothing about the writer.
TEST_F(StandbyTest, a_store_that_cannot_be_asked_is_no_silence) {
    auto writer = make_lane(first);
    writer->recover();
    EXPECT_EQ(look(), std::nullopt);
    pass(milliseconds(3'900));
    shop.faulty.break_from(1);
    shop.faulty.break_reads();
    EXPECT_THROW(look(), Fault);
    shop.faulty.repair();
    pass(seconds(1));
    EXPECT_EQ(look(), std::nullopt);
    pass(Standby::silence_max);
    EXPECT_NE(look(), std::nullopt);
}

TEST_F(StandbyTest, a_writer_of_a_file_does_not_beat) {
    auto writer = make_lane({"alone", "one", ""});
    writer->recover();
    pass(minutes(1));
    EXPECT_FALSE(writer->run_batch());
    EXPECT_EQ(writer->next_due(), Timestamp{INT64_MAX});
}

}  // namespace
}  // namespace jangteo::test
