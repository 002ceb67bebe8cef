#include "catalog/out/sql_categories.hpp"

#include <algorithm>
#include <map>

#include "catalog/app/product_answers.hpp"
#include "contracts/codec/json.hpp"

namespace jangteo::catalog {
namespace {

const sql::Query find_slug{"SELECT version, body FROM catalog_category WHERE slug = ?"};
const sql::Query all_categories{"SELECT version, body FROM catalog_category"};
const sql::Query children_of{"SELECT version, body FROM catalog_category WHERE parent_id = ?"};
const sql::Query count_categories{"SELECT count(*) FROM catalog_category"};
const sql::Query insert_below{
    "INSERT INTO catalog_category_below (ancestor_id, category_id) VALUES (?, ?)"};
const sql::Query select_tree{"SELECT version, body FROM catalog_category_tree WHERE id = 1"};
const sql::Query update_tree{
    "UPDATE catalog_category_tree SET version = version + 1, body = ? WHERE id = 1"};

void columns_of(const Category& category, std::vector<sql::Value>& values) {
    values.emplace_back(category.slug);
    // The bytes live in the path, not in a copy of the id.
    if (category.path.size() < 2) {
        values.emplace_back(nullptr);
    } else {
        values.emplace_back(category.path[category.path.size() - 2]);
    }
}

std::vector<Category> read_all(sql::Rows rows) {
    std::vector<Category> categories;
    while (rows.next()) {
        categories.push_back(runtime::Documents<Category>::decode(rows.integer(0), rows.bytes(1)));
    }
    std::sort(categories.begin(), categories.end(), [](const Category& a, const Category& b) {
        return std::tie(a.position, a.slug) < std::tie(b.position, b.slug);
    });
    return categories;
}

using ByParent = std::multimap<std::optional<CategoryId>, const Category*>;

void append_below(const ByParent& by_parent, const std::optional<CategoryId>& parent,
                  std::vector<Category>& tree) {
    auto [begin, end] = by_parent.equal_range(parent);
    for (auto it = begin; it != end; ++it) {
        tree.push_back(*it->second);
        append_below(by_parent, it->second->id, tree);
    }
}

}  // namespace

SqlCategories::SqlCategories()
    : documents_("catalog_category", {"slug", "parent_id"}, columns_of) {}

std::optional<Category> SqlCategories::find(sql::Connection& db, const CategoryId& id) {
    return documents_.find(db, id);
}

std::optional<Category> SqlCategories::find_by_slug(sql::Connection& db, std::string_view slug) {
    auto rows = db.query(find_slug, {slug});
    if (!rows.next()) return std::nullopt;
    return runtime::Documents<Category>::decode(rows.integer(0), rows.bytes(1));
}

std::vector<Category> SqlCategories::tree(sql::Connection& db) {
    std::vector<Category> all = read_all(db.query(all_categories));
    ByParent by_parent;  // keeps the order of those with one parent
    for (const Category& category : all) by_parent.emplace(category.parent_id(), &category);
    std::vector<Category> tree;
    tree.reserve(all.size());
    append_below(by_parent, std::nullopt, tree);
    return tree;
}

std::vector<Category> SqlCategories::children(sql::Connection& db, const CategoryId& parent) {
    return read_all(db.query(children_of, {parent}));
}

std::int64_t SqlCategories::count(sql::Connection& db) {
    auto rows = db.query(count_categories);
    return rows.next() ? rows.integer(0) : 0;
}

void SqlCategories::add(sql::Connection& db, Category& category) {
    documents_.add(db, category);
    for (const CategoryId& ancestor : category.path)
        db.execute(insert_below, {ancestor, category.id});
    render_tree(db);
}

void SqlCategories::save(sql::Connection& db, Category& category) {
    documents_.save(db, category);
    render_tree(db);
}

void SqlCategories::render_tree(sql::Connection& db) {
    contracts::CategoryTree answer;
    for (const Category& category : tree(db)) answer.data.push_back(answer_of(category));
    db.execute(update_tree, {codec::encode_json(answer)});
}

CategoryTreePage SqlCategories::get(sql::Connection& db) {
    auto rows = db.query(select_tree);
    if (!rows.next()) return {};
    return {rows.integer(0), std::string(rows.text(1))};
}

}  // namespace jangteo::catalog
