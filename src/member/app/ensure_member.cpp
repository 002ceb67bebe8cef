#include "member/app/ensure_member.hpp"

namespace jangteo::member {

MemberId EnsureMemberHandler::handle(runtime::Transaction& tx, const EnsureMember& command) {
    if (auto member = ports_.members.find_by_email(tx.db(), command.email)) {
        if (command.grant == Grant::operator_rights && !member->is_operator) {
            member->is_operator = true;
            member->updated_at = tx.now();
            ports_.members.save(tx.db(), *member);
        }
        return member->id;
    }
    RegisterMember registration{.email = command.email,
                                .name = command.name,
                                .phone = {},
                                .password_hash = command.password_hash,
                                .grant = command.grant};
    return register_.handle(tx, registration)->id;
}

}  // namespace jangteo::member
