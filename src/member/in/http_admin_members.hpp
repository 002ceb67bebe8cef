#pragma once

// /v1/admin/members: what operators do with members.

#include "member/app/disable_member.hpp"
#include "member/app/issue_acting_token.hpp"
#include "member/app/register_member.hpp"
#include "runtime/routes.hpp"

namespace jangteo::member {

class HttpAdminMembers {
  public:
    explicit HttpAdminMembers(const MemberPorts& ports);

    void declare(runtime::Routes& routes);

  private:
    void declare_create(runtime::Routes& routes);
    void declare_reads(runtime::Routes& routes);
    void declare_disable(runtime::Routes& routes);
    void declare_acting_tokens(runtime::Routes& routes);

    const MemberPorts& ports_;
    RegisterMemberHandler register_;
    DisableMemberHandler disable_;
    IssueActingTokenHandler issue_acting_token_;
};

}  // namespace jangteo::member
