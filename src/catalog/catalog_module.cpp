#include "catalog/catalog_module.hpp"

#include "catalog/app/count_sales.hpp"
#include "catalog/app/on_enterprise_changed.hpp"
#include "catalog/in/http_categories.hpp"
#include "catalog/in/http_products.hpp"
#include "catalog/in/http_seller_products.hpp"
#include "catalog/out/sql_categories.hpp"
#include "catalog/out/sql_enterprises.hpp"
#include "catalog/out/sql_price_changes.hpp"
#include "catalog/out/sql_product_lists.hpp"
#include "catalog/out/sql_products.hpp"
#include "catalog/out/sql_sales.hpp"

namespace jangteo::catalog {

struct CatalogModule::Parts {
    explicit Parts(const CatalogOptions& options) : pages({options.page_cache_bytes}) {}

    CachedProductPages pages;
    SqlCategories categories;
    SqlEnterprises enterprises;
    SqlProducts products{categories, pages};
    SqlPriceChanges price_changes;
    SqlProductLists lists;
    SqlSales sales;
    SqlStockNews stock;

    CreateCategoryHandler create_category{categories};
    ChangeCategoryHandler change_category{categories};
    CreateProductHandler create_product{products, categories, enterprises};
    ChangeProductHandler change_product{products, categories};
    AddVariantsHandler add_variants{products};
    ChangeVariantHandler change_variant{products};
    ChangePriceHandler change_price{products, price_changes};
    ChangeProductStatusHandler change_product_status{products, enterprises};
    OnEnterpriseChanged on_enterprise_changed{enterprises, products};
    CountSales count_sales{sales, stock};

    HttpCategories http_categories{create_category, change_category, categories, categories};
    HttpProducts http_products{pages, lists, categories, sales, stock};
    HttpSellerProducts http_seller_products{create_product, change_product, add_variants,
                                            change_variant, change_price,   change_product_status,
                                            lists,          price_changes,  products};
};

namespace {

// A reaction: `handler` handles events of type E.
template <class E>
void react(runtime::Registry& registry, auto& handler) {
    registry.on<E>("catalog", [&handler](runtime::Transaction& tx, const E& event) {
        handler.handle(tx, event);
    });
}

}  // namespace

CatalogModule::CatalogModule(CatalogOptions options) : parts_(std::make_unique<Parts>(options)) {}
CatalogModule::~CatalogModule() = default;

void CatalogModule::install(runtime::Registry& registry) {
    Parts& p = *parts_;
    registry.add_migrations(migrations());
    p.http_categories.declare(registry.routes);
    p.http_products.declare(registry.routes);
    p.http_seller_products.declare(registry.routes);

    react<contracts::EnterpriseVerified>(registry, p.on_enterprise_changed);
    react<contracts::EnterpriseRejected>(registry, p.on_enterprise_changed);
    react<contracts::OrderCreated>(registry, p.count_sales);
    react<contracts::OrderCancellationRequested>(registry, p.count_sales);
    react<contracts::OrderCancelled>(registry, p.count_sales);
    react<contracts::ProductStockChanged>(registry, p.count_sales);

    registry.on_timer(withdrawal_timer, [&p](runtime::Transaction& tx, const Uuid& enterprise) {
        p.on_enterprise_changed.withdraw(tx, EnterpriseId(enterprise));
    });

    registry.publishes<contracts::CategoryCreated>();
    registry.publishes<contracts::ProductCreated>();
    registry.publishes<contracts::ProductUpdated>();
    registry.publishes<contracts::ProductStatusChanged>();
    registry.publishes<contracts::ProductPriceChanged>();
}

}  // namespace jangteo::catalog
