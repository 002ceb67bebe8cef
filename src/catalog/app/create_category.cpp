#include "catalog/app/create_category.hpp"

#include "contracts/catalog/events.hpp"

namespace jangteo::catalog {

std::expected<Category, CategoryRejection> CreateCategoryHandler::handle(
    runtime::Transaction& tx, const CreateCategory& command) {
    std::optional<Category> parent;
    if (command.parent_id) {
        parent = categories_.find(tx.db(), *command.parent_id);
        if (!parent) return std::unexpected(CategoryRejection::unknown_parent);
    }
    auto category = Category::create(tx.next_id<CategoryId>(), command.slug, command.name,
                                     command.position, parent ? &*parent : nullptr);
    if (!category) return category;
    if (categories_.find_by_slug(tx.db(), category->slug))
        return std::unexpected(CategoryRejection::slug_taken);
    if (categories_.count(tx.db()) >= categories_max) {
        return std::unexpected(CategoryRejection::too_many_categories);
    }

    categories_.add(tx.db(), *category);
    tx.publish(runtime::subject(category->id, category->version),
               contracts::CategoryCreated{category->id, category->parent_id(), category->slug,
                                          category->name.ko, category->name.en});
    return category;
}

}  // namespace jangteo::catalog
