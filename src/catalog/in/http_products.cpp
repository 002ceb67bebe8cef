#include "catalog/in/http_products.hpp"

#include "catalog/in/product_commands.hpp"
#include "catalog/in/product_list_answer.hpp"

namespace jangteo::catalog {
namespace {

using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;

bool keeps(const runtime::Principal& principal, const EnterpriseId& enterprise) {
    if (principal.is(runtime::Role::operator_)) return true;
    return !principal.enterprise.is_nil() && principal.enterprise == enterprise;
}

HttpAnswer show(sql::Connection& db, const Call& call, ProductPages& pages) {
    auto page = pages.get(db, call.path_id<ProductId>("product_id"));
    bool visible = page && (page->status == ProductStatus::active ||
                            keeps(call.principal, page->enterprise_id));
    if (!visible) return runtime::not_found(call);
    HttpAnswer answer;
    answer.body = page->body;
    answer.headers.push_back({"etag", page->etag});
    return answer;
}

contracts::ProductStatisticsAnswer statistics_of(sql::Connection& db, const ProductId& product,
                                                 Sales& sales, StockNews& stock) {
    contracts::ProductStatisticsAnswer answer;
    answer.product_id = product;
    for (const auto& [currency, count] : sales.statistics(db, product)) {
        answer.orders += count.orders;
        answer.units += count.units;
        answer.revenue.push_back({count.revenue, currency});
    }
    StockSummary summary = stock.summary(db, product);
    answer.in_stock = summary.skus_in_stock > 0;
    answer.skus_in_stock = summary.skus_in_stock;
    answer.skus_low = summary.skus_low;
    return answer;
}

}  // namespace

void HttpProducts::declare(runtime::Routes& routes) {
    routes.query({.method = Method::get,
                  .path = "/v1/products/{product_id}",
                  .name = "show_product",
                  .summary = "A product on sale; its seller sees it in every state",
                  .roles = runtime::anyone,
                  .answer = &codec::shape_of<contracts::ProductAnswer>()},
                 [this](sql::Connection& db, const Call& call) { return show(db, call, pages); });

    routes.query(
        {.method = Method::get,
         .path = "/v1/products/{product_id}/statistics",
         .name = "show_product_statistics",
         .summary =
             "Orders, units and revenue of a product, for its seller: ordered less cancelled",
         .roles = runtime::sellers | runtime::operators,
         .answer = &codec::shape_of<contracts::ProductStatisticsAnswer>()},
        [this](sql::Connection& db, const Call& call) {
            auto product = call.path_id<ProductId>("product_id");
            auto page = pages.get(db, product);
            if (!page || !keeps(call.principal, page->enterprise_id))
                return runtime::not_found(call);
            return runtime::answer(statistics_of(db, product, sales, stock));
        });
    declare_list(routes);
}

void HttpProducts::declare_list(runtime::Routes& routes) {
    routes.query(
        {.method = Method::get,
         .path = "/v1/products",
         .name = "list_products",
         .summary = "Products on sale. A page may be short though there is more: go by next_cursor",
         .roles = runtime::anyone,
         .answer = &codec::shape_of<contracts::ProductList>(),
         .query = {{"limit", "1 to 100"},
                   {"cursor", "from the page before"},
                   {"filter[category]", "a slug; includes what is below it"},
                   {"filter[seller]", "an enterprise"},
                   {"filter[currency]", "of prices, when they matter; KRW"},
                   {"filter[price_min]", "minor units, included"},
                   {"filter[price_max]", "minor units, included"},
                   {"sort", "-created_at (the default), price, -price"},
                   {"facets", "true: counts by category, seller and price band"}}},
        [this](sql::Connection& db, const Call& call) {
            return list_active(db, call, lists, categories);
        });
}

}  // namespace jangteo::catalog
