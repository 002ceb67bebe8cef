#include "catalog/domain/category.hpp"

#include <gtest/gtest.h>

namespace jangteo::catalog {
namespace {

CategoryId id(std::uint8_t number) {
    Uuid uuid{};
    uuid.back() = number;
    return CategoryId(uuid);
}

TEST(Category, a_slug_is_lower_case_with_single_hyphens_between) {
    for (const char* slug : {"a", "shoes", "men-shoes", "2027", "a-1-b"}) {
        EXPECT_TRUE(is_slug(slug)) << slug;
    }
    for (const char* slug : {"", "-", "-a", "a-", "a--b", "Shoes", "a b", "신발", "a_b", "a/b"}) {
        EXPECT_FALSE(is_slug(slug)) << slug;
        EXPECT_EQ(Category::create(id(1), slug, {}, 0, nullptr).error(),
                  CategoryRejection::slug_malformed);
    }
}

TEST(Category, knows_its_path_from_the_top) {
    auto top = Category::create(id(1), "top", {}, 0, nullptr);
    auto child = Category::create(id(2), "child", {}, 0, &*top);
    EXPECT_EQ(top->parent_id(), std::nullopt);
    EXPECT_EQ(top->depth(), 0U);
    EXPECT_EQ(child->parent_id(), id(1));
    EXPECT_EQ(child->path, (std::vector{id(1), id(2)}));
}

TEST(Category, nests_up_to_the_limit) {
    auto category = Category::create(id(1), "c", {}, 0, nullptr);
    for (std::uint8_t depth = 1; depth < category_depth_max; ++depth) {
        category =
            Category::create(id(static_cast<std::uint8_t>(depth + 1)), "c", {}, 0, &*category);
        ASSERT_TRUE(category);
    }
    EXPECT_EQ(Category::create(id(99), "c", {}, 0, &*category).error(),
              CategoryRejection::too_deep);
}

}  // namespace
}  // namespace jangteo::catalog
