#include "catalog/domain/category.hpp"

namespace jangteo::catalog {

bool is_slug(std::string_view text) {
    bool after_hyphen = true;
    for (char c : text) {
        bool hyphen = c == '-';
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!hyphen && !letter) return false;
        if (hyphen && after_hyphen) return false;
        after_hyphen = hyphen;
    }
    return !text.empty() && !after_hyphen;
}

std::expected<Category, CategoryRejection> Category::create(const CategoryId& id, std::string slug,
                                                            LocalText name, std::int64_t position,
                                                            const Category* parent) {
    if (!is_slug(slug)) return std::unexpected(CategoryRejection::slug_malformed);
    Category category;
    if (parent) category.path = parent->path;
    if (category.path.size() >= category_depth_max)
        return std::unexpected(CategoryRejection::too_deep);
    category.path.push_back(id);
    category.id = id;
    category.slug = std::move(slug);
    category.name = std::move(name);
    category.position = position;
    return category;
}

std::optional<CategoryId> Category::parent_id() const {
    if (path.size() < 2) return std::nullopt;
    return path[path.size() - 2];
}

}  // namespace jangteo::catalog
