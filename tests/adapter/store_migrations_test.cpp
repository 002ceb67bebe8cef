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

bool comes_with_heads(const runtime::Migration& step) {
    return step.name == "id_heads" || step.name == "only_id_heads" || step.name == "old_names";
}

TEST_P(StoreMigrations, give_the_rows_of_older_stores_their_heads) {
    const auto steps = boot::migrations_of({});
    auto older = steps;
    std::erase_if(older, comes_with_heads);
    auto store = engine->open();
    sql::Connection& db = store->writer();
    runtime::migrate(db, older, {1});
    Uuid uuid{};
    for (std::size_t i = 0; i < uuid.size(); ++i) uuid[i] = static_cast<std::uint8_t>(0x70 + i);
    const OrderId id(uuid);
    const sql::Query add_order{
        "INSERT INTO order_order (id, version, number, member, status, body) "
        "VALUES (?, 3, 'n', ?, 2, ?)"};
    const sql::Query add_part{
        "INSERT INTO delivery_part (order_id, enterprise_id, shipment_id) VALUES (?, ?, ?)"};
    const sql::Query set_folded{"UPDATE catalog_sales_folded SET folded = ?"};
    db.begin();
    db.execute(add_order, {id, id, sql::Bytes{"body"}});
    db.execute(add_part, {id, id, id});
    db.execute(set_folded, {id});
    db.commit();

    EXPECT_EQ(runtime::migrate(db, steps, {2}), static_cast<int>(steps.size() - older.size()));
    const sql::Query select{
        "SELECT id_head, version, number, member, body, order_head, shipment_head, folded, up_to "
        "FROM order_order JOIN delivery_part ON order_head = id_head, catalog_sales_folded, "
        "order_member_indexed"};
    auto rows = store->reader().query(select);
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.integer(0), 0x7071727374757677);
    EXPECT_EQ(rows.integer(1), 3);
    EXPECT_EQ(rows.text(2), "n");
    EXPECT_EQ(rows.id<OrderId>(3), id);
    EXPECT_EQ(rows.bytes(4), "body");
    for (int column : {5, 6, 7}) EXPECT_EQ(rows.integer(column), id.head());
    EXPECT_EQ(rows.integer(8), 0);
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

TEST_P(MariadbMigrations, name_tables_anew_but_once) {
    auto store = engine->open();
    const auto steps = boot::migrations_of({});
    runtime::migrate(store->writer(), steps, {1});
    const sql::Query forget{"DELETE FROM runtime_migration WHERE name = 'old_names'"};
    store->writer().begin();
    EXPECT_EQ(store->writer().execute(forget), 5);
    store->writer().commit();
    EXPECT_EQ(runtime::migrate(store->writer(), steps, {2}), 5);
    const sql::Query count{"SELECT count(*) FROM order_order"};
    EXPECT_TRUE(store->reader().query(count).next());
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreMigrations, testing::ValuesIn(store_engine_names),
                         name_of_engine);
INSTANTIATE_TEST_SUITE_P(Engines, MariadbMigrations, testing::Values("mariadb"), name_of_engine);

}  // namespace
}  // namespace jangteo::test
