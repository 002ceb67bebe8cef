#pragma once

#include "catalog/app/reads.hpp"
#include "runtime/documents.hpp"

namespace jangteo::catalog {

// Every change renders the whole tree again: it is read far more often than it changes.
class SqlCategories : public Categories, public CategoryTreePages {
  public:
    SqlCategories();
    std::optional<Category> find(sql::Connection& db, const CategoryId& id) override;
    std::optional<Category> find_by_slug(sql::Connection& db, std::string_view slug) override;
    std::vector<Category> tree(sql::Connection& db) override;
    std::vector<Category> children(sql::Connection& db, const CategoryId& parent) override;
    std::int64_t count(sql::Connection& db) override;
    void add(sql::Connection& db, Category& category) override;
    void save(sql::Connection& db, Category& category) override;

    CategoryTreePage get(sql::Connection& db) override;

  private:
    void render_tree(sql::Connection& db);

    runtime::Documents<Category> documents_;
};

}  // namespace jangteo::catalog
