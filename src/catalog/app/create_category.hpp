#pragma once

// CreateCategory: a new node of the tree, at the top or under a parent.

#include <expected>

#include "catalog/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::catalog {

struct CreateCategory {
    std::string slug;
    LocalText name;
    std::int64_t position = 0;
    std::optional<CategoryId> parent_id;
};

class CreateCategoryHandler {
  public:
    explicit CreateCategoryHandler(Categories& categories) : categories_(categories) {}

    std::expected<Category, CategoryRejection> handle(runtime::Transaction& tx,
                                                      const CreateCategory& command);

  private:
    Categories& categories_;
};

}  // namespace jangteo::catalog
