#include "member/domain/session.hpp"

#include <algorithm>

namespace jangteo::member {

std::expected<void, RefreshSessionRejection> check_refresh(const Session& session,
                                                           const RefreshDigests& presented,
                                                           Timestamp now) {
    // Digests of 128 random bits: the time of the comparison tells nothing that helps to guess
    // them.
    if (presented.family != session.family_digest) {
        return std::unexpected(RefreshSessionRejection::invalid_refresh_token);
    }
    if (presented.secret != session.secret_digest) {
        return std::unexpected(RefreshSessionRejection::refresh_token_reused);
    }
    if (now >= session.expires_at)
        return std::unexpected(RefreshSessionRejection::refresh_token_expired);
    return {};
}

Timestamp session_expiry(Timestamp created_at, Timestamp now) {
    return std::min(now + refresh_lifetime, created_at + session_lifetime_max);
}

void rotate(Session& session, std::string secret_digest, Timestamp now) {
    session.secret_digest = std::move(secret_digest);
    session.used_at = now;
    session.expires_at = session_expiry(session.created_at, now);
}

}  // namespace jangteo::member
