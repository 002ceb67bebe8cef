#include "member/app/log_in.hpp"

namespace jangteo::member {

namespace {

// Documents hold text; a digest is any bytes.
std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned char byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace

RefreshDigests digests_of(const runtime::Digest& digest, const RefreshToken& token) {
    EventId family(token.family);
    EventId secret(token.secret);
    return {hex(digest.digest({"refresh.family", token.session.bytes(), family.bytes()})),
            hex(digest.digest({"refresh.secret", token.session.bytes(), secret.bytes()}))};
}

std::expected<Member, LogInRejection> LogInHandler::member_of(runtime::Transaction& tx,
                                                              const PasswordCheck& check) const {
    if (!check.right || !check.member_id) return std::unexpected(LogInRejection::wrong_credentials);
    auto member = ports_.members.find(tx.db(), *check.member_id);
    // The password may have been changed since it was checked.
    if (!member || member->password_hash != check.hash)
        return std::unexpected(LogInRejection::wrong_credentials);
    if (!member->is_active()) return std::unexpected(LogInRejection::member_disabled);
    return std::move(*member);
}

std::expected<SessionTokens, LogInRefusal> LogInHandler::handle(runtime::Transaction& tx,
                                                                const LogIn& command) {
    const PasswordCheck& check = command.check;
    // Asked again here, because many passwords may have been checked at once.
    LoginAttempts attempts = ports_.login_attempts.find(tx.db(), check.account);
    if (Duration wait = locked_for(attempts, tx.now()); wait > Duration{}) {
        return std::unexpected(LogInRefusal{LogInRejection::too_many_attempts, wait});
    }
    auto member = member_of(tx, check);
    if (!member) {
        if (member.error() == LogInRejection::wrong_credentials) {
            ports_.login_attempts.save(tx.db(), check.account, after_failure(attempts, tx.now()));
        }
        return std::unexpected(LogInRefusal{member.error(), {}});
    }
    auto accounts = ports_.seller_accounts.of_member(tx.db(), member->id);
    const SellerAccount* account = choose_account(accounts, command.enterprise_id);
    if (command.enterprise_id && !account) {
        return std::unexpected(LogInRefusal{LogInRejection::not_of_enterprise, {}});
    }

    if (attempts.failures > 0) ports_.login_attempts.forget(tx.db(), check.account);
    RefreshToken token{tx.next_id<SessionId>(), command.family, command.secret};
    RefreshDigests digests = digests_of(ports_.digest, token);
    Session session;
    session.id = token.session;
    session.member_id = member->id;
    session.enterprise_id = command.enterprise_id;
    session.device = command.device;
    session.peer = command.peer;
    session.family_digest = digests.family;
    session.secret_digest = digests.secret;
    session.created_at = tx.now();
    session.used_at = tx.now();
    session.expires_at = session_expiry(tx.now(), tx.now());
    ports_.sessions.add(tx.db(), session, tx.now());
    return issue_session_tokens(ports_, principal_of(*member, account), session, token.text(),
                                tx.now());
}

}  // namespace jangteo::member
