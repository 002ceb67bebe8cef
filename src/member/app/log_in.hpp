#pragma once

#include <expected>

#include "member/app/access_tokens.hpp"
#include "member/app/check_password.hpp"
#include "member/domain/refresh_token.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

enum class LogInRejection {
    wrong_credentials,
    too_many_attempts,
    member_disabled,
    not_of_enterprise
};
BOOST_DESCRIBE_ENUM(LogInRejection, wrong_credentials, too_many_attempts, member_disabled,
                    not_of_enterprise)

struct LogInRefusal {
    LogInRejection rejection;
    Duration retry_after;  // with too_many_attempts
};

// The secrets of the session's first refresh token are made before the lane, where nothing is
// random.
struct LogIn {
    PasswordCheck check;
    Uuid family{};
    Uuid secret{};
    std::string device;
    std::string peer;
    std::optional<EnterpriseId> enterprise_id;
};

// The digests under which a refresh token is known.
RefreshDigests digests_of(const runtime::Digest& digest, const RefreshToken& token);

class LogInHandler {
  public:
    explicit LogInHandler(const MemberPorts& ports) : ports_(ports) {}

    // A refusal for wrong credentials has counted the attempt.
    std::expected<SessionTokens, LogInRefusal> handle(runtime::Transaction& tx,
                                                      const LogIn& command);

  private:
    std::expected<Member, LogInRejection> member_of(runtime::Transaction& tx,
                                                    const PasswordCheck& check) const;

    const MemberPorts& ports_;
};

}  // namespace jangteo::member
