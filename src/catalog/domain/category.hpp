#pragma once

// Category: a node of the tree that products are filed in. Slug and place are fixed for life: links
// use the slug, and every product is listed under all ancestors of its category.

#include <boost/describe.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/id.hpp"

namespace jangteo::catalog {

inline constexpr std::size_t category_depth_max = 6;
// The tree is read and rendered as a whole.
inline constexpr std::int64_t categories_max = 2'000;

struct LocalText {
    std::string ko;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(LocalText, (), (ko, en))

enum class CategoryRejection {
    unknown_category,
    unknown_parent,
    slug_malformed,
    slug_taken,
    too_deep,
    too_many_categories,
    version_mismatch,
};
BOOST_DESCRIBE_ENUM(CategoryRejection, unknown_category, unknown_parent, slug_malformed, slug_taken,
                    too_deep, too_many_categories, version_mismatch)

struct Category {
    CategoryId id;
    std::int64_t version = 0;
    std::string slug;
    LocalText name;
    std::int64_t position = 0;
    std::vector<CategoryId> path;  // from the top down to itself

    static std::expected<Category, CategoryRejection> create(const CategoryId& id, std::string slug,
                                                             LocalText name, std::int64_t position,
                                                             const Category* parent);

    std::optional<CategoryId> parent_id() const;
    std::size_t depth() const { return path.size() - 1; }
};
BOOST_DESCRIBE_STRUCT(Category, (), (id, slug, name, position, path))

// Lower-case letters and digits, single hyphens between them.
bool is_slug(std::string_view text);

}  // namespace jangteo::catalog
