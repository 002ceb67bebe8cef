#include "catalog/out/sql_products.hpp"

#include "catalog/app/product_answers.hpp"
#include "contracts/codec/json.hpp"

namespace jangteo::catalog {
namespace {

const sql::Query select_code{
    "SELECT sku_id FROM catalog_sku_code WHERE enterprise_id = ? AND sku_code = ?"};
const sql::Query insert_code{
    "INSERT INTO catalog_sku_code (enterprise_id, sku_code, sku_id) VALUES (?, ?, ?)"};
const sql::Query delete_code{
    "DELETE FROM catalog_sku_code WHERE enterprise_id = ? AND sku_code = ? AND sku_id = ?"};
const sql::Query select_active{
    "SELECT id FROM catalog_product WHERE enterprise_id = ? AND status = 'active' ORDER BY id "
    "LIMIT ?"};
const sql::Query upsert_page{
    "INSERT INTO catalog_product_page (id, version, enterprise_id, status, summary, body) VALUES "
    "(?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, "
    "summary = excluded.summary, body = excluded.body"};
const sql::Query insert_listing{
    "INSERT INTO catalog_listing (scope, product_id, category_id, enterprise_id, currency, price) "
    "VALUES (?, ?, ?, ?, ?, ?)"};
const sql::Query delete_listing{"DELETE FROM catalog_listing WHERE scope = ? AND product_id = ?"};

void columns_of(const Product& product, std::vector<sql::Value>& values) {
    values.emplace_back(product.enterprise_id);
    values.emplace_back(codec::text_of_enum(product.status));
}

// The codes that a product keeps for itself: none once it is deleted.
const std::vector<Variant>& coded(const Product& product) {
    static const std::vector<Variant> none;
    return product.status == ProductStatus::deleted ? none : product.variants;
}

bool has_code(const std::vector<Variant>& variants, const Variant& wanted) {
    for (const Variant& variant : variants) {
        if (variant.sku_id == wanted.sku_id) return variant.sku_code == wanted.sku_code;
    }
    return false;
}

// What is given up goes first, so that two variants can swap their codes.
void move_codes(sql::Connection& db, const EnterpriseId& enterprise,
                const std::vector<Variant>& before, const std::vector<Variant>& after) {
    for (const Variant& variant : before) {
        if (!has_code(after, variant))
            db.execute(delete_code, {enterprise, variant.sku_code, variant.sku_id});
    }
    for (const Variant& variant : after) {
        if (!has_code(before, variant))
            db.execute(insert_code, {enterprise, variant.sku_code, variant.sku_id});
    }
}

bool listed_alike(const Product& a, const Product& b) {
    return a.status == b.status && a.details.category_id == b.details.category_id &&
           a.price_from() == b.price_from();
}

}  // namespace

SqlProducts::SqlProducts(Categories& categories, CachedProductPages& pages)
    : documents_("catalog_product", {runtime::fixed("enterprise_id"), "status"}, columns_of),
      categories_(categories),
      pages_(pages) {}

std::optional<Product> SqlProducts::find(sql::Connection& db, const ProductId& id) {
    return documents_.find(db, id);
}

void SqlProducts::add(sql::Connection& db, Product& product) {
    documents_.add(db, product);
    move_codes(db, product.enterprise_id, {}, product.variants);
    render(db, product);
    if (product.status == ProductStatus::active) list(db, product);
}

void SqlProducts::save(sql::Connection& db, const Product& before, Product& after) {
    documents_.save(db, after);
    move_codes(db, after.enterprise_id, coded(before), coded(after));
    render(db, after);
    if (listed_alike(before, after)) return;
    if (before.status == ProductStatus::active) unlist(db, before);
    if (after.status == ProductStatus::active) list(db, after);
}

std::optional<SkuId> SqlProducts::find_code(sql::Connection& db, const EnterpriseId& enterprise,
                                            std::string_view sku_code) {
    auto rows = db.query(select_code, {enterprise, sku_code});
    if (!rows.next()) return std::nullopt;
    return rows.id<SkuId>(0);
}

std::vector<ProductId> SqlProducts::active_of(sql::Connection& db, const EnterpriseId& enterprise,
                                              std::int64_t limit) {
    auto rows = db.query(select_active, {enterprise, limit});
    std::vector<ProductId> active;
    while (rows.next()) active.push_back(rows.id<ProductId>(0));
    return active;
}

void SqlProducts::render(sql::Connection& db, const Product& product) {
    // Nobody can have read a product before its first version.
    if (product.version > 1) pages_.expect(product.id, product.version);
    std::string summary = codec::encode_json(summary_of(product));
    std::string body = codec::encode_json(answer_of(product));
    db.execute(upsert_page, {product.id, product.version, product.enterprise_id,
                             codec::text_of_enum(product.status), summary, body});
}

std::vector<Uuid> SqlProducts::scopes_of(sql::Connection& db, const Product& product) {
    std::vector<Uuid> scopes{Uuid{}, product.enterprise_id.uuid()};
    if (auto category = categories_.find(db, product.details.category_id)) {
        for (const CategoryId& ancestor : category->path) scopes.push_back(ancestor.uuid());
    }
    return scopes;
}

void SqlProducts::list(sql::Connection& db, const Product& product) {
    Money price = product.price_from();
    for (const Uuid& scope : scopes_of(db, product)) {
        db.execute(insert_listing, {scope, product.id, product.details.category_id,
                                    product.enterprise_id, text_of(price.currency), price.amount});
    }
}

void SqlProducts::unlist(sql::Connection& db, const Product& product) {
    for (const Uuid& scope : scopes_of(db, product))
        db.execute(delete_listing, {scope, product.id});
}

}  // namespace jangteo::catalog
