#pragma once

// Session: one device that stays logged in. It lives as long as its refresh token is used within 30
// days, and ends when a token that was already used comes again: then somebody has a copy, and
// nobody can tell who.

#include <boost/describe.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::member {

inline constexpr Duration access_lifetime = minutes(15);
inline constexpr Duration refresh_lifetime = days(30);
// However often it is used: after this the password is asked for again.
inline constexpr Duration session_lifetime_max = days(365);
// The oldest one gives way.
inline constexpr std::int64_t sessions_per_member_max = 50;

struct Session {
    SessionId id;
    std::int64_t version = 0;
    MemberId member_id;
    std::optional<EnterpriseId> enterprise_id;  // the one it acts for, of a seller
    std::string device;                         // as the client calls itself
    std::string peer;                           // address of the last use
    std::string family_digest;
    std::string secret_digest;
    Timestamp created_at;
    Timestamp used_at;
    Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(Session, (),
                      (id, member_id, enterprise_id, device, peer, family_digest, secret_digest,
                       created_at, used_at, expires_at))

// Both parts of a refresh token, digested.
struct RefreshDigests {
    std::string family;
    std::string secret;
};

enum class RefreshSessionRejection {
    invalid_refresh_token,
    refresh_token_reused,
    refresh_token_expired,
    not_of_enterprise,
};
BOOST_DESCRIBE_ENUM(RefreshSessionRejection, invalid_refresh_token, refresh_token_reused,
                    refresh_token_expired, not_of_enterprise)

std::expected<void, RefreshSessionRejection> check_refresh(const Session& session,
                                                           const RefreshDigests& presented,
                                                           Timestamp now);

Timestamp session_expiry(Timestamp created_at, Timestamp now);

void rotate(Session& session, std::string secret_digest, Timestamp now);

}  // namespace jangteo::member
