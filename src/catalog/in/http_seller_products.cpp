#include "catalog/in/http_seller_products.hpp"

#include "catalog/in/product_list_answer.hpp"
#include "runtime/page.hpp"

namespace jangteo::catalog {
namespace {

using runtime::Call;
using runtime::HttpAnswer;
using runtime::KeyPolicy;
using runtime::Method;
using runtime::Transaction;

constexpr runtime::Roles product_keepers = runtime::sellers | runtime::operators;

// What is common to the commands on one product.
runtime::RouteInfo change_of_product(std::string_view path, std::string_view name,
                                     std::string_view summary) {
    return {.method = Method::post,
            .path = path,
            .name = name,
            .summary = summary,
            .roles = product_keepers,
            .key = KeyPolicy::optional,
            .answer = &codec::shape_of<contracts::ProductAnswer>(),
            .refusals = {"version_mismatch", "product_deleted"}};
}

runtime::RouteInfo creation(std::string_view path, std::string_view name, std::string_view summary,
                            runtime::Roles roles) {
    return {.method = Method::post,
            .path = path,
            .name = name,
            .summary = summary,
            .roles = roles,
            .key = KeyPolicy::optional,
            .success = 201,
            .answer = &codec::shape_of<contracts::ProductAnswer>(),
            .refusals = {"enterprise_not_verified", "unknown_category", "sku_code_taken",
                         "duplicate_sku_code", "duplicate_axis", "wrong_option_count",
                         "unknown_option_value", "duplicate_option_values", "price_out_of_range",
                         "mixed_currencies", "attributes_too_large"}};
}

contracts::PriceChangeAnswer answer_of(const PriceChange& change) {
    return {change.sku_id,     change.from,       change.to,
            change.changed_by, change.changed_at, change.product_version};
}

// The version behind the cursor of a price history: its digits.
std::optional<std::int64_t> version_of_cursor(std::string_view after) {
    if (after.empty()) return INT64_MAX;
    if (after.size() > 19) return std::nullopt;
    std::int64_t version = 0;
    for (char digit : after) {
        if (digit < '0' || digit > '9') return std::nullopt;
        version = version * 10 + (digit - '0');
    }
    return version;
}

}  // namespace

void HttpSellerProducts::declare(runtime::Routes& routes) {
    declare_creation(routes);
    declare_changes(routes);
    declare_variants(routes);
    declare_reads(routes);
}

void HttpSellerProducts::declare_creation(runtime::Routes& routes) {
    routes.command<contracts::CreateProductRequest>(
        creation("/v1/seller/products", "create_product", "List a product, as a draft or on sale",
                 runtime::sellers),
        [this](Transaction& tx, const Call& call, const contracts::CreateProductRequest& body) {
            return answer_of(
                call, create_product.handle(tx, command_of(call.principal.enterprise, body)), 201);
        });

    routes.command<contracts::CreateProductForRequest>(
        creation("/v1/admin/products", "create_product_for", "List a product for an enterprise",
                 runtime::operators),
        [this](Transaction& tx, const Call& call, const contracts::CreateProductForRequest& body) {
            return answer_of(call, create_product.handle(tx, command_of(body.enterprise_id, body)),
                             201);
        });
}

void HttpSellerProducts::declare_changes(runtime::Routes& routes) {
    auto change = change_of_product(
        "/v1/seller/products/{product_id}", "change_product",
        "Names, description, category, options, attributes, images; honours If-Match");
    change.method = Method::patch;
    routes.command<contracts::ChangeProductRequest>(
        change,
        [this](Transaction& tx, const Call& call, const contracts::ChangeProductRequest& body) {
            return answer_of(call, change_product.handle(tx, command_of(call, body)));
        });

    routes.command<contracts::ChangeProductStatusRequest>(
        change_of_product("/v1/seller/products/{product_id}/status", "change_product_status",
                          "draft to active, active to inactive and back, anything to deleted"),
        [this](Transaction& tx, const Call& call,
               const contracts::ChangeProductStatusRequest& body) {
            return answer_of(call, change_product_status.handle(tx, command_of(call, body)));
        });
}

void HttpSellerProducts::declare_variants(runtime::Routes& routes) {
    auto addition = change_of_product("/v1/seller/products/{product_id}/variants", "add_variants",
                                      "Add variants; a product has up to 100");
    addition.success = 201;
    routes.command<contracts::AddVariantsRequest>(
        addition,
        [this](Transaction& tx, const Call& call, const contracts::AddVariantsRequest& body) {
            return answer_of(call, add_variants.handle(tx, command_of(call, body)), 201);
        });

    auto change =
        change_of_product("/v1/seller/products/{product_id}/variants/{sku_id}", "change_variant",
                          "The seller's code and the option values of a variant");
    change.method = Method::patch;
    routes.command<contracts::ChangeVariantRequest>(
        change,
        [this](Transaction& tx, const Call& call, const contracts::ChangeVariantRequest& body) {
            return answer_of(call, change_variant.handle(tx, command_of(call, body)));
        });

    routes.command<contracts::ChangePriceRequest>(
        change_of_product("/v1/seller/products/{product_id}/variants/{sku_id}/price",
                          "change_price", "The price of a variant, for orders from now on"),
        [this](Transaction& tx, const Call& call, const contracts::ChangePriceRequest& body) {
            return answer_of(call, change_price.handle(tx, command_of(call, body)));
        });
}

void HttpSellerProducts::declare_reads(runtime::Routes& routes) {
    routes.query(
        {.method = Method::get,
         .path = "/v1/seller/products",
         .name = "list_own_products",
         .summary = "The caller's own products in every state, newest first",
         .roles = runtime::sellers,
         .answer = &codec::shape_of<contracts::ProductList>(),
         .query = {{"limit", "1 to 100"},
                   {"cursor", "from the page before"},
                   {"filter[status]", "draft, active, inactive or deleted"}}},
        [this](sql::Connection& db, const Call& call) { return list_own(db, call, lists); });

    routes.query(
        {.method = Method::get,
         .path = "/v1/seller/products/{product_id}/variants/{sku_id}/prices",
         .name = "list_price_changes",
         .summary = "What a variant's price was, newest change first",
         .roles = product_keepers,
         .answer = &codec::shape_of<runtime::Page<contracts::PriceChangeAnswer>>(),
         .query = {{"limit", "1 to 100"}, {"cursor", "from the page before"}}},
        [this](sql::Connection& db, const Call& call) {
            auto page = runtime::page_request(call);
            if (!page) return page.error();
            auto before = version_of_cursor(page->after);
            if (!before) return invalid_cursor(call);
            auto product = find_own(db, products, target_of(call));
            auto sku = call.path_id<SkuId>("sku_id");
            if (!product || !product->find_variant(sku)) return runtime::not_found(call);
            std::vector<contracts::PriceChangeAnswer> changes;
            for (const auto& change : price_changes.list(db, sku, *before, page->limit + 1)) {
                changes.push_back(answer_of(change));
            }
            return runtime::page_answer(call, std::move(changes), *page, [](const auto& change) {
                return std::to_string(change.product_version);
            });
        });
}

}  // namespace jangteo::catalog
