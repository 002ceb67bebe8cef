#pragma once

// What sellers do with their products, and operators with anyone's.

#include "catalog/app/reads.hpp"
#include "catalog/in/product_commands.hpp"
#include "runtime/routes.hpp"

namespace jangteo::catalog {

struct HttpSellerProducts {
    CreateProductHandler& create_product;
    ChangeProductHandler& change_product;
    AddVariantsHandler& add_variants;
    ChangeVariantHandler& change_variant;
    ChangePriceHandler& change_price;
    ChangeProductStatusHandler& change_product_status;
    ProductLists& lists;
    PriceChanges& price_changes;
    Products& products;

    void declare(runtime::Routes& routes);

  private:
    void declare_creation(runtime::Routes& routes);
    void declare_changes(runtime::Routes& routes);
    void declare_variants(runtime::Routes& routes);
    void declare_reads(runtime::Routes& routes);
};

}  // namespace jangteo::catalog
