#include "member/app/issue_acting_token.hpp"

#include "member/app/access_tokens.hpp"

namespace jangteo::member {

std::expected<std::string, IssueActingTokenRejection> IssueActingTokenHandler::handle(
    runtime::Transaction& tx, const IssueActingToken& command) {
    auto member = ports_.members.find(tx.db(), command.member_id);
    if (!member) return std::unexpected(IssueActingTokenRejection::unknown_member);
    if (!member->is_active()) return std::unexpected(IssueActingTokenRejection::member_disabled);
    // Otherwise an operator could act under the name of another one.
    if (member->is_operator) return std::unexpected(IssueActingTokenRejection::member_is_operator);
    auto accounts = ports_.seller_accounts.of_member(tx.db(), member->id);
    const SellerAccount* account = choose_account(accounts, command.enterprise_id);
    if (command.enterprise_id && !account)
        return std::unexpected(IssueActingTokenRejection::not_of_enterprise);

    ports_.acting_tokens.add(tx.db(), {tx.next_id<EventId>(), member->id, command.operator_id,
                                       command.reason, tx.now()});
    runtime::Principal principal = principal_of(*member, account);
    principal.actor = command.operator_id;
    return ports_.tokens.issue(principal, tx.now(), access_lifetime);
}

}  // namespace jangteo::member
