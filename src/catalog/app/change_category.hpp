#pragma once

// ChangeCategory: its names and its place among its siblings.

#include <expected>

#include "catalog/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::catalog {

struct ChangeCategory {
    CategoryId category_id;
    std::optional<std::int64_t> version;  // of If-Match
    std::optional<LocalText> name;
    std::optional<std::int64_t> position;
};

class ChangeCategoryHandler {
  public:
    explicit ChangeCategoryHandler(Categories& categories) : categories_(categories) {}

    std::expected<Category, CategoryRejection> handle(runtime::Transaction& tx,
                                                      const ChangeCategory& command);

  private:
    Categories& categories_;
};

}  // namespace jangteo::catalog
