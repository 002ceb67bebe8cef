#include "runtime/audit.hpp"

namespace jangteo::runtime {
namespace {

std::string timer_key(std::string_view name, const Uuid& subject) {
    return std::string(name) + std::string(subject.begin(), subject.end());
}

}  // namespace

void Audit::expect(std::string_view invariant, std::string_view about, bool holds,
                   const std::string& object, std::string_view words) {
    auto found = checks_.find(std::tuple(invariant, about));
    if (found == checks_.end()) {
        std::string id(invariant);
        std::string what(about);
        found = checks_.try_emplace({id, what}, AuditCheck{id, what, 0, 0}).first;
    }
    AuditCheck& check = found->second;
    ++check.objects;
    if (holds) return;
    ++check.violations;
    if (violations_.size() < violations_kept_max) {
        violations_.push_back({std::string(invariant), object, std::string(words)});
    }
}

void Audit::add_timer(std::string_view name, const Uuid& subject, Timestamp due) {
    timers_.insert(timer_key(name, subject) + std::to_string(due.us));
    ++timers_by_name_[std::string(name)];
}

void Audit::add_timer_letter(std::string_view name, const Uuid& subject) {
    timers_.insert(timer_key(name, subject));
}

bool Audit::has_timer(std::string_view name, const Uuid& subject, Timestamp due) const {
    const std::string key = timer_key(name, subject);
    return timers_.contains(key + std::to_string(due.us)) || timers_.contains(key);
}

std::int64_t Audit::timers_named(std::string_view name) const {
    auto found = timers_by_name_.find(name);
    return found == timers_by_name_.end() ? 0 : found->second;
}

std::vector<AuditCheck> Audit::checks() const {
    std::vector<AuditCheck> list;
    for (const auto& [key, check] : checks_) list.push_back(check);
    return list;
}

}  // namespace jangteo::runtime
