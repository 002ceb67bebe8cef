#pragma once

// What an access token says about a member: the roles of the moment and the enterprise acted for.

#include "member/app/ports.hpp"

namespace jangteo::member {

// The enterprise's account comes from the member's own accounts; nobody names a role.
runtime::Principal principal_of(const Member& member, const SellerAccount* account);

// "customer", "seller_owner", …
std::vector<std::string> role_names(runtime::Roles roles);

struct SessionTokens {
    runtime::Principal principal;
    std::string access_token;
    std::string refresh_token;
    Timestamp refresh_expires_at;
};

SessionTokens issue_session_tokens(const MemberPorts& ports, runtime::Principal principal,
                                   const Session& session, std::string refresh_token,
                                   Timestamp now);

}  // namespace jangteo::member
