#include "catalog/out/cached_product_pages.hpp"

#include <gtest/gtest.h>

#include "catalog/catalog_module.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "runtime/migrate.hpp"

namespace jangteo::catalog {
namespace {

const sql::Query write_page{
    "INSERT INTO catalog_product_page (id, version, enterprise_id, status, summary, body) "
    "VALUES (?, ?, ?, 'active', '', ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, "
    "body = excluded.body"};

ProductId id(std::uint8_t number) {
    Uuid uuid{};
    uuid.back() = number;
    return ProductId(uuid);
}

class ProductPagesTest : public testing::Test {
  protected:
    ProductPagesTest() { runtime::migrate(db, migrations(), {1}); }

    void write(const ProductId& product, std::int64_t version, const std::string& body) {
        db.execute(write_page, {product, version, EnterpriseId(), body});
    }
    std::int64_t version_of(const ProductId& product) { return pages.get(db, product)->version; }

    platform::sqlite::SqliteStore store{{.path = ":memory:", .durable = false}};
    sql::Connection& db = store.writer();
    CachedProductPages pages{{.bytes_max = 16 * 1024}};
};

TEST_F(ProductPagesTest, a_page_is_read_once) {
    write(id(1), 1, "one");
    auto first = pages.get(db, id(1));
    EXPECT_EQ(first->etag, "\"1\"");
    write(id(1), 2, "behind its back");
    EXPECT_EQ(pages.get(db, id(1)), first);
    EXPECT_EQ(pages.get(db, id(2)), nullptr);
}

TEST_F(ProductPagesTest, a_page_is_not_kept_until_the_expected_version_is_committed) {
    write(id(1), 1, "one");
    EXPECT_EQ(version_of(id(1)), 1);
    pages.expect(id(1), 2);
    // Read before the commit: true now, but not to be kept.
    EXPECT_EQ(version_of(id(1)), 1);
    write(id(1), 2, "two");
    EXPECT_EQ(version_of(id(1)), 2);
    write(id(1), 3, "behind its back");
    EXPECT_EQ(version_of(id(1)), 2) << "now it is kept";
}

TEST_F(ProductPagesTest, a_change_that_is_rolled_back_leaves_the_old_page_readable) {
    write(id(1), 1, "one");
    pages.expect(id(1), 2);
    EXPECT_EQ(version_of(id(1)), 1);
    EXPECT_EQ(version_of(id(1)), 1);
    pages.expect(id(1), 2);
    write(id(1), 2, "two");
    EXPECT_EQ(version_of(id(1)), 2);
}

TEST_F(ProductPagesTest, what_is_kept_is_bounded) {
    std::string body(700, 'x');
    for (std::uint8_t i = 1; i < 200; ++i) write(id(i), 1, body);
    for (int round = 0; round < 3; ++round) {
        for (std::uint8_t i = 1; i < 200; ++i) EXPECT_EQ(pages.get(db, id(i))->body, body);
    }
}

TEST_F(ProductPagesTest, without_room_every_page_is_read) {
    CachedProductPages none{{.bytes_max = 0}};
    write(id(1), 1, "one");
    EXPECT_EQ(none.get(db, id(1))->version, 1);
    write(id(1), 2, "two");
    EXPECT_EQ(none.get(db, id(1))->version, 2);
}

}  // namespace
}  // namespace jangteo::catalog
