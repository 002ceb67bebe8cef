#pragma once

#include "catalog/app/change_category.hpp"
#include "catalog/app/create_category.hpp"
#include "catalog/app/reads.hpp"
#include "runtime/routes.hpp"

namespace jangteo::catalog {

struct HttpCategories {
    CreateCategoryHandler& create_category;
    ChangeCategoryHandler& change_category;
    Categories& categories;
    CategoryTreePages& tree_pages;

    void declare(runtime::Routes& routes);

  private:
    void declare_commands(runtime::Routes& routes);
    void declare_reads(runtime::Routes& routes);
};

}  // namespace jangteo::catalog
