// The numbered migrations of every service, on every engine.

#include <future>

#include "boot/declared_shop.hpp"
#include "runtime/migrate.hpp"
#include "tests/support/store_test.hpp"

namespace jangteo::test {
namespace {

class StoreMigrations : public testing::TestWithParam<std::string> {
  protected:
    std::unique_ptr<StoreEngine> engine = make_store_engine(GetParam());
};

const sql::Query count_steps{"SELECT count(*) FROM runtime_migration"};
const sql::Query count_first_rows{
    "SELECT (SELECT count(*) FROM order_member_indexed), "
    "(SELECT count(*) FROM runtime_idempotency_indexed), "
    "(SELECT count(*) FROM catalog_category_tree)"};

TEST_P(StoreMigrations, of_all_services_run_once) {
    auto store = engine->open();
    const auto steps = boot::migrations_of({});
    EXPECT_EQ(runtime::migrate(store->writer(), steps, {1}), static_cast<int>(steps.size()));
    EXPECT_EQ(runtime::migrate(store->writer(), steps, {2}), 0);
}

TEST_P(StoreMigrations, run_once_when_two_start_at_once) {
    const auto steps = boot::migrations_of({});
    std::vector<std::future<int>> runs;
    for (int i = 0; i < 4; ++i) {
        runs.push_back(std::async(std::launch::async, [&] {
            auto store = engine->open();
            return runtime::migrate(store->writer(), steps, {1});
        }));
    }
    int applied = 0;
    for (auto& run : runs) applied += run.get();
    EXPECT_EQ(applied, static_cast<int>(steps.size()));
    auto store = engine->open();
    {
        auto rows = store->reader().query(count_steps);
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.integer(0), static_cast<std::int64_t>(steps.size()));
    }
    auto rows = store->reader().query(count_first_rows);
    ASSERT_TRUE(rows.next());
    for (int column : {0, 1, 2}) EXPECT_EQ(rows.integer(column), 1);
}

// Its definitions cannot be undone.
class MariadbMigrations : public StoreMigrations {};

TEST_P(MariadbMigrations, go_on_where_they_were_cut_off) {
    auto store = engine->open();
    const auto steps = boot::migrations_of({});
    store->writer().script(
        "CREATE TABLE order_cart (id BLOB NOT NULL PRIMARY KEY, "
        "version INTEGER NOT NULL, body BLOB NOT NULL)");
    EXPECT_EQ(runtime::migrate(store->writer(), steps, {1}), static_cast<int>(steps.size()));
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreMigrations, testing::ValuesIn(store_engine_names),
                         name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, MariadbMigrations, testing::Values("mariadb"), name_of_engine);

}  // namespace
}  // namespace jangteo::test
