#include "catalog/in/http_categories.hpp"

#include "catalog/app/product_answers.hpp"
#include "contracts/catalog/categories.hpp"

namespace jangteo::catalog {
namespace {

using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Transaction;

constexpr runtime::Refusal<CategoryRejection> refusals[] = {
    {CategoryRejection::unknown_category, 404, {"찾을 수 없습니다.", "There is no such thing."}},
    {CategoryRejection::unknown_parent,
     422,
     {"상위 카테고리가 없습니다.", "There is no such parent category."}},
    {CategoryRejection::slug_malformed,
     422,
     {"슬러그는 영문 소문자와 숫자, 하나씩의 하이픈으로 씁니다.",
      "A slug is lower-case letters, digits and single hyphens."}},
    {CategoryRejection::slug_taken, 409, {"이미 있는 슬러그입니다.", "The slug is taken."}},
    {CategoryRejection::too_deep,
     422,
     {"카테고리는 6단계까지입니다.", "Categories nest up to six deep."}},
    {CategoryRejection::too_many_categories,
     422,
     {"카테고리는 2,000개까지입니다.", "There can be 2,000 categories."}},
    {CategoryRejection::version_mismatch,
     412,
     {"그 사이에 바뀌었습니다. 다시 읽고 시도하세요.", "It changed meanwhile. Read it again."}},
};

LocalText text_of(const contracts::LocalName& name) { return {name.ko, name.en}; }

contracts::CategoryDetails details_of(sql::Connection& db, Categories& categories,
                                      const Category& category) {
    contracts::CategoryDetails details;
    details.id = category.id;
    details.slug = category.slug;
    details.name = answer_of(category.name);
    details.position = category.position;
    details.version = category.version;
    for (const CategoryId& id : category.path) {
        if (id == category.id) continue;
        if (auto ancestor = categories.find(db, id))
            details.ancestors.push_back(answer_of(*ancestor));
    }
    for (const Category& child : categories.children(db, category.id))
        details.children.push_back(answer_of(child));
    return details;
}

}  // namespace

void HttpCategories::declare(runtime::Routes& routes) {
    declare_commands(routes);
    declare_reads(routes);
}

void HttpCategories::declare_commands(runtime::Routes& routes) {
    routes.command<contracts::CreateCategoryRequest>(
        {.method = Method::post,
         .path = "/v1/admin/categories",
         .name = "create_category",
         .summary = "Add a category, at the top or under a parent",
         .roles = runtime::operators,
         .key = runtime::KeyPolicy::optional,
         .success = 201,
         .answer = &codec::shape_of<contracts::CategoryAnswer>(),
         .refusals = {"unknown_parent", "slug_malformed", "slug_taken", "too_deep",
                      "too_many_categories"}},
        [this](Transaction& tx, const Call& call, const contracts::CreateCategoryRequest& body) {
            CreateCategory command{body.slug, text_of(body.name),
                                   body.position ? body.position->value : 0, body.parent_id};
            auto created = create_category.handle(tx, command);
            if (!created) return runtime::refuse(call, refusals, created.error());
            HttpAnswer answer = runtime::answer(answer_of(*created), 201);
            answer.headers.push_back({"location", "/v1/categories/" + created->slug});
            return answer;
        });

    routes.command<contracts::ChangeCategoryRequest>(
        {.method = Method::patch,
         .path = "/v1/admin/categories/{category_id}",
         .name = "change_category",
         .summary = "Rename a category or move it among its siblings",
         .roles = runtime::operators,
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<contracts::CategoryAnswer>(),
         .refusals = {"version_mismatch"}},
        [this](Transaction& tx, const Call& call, const contracts::ChangeCategoryRequest& body) {
            ChangeCategory command{call.path_id<CategoryId>("category_id"), call.if_match, {}, {}};
            if (body.name) command.name = text_of(*body.name);
            if (body.position) command.position = body.position->value;
            auto changed = change_category.handle(tx, command);
            if (!changed) return runtime::refuse(call, refusals, changed.error());
            return runtime::answer(answer_of(*changed));
        });
}

void HttpCategories::declare_reads(runtime::Routes& routes) {
    routes.query(
        {.method = Method::get,
         .path = "/v1/categories",
         .name = "list_categories",
         .summary = "The whole tree: each category right before its descendants, with its depth",
         .roles = runtime::anyone,
         .answer = &codec::shape_of<contracts::CategoryTree>()},
        [this](sql::Connection& db, const Call&) {
            CategoryTreePage page = tree_pages.get(db);
            HttpAnswer answer;
            answer.body = std::move(page.body);
            answer.headers.push_back({"etag", "\"" + std::to_string(page.version) + "\""});
            return answer;
        });

    routes.query({.method = Method::get,
                  .path = "/v1/categories/{slug}",
                  .name = "show_category",
                  .summary = "A category with its ancestors and children",
                  .roles = runtime::anyone,
                  .answer = &codec::shape_of<contracts::CategoryDetails>()},
                 [this](sql::Connection& db, const Call& call) {
                     auto category = categories.find_by_slug(db, call.path_text("slug"));
                     if (!category) return runtime::not_found(call);
                     return runtime::answer(details_of(db, categories, *category));
                 });
}

}  // namespace jangteo::catalog
