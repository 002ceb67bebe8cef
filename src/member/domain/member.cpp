#include "member/domain/member.hpp"

namespace jangteo::member {

bool change_profile(Member& member, const ProfileChange& change, Timestamp now) {
    std::string name = change.name.value_or(member.name);
    std::optional<std::string> phone = change.phone ? change.phone : member.phone;
    if (phone && phone->empty()) phone.reset();
    if (name == member.name && phone == member.phone) return false;
    member.name = std::move(name);
    member.phone = std::move(phone);
    member.updated_at = now;
    return true;
}

std::expected<void, DisableMemberRejection> disable(Member& member, MemberId by, Timestamp now) {
    if (!member.is_active()) return std::unexpected(DisableMemberRejection::already_disabled);
    if (member.is_operator && member.id == by) {
        return std::unexpected(DisableMemberRejection::cannot_disable_self);
    }
    member.status = MemberStatus::disabled;
    member.updated_at = now;
    return {};
}

}  // namespace jangteo::member
