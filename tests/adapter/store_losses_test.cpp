// The store's port: what becomes of transactions when the server is lost.

#include "tests/support/cutting_proxy.hpp"
#include "tests/support/store_test.hpp"

namespace jangteo::test {
namespace {

class StoreLosses : public StoreTest {};

TEST_P(StoreLosses, of_the_server_are_a_fault_and_the_next_transaction_goes_on) {
    add_committed("a");
    db().begin();
    add("b");
    engine->cut_connections();
    EXPECT_EQ(fault_of([&] { db().commit(); }), "retry_later");
    db().rollback();
    EXPECT_EQ(count(), 1);
    add_committed("c");
    EXPECT_EQ(count(), 2);
}

TEST_P(StoreLosses, between_two_reads_go_unnoticed) {
    add_committed("a");
    EXPECT_EQ(count(), 1);
    engine->cut_connections();
    EXPECT_EQ(count(), 1);
}

TEST_P(StoreLosses, within_a_snapshot_are_a_fault) {
    sql::Connection& reader = store->reader();
    reader.begin();
    { auto rows = reader.query(count_things); }
    engine->cut_connections();
    EXPECT_EQ(fault_of([&] { auto rows = reader.query(count_things); }), "retry_later");
    reader.rollback();
    EXPECT_EQ(count(), 0);
}

class CommitLosses : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        proxy = std::make_unique<CuttingProxy>(engine->port());
        store = engine->open(proxy->port());
        add_committed("first");
    }
    void TearDown() override {
        store.reset();
        proxy.reset();
    }

    std::unique_ptr<CuttingProxy> proxy;
};

TEST_P(CommitLosses, after_the_server_committed_are_found_out) {
    proxy->cut_next_commit(Cut::after_the_server);
    add_committed("a");
    EXPECT_TRUE(proxy->has_cut());
    EXPECT_EQ(count(), 2);
    add_committed("b");
    EXPECT_EQ(count(), 3);
}

TEST_P(CommitLosses, before_the_server_committed_are_found_out) {
    for (Cut cut : {Cut::before_the_server, Cut::half_open}) {
        proxy->cut_next_commit(cut);
        EXPECT_EQ(fault_of([&] { add_committed("a"); }), "retry_now");
        EXPECT_TRUE(proxy->has_cut());
        db().rollback();
        EXPECT_EQ(count(), 1);
    }
    add_committed("a");
    EXPECT_EQ(count(), 2);
}

const std::vector<std::string> servers = {"postgres", "mariadb"};

INSTANTIATE_TEST_SUITE_P(Engines, StoreLosses, testing::ValuesIn(servers), name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, CommitLosses, testing::ValuesIn(servers), name_of_engine);

}  // namespace
}  // namespace jangteo::test
