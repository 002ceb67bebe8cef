#include "catalog/app/create_category.hpp"

#include <gtest/gtest.h>

#include "tests/support/shop.hpp"

namespace jangteo::catalog {
namespace {

// A tree that is full.
class FullTree : public Categories {
  public:
    std::optional<Category> find(sql::Connection&, const CategoryId&) override { return {}; }
    std::optional<Category> find_by_slug(sql::Connection&, std::string_view) override { return {}; }
    std::vector<Category> tree(sql::Connection&) override { return {}; }
    std::vector<Category> children(sql::Connection&, const CategoryId&) override { return {}; }
    std::int64_t count(sql::Connection&) override { return categories_max; }
    void add(sql::Connection&, Category&) override { FAIL() << "a refusal writes nothing"; }
    void save(sql::Connection&, Category&) override { FAIL() << "a refusal writes nothing"; }
};

TEST(CreateCategory, is_refused_when_the_tree_is_full) {
    test::TestShop shop;
    shop.start();
    FullTree tree;
    CreateCategoryHandler handler(tree);
    shop.transact([&](runtime::Transaction& tx) {
        auto created = handler.handle(tx, {"slug", {"이름", "Name"}, 0, {}});
        ASSERT_FALSE(created.has_value());
        EXPECT_EQ(created.error(), CategoryRejection::too_many_categories);
    });
}

}  // namespace
}  // namespace jangteo::catalog
