#include "member/app/change_member.hpp"

#include "contracts/member/events.hpp"

namespace jangteo::member {

std::expected<Member, ChangeMemberRejection> ChangeMemberHandler::handle(
    runtime::Transaction& tx, const ChangeMember& command) {
    auto member = ports_.members.find(tx.db(), command.member_id);
    if (!member) return std::unexpected(ChangeMemberRejection::unknown_member);
    if (command.wanted_version && *command.wanted_version != member->version) {
        return std::unexpected(ChangeMemberRejection::version_mismatch);
    }
    if (!change_profile(*member, command.change, tx.now())) return std::move(*member);
    ports_.members.save(tx.db(), *member);
    tx.publish(runtime::subject(member->id, member->version),
               contracts::MemberUpdated{member->id, member->email, member->name});
    return std::move(*member);
}

}  // namespace jangteo::member
