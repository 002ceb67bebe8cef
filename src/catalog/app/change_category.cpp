#include "catalog/app/change_category.hpp"

namespace jangteo::catalog {

std::expected<Category, CategoryRejection> ChangeCategoryHandler::handle(
    runtime::Transaction& tx, const ChangeCategory& command) {
    auto category = categories_.find(tx.db(), command.category_id);
    if (!category) return std::unexpected(CategoryRejection::unknown_category);
    if (command.version && category->version != *command.version) {
        return std::unexpected(CategoryRejection::version_mismatch);
    }
    if (command.name) category->name = *command.name;
    if (command.position) category->position = *command.position;
    categories_.save(tx.db(), *category);
    return std::move(*category);
}

}  // namespace jangteo::catalog
