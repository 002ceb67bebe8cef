#pragma once

#include <expected>

#include "member/app/access_tokens.hpp"
#include "member/domain/refresh_token.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

struct RefreshSession {
    std::string refresh_token;
    Uuid next_secret{};  // made before the lane, where nothing is random
    std::string peer;
    std::optional<EnterpriseId> enterprise_id;  // to act for another one
};

class RefreshSessionHandler {
  public:
    explicit RefreshSessionHandler(const MemberPorts& ports) : ports_(ports) {}

    // A refusal for a reused or expired token has ended the session.
    std::expected<SessionTokens, RefreshSessionRejection> handle(runtime::Transaction& tx,
                                                                 const RefreshSession& command);

  private:
    std::expected<Session, RefreshSessionRejection> session_of(runtime::Transaction& tx,
                                                               const RefreshToken& token);

    const MemberPorts& ports_;
};

}  // namespace jangteo::member
