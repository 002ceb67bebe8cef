#pragma once

// /v1/sessions and the list of a member's own ones. None of the answers is kept for idempotency:
// they hold secrets.

#include "member/app/log_in.hpp"
#include "member/app/log_out.hpp"
#include "member/app/refresh_session.hpp"
#include "runtime/routes.hpp"

namespace jangteo::member {

class HttpSessions {
  public:
    HttpSessions(const MemberPorts& ports, const PasswordChecker& checker);

    void declare(runtime::Routes& routes);

  private:
    void declare_log_in(runtime::Routes& routes);
    void declare_refresh(runtime::Routes& routes);
    void declare_log_out(runtime::Routes& routes);
    void declare_list(runtime::Routes& routes);

    const MemberPorts& ports_;
    const PasswordChecker& checker_;
    LogInHandler log_in_;
    RefreshSessionHandler refresh_;
    LogOutHandler log_out_;
};

}  // namespace jangteo::member
