#pragma once

#include <expected>

#include "member/app/check_password.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

enum class ChangePasswordRejection { wrong_password, too_many_attempts };
BOOST_DESCRIBE_ENUM(ChangePasswordRejection, wrong_password, too_many_attempts)

struct ChangePasswordRefusal {
    ChangePasswordRejection rejection;
    Duration retry_after;  // with too_many_attempts
};

struct ChangePassword {
    PasswordCheck check;  // of the old one
    std::string new_hash;
    SessionId current_session;  // stays; every other one ends
};

class ChangePasswordHandler {
  public:
    explicit ChangePasswordHandler(const MemberPorts& ports) : ports_(ports) {}

    // A refusal for a wrong password has counted as a failed log-in: a stolen access token gives no
    // other way to guess.
    std::expected<void, ChangePasswordRefusal> handle(runtime::Transaction& tx,
                                                      const ChangePassword& command);

  private:
    const MemberPorts& ports_;
};

}  // namespace jangteo::member
