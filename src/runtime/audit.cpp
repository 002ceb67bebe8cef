#include "runtime/audit.hpp"

namespace jangteo::runtime {

void Audit::expect(std::string_view invariant, std::string_view about, bool holds,
                   const std::string& object, std::string_view words) {
    std::string key = std::string(invariant) + " " + std::string(about);
    auto [it, fresh] = checks_.try_emplace(std::move(key));
    AuditCheck& check = it->second;
    if (fresh) {
        check.id = invariant;
        check.about = about;
    }
    ++check.objects;
    if (holds) return;
    ++check.violations;
    if (violations_.size() < violations_kept_max) {
        violations_.push_back({std::string(invariant), object, std::string(words)});
    }
}

std::vector<AuditCheck> Audit::checks() const {
    std::vector<AuditCheck> list;
    for (const auto& [key, check] : checks_) list.push_back(check);
    return list;
}

}  // namespace jangteo::runtime
