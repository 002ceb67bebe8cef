#pragma once

#include <expected>

#include "member/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

enum class LogOutRejection { unknown_session };
BOOST_DESCRIBE_ENUM(LogOutRejection, unknown_session)

struct LogOut {
    MemberId member_id;
    SessionId session_id;
};

// The session's refresh token is worthless from now on; its access token ends by itself within
// fifteen minutes.
class LogOutHandler {
  public:
    explicit LogOutHandler(const MemberPorts& ports) : ports_(ports) {}

    std::expected<void, LogOutRejection> handle(runtime::Transaction& tx, const LogOut& command);

  private:
    const MemberPorts& ports_;
};

}  // namespace jangteo::member
