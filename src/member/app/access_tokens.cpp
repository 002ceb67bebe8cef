#include "member/app/access_tokens.hpp"

namespace jangteo::member {

using runtime::Role;

runtime::Principal principal_of(const Member& member, const SellerAccount* account) {
    runtime::Principal principal;
    principal.member = member.id;
    principal.roles = bit(Role::customer);
    if (member.is_operator) principal.roles |= bit(Role::operator_);
    if (account) {
        principal.enterprise = account->enterprise_id;
        principal.roles |=
            bit(account->role == SellerRole::owner ? Role::seller_owner : Role::seller_staff);
    }
    return principal;
}

std::vector<std::string> role_names(runtime::Roles roles) {
    std::vector<std::string> names;
    if (roles & bit(Role::customer)) names.emplace_back("customer");
    if (roles & bit(Role::seller_staff)) names.emplace_back("seller_staff");
    if (roles & bit(Role::seller_owner)) names.emplace_back("seller_owner");
    if (roles & bit(Role::operator_)) names.emplace_back("operator");
    return names;
}

SessionTokens issue_session_tokens(const MemberPorts& ports, runtime::Principal principal,
                                   const Session& session, std::string refresh_token,
                                   Timestamp now) {
    principal.session = session.id;
    SessionTokens tokens;
    tokens.access_token = ports.tokens.issue(principal, now, access_lifetime);
    tokens.principal = principal;
    tokens.refresh_token = std::move(refresh_token);
    tokens.refresh_expires_at = session.expires_at;
    return tokens;
}

}  // namespace jangteo::member
