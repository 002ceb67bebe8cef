// Indexes that rows enter many at a time: what is not in them yet is found all the same.

#include <gtest/gtest.h>

#include "runtime/head_filter.hpp"
#include "runtime/outbox.hpp"
#include "tests/support/in_batch.hpp"
#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

using runtime::HeadFilter;
using runtime::Outbox;

class LazyIndexesTest : public ToyShopTest {
  protected:
    sql::Connection& db() { return shop.store.writer(); }
    std::int64_t count(const sql::Query& query) { return sql::integer_of(db().query(query)); }
};

class ProcessRecordsTest : public LazyIndexesTest {
  protected:
    static constexpr std::size_t processes = 3;

    void SetUp() override {
        LazyIndexesTest::SetUp();
        outbox.recover(db());
        for (EventId& process : ids) process = shop.new_id<EventId>();
    }

    // Of each process in turn.
    void append(std::int64_t records) {
        in_batch(db(), [&] {
            for (std::int64_t i = 0; i < records; ++i) {
                const std::size_t one = static_cast<std::size_t>(appended++) % processes;
                positions[one].push_back(outbox.append(db(), ids[one], true, {}));
            }
        });
        outbox.committed();
    }
    std::vector<std::int64_t> found(std::size_t process) {
        std::vector<std::int64_t> at;
        for (const auto& record : Outbox::of_correlation(db(), ids[process].uuid())) {
            EXPECT_EQ(record.correlation, ids[process]);
            at.push_back(record.position);
        }
        return at;
    }
    void expect_all_found() {
        for (std::size_t process = 0; process < processes; ++process) {
            EXPECT_EQ(found(process), positions[process]);
        }
    }
    std::int64_t indexed() {
        static const sql::Query query{"SELECT count(*) FROM runtime_record_of_process"};
        return count(query);
    }

    Outbox outbox;
    EventId ids[processes];
    std::vector<std::int64_t> positions[processes];
    std::int64_t appended = 0;
};

TEST_F(ProcessRecordsTest, are_found_before_and_after_they_are_indexed) {
    append(10);
    EXPECT_EQ(indexed(), 0);
    expect_all_found();
    append(2048);
    EXPECT_GE(indexed(), 2048);
    expect_all_found();
    append(100);
    expect_all_found();
    append(2 * 2048);
    EXPECT_GE(indexed(), 3 * 2048);
    expect_all_found();
}

TEST_F(ProcessRecordsTest, are_indexed_again_when_the_batch_was_rolled_back) {
    append(10);
    db().begin();
    db().begin_batch();
    for (int i = 0; i < 2048; ++i) outbox.append(db(), ids[0], true, {});
    db().rollback();
    db().forget_batch();
    outbox.rolled_back();
    EXPECT_EQ(indexed(), 0);
    expect_all_found();
    append(2048);
    EXPECT_GE(indexed(), 2048);
    expect_all_found();
}

class HeadFilterTest : public LazyIndexesTest {
  protected:
    static std::int64_t head(std::int64_t number) {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(number) * 0x1d8af066'3f5a2b19U);
    }
    void index(std::int64_t from, std::int64_t to) {
        static const sql::Insert add{"runtime_idempotency_head", {"fingerprint_head", "number"}};
        in_batch(db(), [&] {
            for (std::int64_t number = from; number < to; ++number) {
                db().insert(add, {head(number), number});
            }
        });
    }
    std::int64_t excluded(std::int64_t from, std::int64_t to) {
        std::int64_t count = 0;
        for (std::int64_t number = from; number < to; ++number) {
            if (filter.excludes(head(number))) ++count;
        }
        return count;
    }
    // How often it read until it knew the index.
    int read_all() {
        int times = 0;
        while (excluded(1'000'000, 1'001'000) == 0 && times < 100) {
            filter.read_more(db());
            ++times;
        }
        return times;
    }

    HeadFilter filter;
};

TEST_F(HeadFilterTest, excludes_nothing_before_it_has_read_the_whole_index) {
    index(0, 2500);
    for (int read = 0; read < 2; ++read) {
        filter.read_more(db());
        EXPECT_EQ(excluded(0, 5000), 0);
    }
    EXPECT_EQ(read_all(), 1);
    EXPECT_EQ(excluded(0, 2500), 0);
    EXPECT_GT(excluded(2500, 5000), 2450);
}

TEST_F(HeadFilterTest, knows_what_enters_the_index_while_it_reads) {
    index(0, 2500);
    filter.read_more(db());
    index(2500, 2600);
    for (std::int64_t number = 2500; number < 2600; ++number) filter.add(head(number));
    read_all();
    EXPECT_EQ(excluded(0, 2600), 0);
    for (std::int64_t number = 2600; number < 2700; ++number) filter.add(head(number));
    EXPECT_EQ(excluded(0, 2700), 0);
}

TEST_F(HeadFilterTest, reads_again_when_too_many_heads_went_through_it) {
    index(0, 1500);
    read_all();
    for (std::uint64_t i = 0; i < HeadFilter::heads_max; ++i) {
        filter.add(head(static_cast<std::int64_t>(i)));
    }
    EXPECT_EQ(excluded(0, 5000), 0);
    filter.read_more(db());
    EXPECT_EQ(excluded(0, 5000), 0);
    EXPECT_EQ(read_all(), 1);
    EXPECT_EQ(excluded(0, 1500), 0);
    EXPECT_GT(excluded(1500, 5000), 3450);
}

TEST_F(HeadFilterTest, of_an_empty_index_excludes_everything) {
    filter.read_more(db());
    EXPECT_EQ(excluded(0, 100), 100);
}

}  // namespace
}  // namespace jangteo::test
