#pragma once

// What everyone reads of products.

#include "catalog/app/reads.hpp"
#include "runtime/routes.hpp"

namespace jangteo::catalog {

struct HttpProducts {
    ProductPages& pages;
    ProductLists& lists;
    Categories& categories;
    Sales& sales;
    StockNews& stock;

    void declare(runtime::Routes& routes);

  private:
    void declare_list(runtime::Routes& routes);
};

}  // namespace jangteo::catalog
