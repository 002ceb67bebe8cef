// The store's port: transactions, on every engine.

#include <future>

#include "runtime/documents.hpp"
#include "runtime/lease.hpp"
#include "runtime/migrate.hpp"
#include "tests/support/store_test.hpp"

namespace jangteo::test {
namespace {

class StoreTransactions : public StoreTest {};

[[noreturn]] void changed_meanwhile() { throw Fault(FaultKind::retry_now, "changed meanwhile"); }

TEST_P(StoreTransactions, rolled_back_leave_nothing) {
    db().begin();
    add("a");
    db().rollback();
    EXPECT_EQ(count(), 0);
    add_committed("a");
    EXPECT_EQ(count(), 1);
}

TEST_P(StoreTransactions, see_their_own_writes) {
    db().begin();
    add("a");
    add("b");
    auto rows = db().query(count_things);
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), 2);
    EXPECT_EQ(count(), 0);
}

TEST_P(StoreTransactions, that_break_a_unique_key_may_try_again) {
    add_committed("a");
    db().begin();
    EXPECT_EQ(fault_of([&] {
                  add("a");
                  db().commit();
              }),
              "retry_now");
    db().rollback();
    add_committed("b");
    EXPECT_EQ(count(), 2);
}

TEST_P(StoreTransactions, fail_as_a_whole_when_a_write_in_the_middle_does) {
    add_committed("m");
    db().begin();
    EXPECT_EQ(fault_of([&] {
                  for (const char* id : {"a", "b", "m", "c", "d"}) add(id);
                  db().commit();
              }),
              "retry_now");
    db().rollback();
    EXPECT_EQ(count(), 1);
    add_committed("z");
    EXPECT_EQ(count(), 2);
}

TEST_P(StoreTransactions, hold_expected_counts_at_the_latest_in_the_commit) {
    add_committed("a");
    db().begin();
    add("b");
    EXPECT_EQ(fault_of([&] {
                  db().execute_expecting(update_thing, {2, "new", sql::Bytes{"a"}, 7},
                                         {1, changed_meanwhile});
                  add("c");
                  db().commit();
              }),
              "retry_now");
    db().rollback();
    EXPECT_EQ(count(), 1);
}

TEST_P(StoreTransactions, read_again_after_a_read_behind_a_write_that_failed) {
    for (int turn = 0; turn < 2; ++turn) {
        db().begin();
        EXPECT_EQ(fault_of([&] {
                      db().execute_expecting(update_thing, {2, "new", sql::Bytes{"a"}, 7},
                                             {1, changed_meanwhile});
                      db().query(count_things);
                  }),
                  "retry_now");
        db().rollback();
    }
    EXPECT_EQ(count(), 0);
}

TEST_P(StoreTransactions, do_not_overwrite_what_another_changed) {
    add_committed("a");
    auto other = engine->open();
    other->writer().begin();
    other->writer().execute_expecting(update_thing, {2, "other", sql::Bytes{"a"}, 1},
                                      {1, changed_meanwhile});
    other->writer().commit();
    db().begin();
    EXPECT_EQ(fault_of([&] {
                  db().execute_expecting(update_thing, {2, "ours", sql::Bytes{"a"}, 1},
                                         {1, changed_meanwhile});
                  db().commit();
              }),
              "retry_now");
    db().rollback();
    auto rows = db().query(find_thing, {sql::Bytes{"a"}});
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.text(1), "other");
}

TEST_P(StoreTransactions, that_read_stay_at_their_snapshot) {
    add_committed("a");
    sql::Connection& reader = store->reader();
    auto counted = [&] {
        auto rows = reader.query(count_things);
        return rows.next() ? rows.integer(0) : -1;
    };
    reader.begin();
    EXPECT_EQ(counted(), 1);
    add_committed("b");
    EXPECT_EQ(counted(), 1);
    reader.rollback();
    EXPECT_EQ(counted(), 2);
}

TEST_P(StoreTransactions, of_readers_write_nothing) {
    EXPECT_NE(fault_of([&] {
                  store->reader().execute(insert_thing, {sql::Bytes{"a"}, 1, "", sql::Bytes{""}});
              }),
              "none");
    EXPECT_EQ(count(), 0);
}

TEST_P(StoreTransactions, of_many_writes_wait_seldom) {
    constexpr std::int64_t writes = 5'000;
    add_committed("first");
    const std::uint64_t before = store->round_trips();
    db().begin();
    for (std::int64_t i = 0; i < writes; ++i) add(std::to_string(i));
    db().commit();
    EXPECT_LT(store->round_trips() - before, 10U);
    EXPECT_EQ(count(), writes + 1);
    EXPECT_EQ(store->commits(), 2U);
}

TEST_P(StoreTransactions, take_three_round_trips_for_a_read_and_many_writes) {
    add_committed("first");
    const std::uint64_t before = store->round_trips();
    db().begin();
    for (const char* id : {"a", "b", "c", "d"}) add(id);
    { auto rows = db().query(find_thing, {sql::Bytes{"a"}}); }
    for (const char* id : {"e", "f", "g", "h"}) add(id);
    db().commit();
    EXPECT_EQ(store->round_trips() - before, engine->is_server() ? 3U : 0U);
}

// G3: between the look at the lease and the commit nobody takes it.
TEST_P(StoreTransactions, hold_the_lease_until_they_end) {
    std::vector<runtime::Migration> migrations = runtime::migrations();
    runtime::migrate(db(), migrations, {1});
    runtime::Lease ours;
    ours.take(db(), {"ours", "", ""});
    db().begin();
    ours.hold(db());
    auto taken = std::async(std::launch::async, [&] {
        auto other = engine->open();
        runtime::Lease theirs;
        theirs.take(other->writer(), {"theirs", "", ""});
        return count();
    });
    EXPECT_EQ(taken.wait_for(std::chrono::milliseconds(300)), std::future_status::timeout);
    add("a");
    db().commit();
    EXPECT_EQ(taken.get(), 1);
    db().begin();
    EXPECT_THROW(ours.hold(db()), runtime::Fenced);
    db().rollback();
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreTransactions, testing::ValuesIn(store_engine_names),
                         name_of_engine);

}  // namespace
}  // namespace jangteo::test
