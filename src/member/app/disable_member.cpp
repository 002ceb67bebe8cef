#include "member/app/disable_member.hpp"

#include "contracts/member/events.hpp"

namespace jangteo::member {

std::expected<Member, DisableMemberRejection> DisableMemberHandler::handle(
    runtime::Transaction& tx, const DisableMember& command) {
    auto member = ports_.members.find(tx.db(), command.member_id);
    if (!member) return std::unexpected(DisableMemberRejection::unknown_member);
    if (auto disabled = disable(*member, command.by, tx.now()); !disabled) {
        return std::unexpected(disabled.error());
    }
    ports_.members.save(tx.db(), *member);
    ports_.sessions.end_others(tx.db(), member->id, SessionId{});
    tx.publish(runtime::subject(member->id, member->version),
               contracts::MemberDisabled{member->id});
    return std::move(*member);
}

}  // namespace jangteo::member
