// Timers against a model of them: whether they have rows yet or not, after commits, rollbacks and
// new starts.

#include "runtime/timers.hpp"

#include <random>
#include <set>

#include "boot/declared_shop.hpp"
#include "runtime/migrate.hpp"
#include "tests/support/in_batch.hpp"
#include "tests/support/store_test.hpp"

namespace jangteo::test {
namespace {

using runtime::Timer;
using runtime::Timers;

constexpr std::size_t changes_max = 16;
const sql::Query count_rows{"SELECT count(*) FROM runtime_timer"};
const sql::Query count_changes{"SELECT count(*) FROM runtime_fresh_timers"};

class TimersTest : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        store = engine->open();
        runtime::migrate(store->writer(), boot::migrations_of({}), {1});
        timers.recover(store->writer());
    }

    void run(const std::function<void()>& change) {
        in_batch(store->writer(), [&] {
            change();
            timers.write(store->writer());
        });
        timers.committed();
    }
    std::vector<Timer> stored() { return Timers::stored(store->reader()); }
    static Timer timer(std::int64_t due, std::uint8_t subject, const char* name = "wakes") {
        Uuid uuid{};
        uuid[15] = subject;
        return {{due}, name, EventId(uuid)};
    }

    std::unique_ptr<StoreEngine> engine = make_store_engine(GetParam());
    std::unique_ptr<sql::Store> store;
    Timers timers{changes_max};
};

TEST_P(TimersTest, are_what_was_set_and_has_not_ended) {
    std::mt19937 chance(11);
    std::set<Timer> model;
    std::int64_t most_rows = 0;
    for (int batch = 0; batch < 200; ++batch) {
        std::set<Timer> after = model;
        const bool is_lost = chance() % 8 == 0;
        auto change = [&] {
            for (int i = 0; i < 6; ++i) {
                const Timer one = timer(1 + chance() % 40, chance() % 4);
                if (chance() % 2 == 0 && !after.contains(one)) {
                    timers.set(one);
                    after.insert(one);
                } else {
                    EXPECT_EQ(timers.end(store->writer(), one, false), after.erase(one) == 1);
                }
            }
        };
        if (is_lost) {
            store->writer().begin();
            store->writer().begin_batch();
            change();
            timers.write(store->writer());
            store->writer().forget_batch();
            store->writer().rollback();
            timers.rolled_back();
        } else {
            run(change);
            model = after;
        }
        if (chance() % 16 == 0) timers.recover(store->writer());
        ASSERT_EQ(stored(), std::vector<Timer>(model.begin(), model.end())) << "batch " << batch;
        ASSERT_EQ(timers.due(store->writer(), {INT64_MAX}, 1'000), stored()) << "batch " << batch;
        most_rows = std::max(most_rows, sql::integer_of(store->reader().query(count_rows)));
        EXPECT_LE(sql::integer_of(store->reader().query(count_changes)), 2 * changes_max);
    }
    EXPECT_GT(most_rows, 0);
}

TEST_P(TimersTest, are_due_soonest_first_with_and_without_a_row) {
    run([&] {
        for (std::uint8_t i = 0; i < 2 * changes_max; ++i) timers.set(timer(100 - i, i));
    });
    run([&] {
        for (std::uint8_t i = 0; i < changes_max; ++i) timers.set(timer(50 - i, i, "rings"));
    });
    EXPECT_EQ(sql::integer_of(store->reader().query(count_rows)), 2 * changes_max);
    EXPECT_EQ(timers.next_due(store->writer()).us, 35);
    EXPECT_TRUE(timers.due(store->writer(), {34}, 10).empty());
    const auto due = timers.due(store->writer(), {70}, 100);
    ASSERT_EQ(due.size(), changes_max + 2);
    EXPECT_EQ(due.front(), timer(35, 15, "rings"));
    EXPECT_EQ(due.back(), timer(70, 30));
    EXPECT_EQ(Timers::stored(store->reader(), 3).size(), 3U);
    run([&] {
        EXPECT_TRUE(timers.end(store->writer(), timer(70, 30), true));
        EXPECT_TRUE(timers.end(store->writer(), timer(35, 15, "rings"), true));
    });
    EXPECT_EQ(timers.due(store->writer(), {70}, 100).size(), changes_max);
}

INSTANTIATE_TEST_SUITE_P(Engines, TimersTest, testing::ValuesIn(store_engine_names),
                         name_of_engine);

}  // namespace
}  // namespace jangteo::test
