#include "member/app/register_member.hpp"

#include "contracts/member/events.hpp"

namespace jangteo::member {

std::expected<Member, RegisterMemberRejection> RegisterMemberHandler::handle(
    runtime::Transaction& tx, const RegisterMember& command) {
    if (ports_.members.find_by_email(tx.db(), command.email)) {
        return std::unexpected(RegisterMemberRejection::email_taken);
    }
    Member member;
    member.id = tx.next_id<MemberId>();
    member.email = command.email;
    member.name = command.name;
    member.phone = command.phone;
    member.is_operator = command.grant == Grant::operator_rights;
    member.password_hash = command.password_hash;
    member.created_at = tx.now();
    member.updated_at = tx.now();
    ports_.members.add(tx.db(), member);
    tx.publish(runtime::subject(member.id, member.version),
               contracts::MemberCreated{member.id, member.email, member.name});
    return member;
}

}  // namespace jangteo::member
