#pragma once

// /v1/members: registering, and a member's own account.

#include "member/app/change_member.hpp"
#include "member/app/change_password.hpp"
#include "member/app/disable_member.hpp"
#include "member/app/register_member.hpp"
#include "runtime/routes.hpp"

namespace jangteo::member {

class HttpMembers {
  public:
    HttpMembers(const MemberPorts& ports, const PasswordChecker& checker);

    void declare(runtime::Routes& routes);

  private:
    void declare_register(runtime::Routes& routes);
    void declare_me(runtime::Routes& routes);
    void declare_password(runtime::Routes& routes);
    void declare_disable(runtime::Routes& routes);
    void declare_keys(runtime::Routes& routes);

    const MemberPorts& ports_;
    const PasswordChecker& checker_;
    RegisterMemberHandler register_;
    ChangeMemberHandler change_;
    ChangePasswordHandler change_password_;
    DisableMemberHandler disable_;
};

}  // namespace jangteo::member
