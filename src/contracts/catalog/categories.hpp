#pragma once

// HTTP bodies of the categories.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"

namespace jangteo::contracts {

// A text for people in both languages.
struct LocalText {
    std::string ko;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(LocalText, (), (ko, en))

struct LocalName {
    Text<1, 100> ko;
    Text<1, 100> en;
};
BOOST_DESCRIBE_STRUCT(LocalName, (), (ko, en))

struct CreateCategoryRequest {
    Text<1, 60> slug;  // lower-case letters, digits and hyphens
    LocalName name;
    std::optional<CategoryId> parent_id;
    std::optional<Int<0, 100'000>> position;  // among its siblings; 0 when left out
};
BOOST_DESCRIBE_STRUCT(CreateCategoryRequest, (), (slug, name, parent_id, position))

// The slug and the parent stay: links and the products' listings hang on them.
struct ChangeCategoryRequest {
    std::optional<LocalName> name;
    std::optional<Int<0, 100'000>> position;
};
BOOST_DESCRIBE_STRUCT(ChangeCategoryRequest, (), (name, position))

struct CategoryAnswer {
    CategoryId id;
    std::optional<CategoryId> parent_id;
    std::string slug;
    LocalText name;
    std::int64_t position = 0;
    std::int64_t depth = 0;  // 0 at the top
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CategoryAnswer, (), (id, parent_id, slug, name, position, depth, version))

// The whole tree, in reading order: every category stands right before its descendants.
struct CategoryTree {
    std::vector<CategoryAnswer> data;
};
BOOST_DESCRIBE_STRUCT(CategoryTree, (), (data))

struct CategoryDetails {
    CategoryId id;
    std::string slug;
    LocalText name;
    std::int64_t position = 0;
    std::vector<CategoryAnswer> ancestors;  // from the top
    std::vector<CategoryAnswer> children;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CategoryDetails, (), (id, slug, name, position, ancestors, children, version))

}  // namespace jangteo::contracts
