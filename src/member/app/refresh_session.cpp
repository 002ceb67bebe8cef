#include "member/app/refresh_session.hpp"

#include "member/app/log_in.hpp"

namespace jangteo::member {

std::expected<Session, RefreshSessionRejection> RefreshSessionHandler::session_of(
    runtime::Transaction& tx, const RefreshToken& token) {
    auto session = ports_.sessions.find(tx.db(), token.session);
    if (!session) return std::unexpected(RefreshSessionRejection::invalid_refresh_token);
    auto good = check_refresh(*session, digests_of(ports_.digest, token), tx.now());
    if (!good) {
        bool known = good.error() != RefreshSessionRejection::invalid_refresh_token;
        if (known) ports_.sessions.end(tx.db(), session->id);
        return std::unexpected(good.error());
    }
    return std::move(*session);
}

std::expected<SessionTokens, RefreshSessionRejection> RefreshSessionHandler::handle(
    runtime::Transaction& tx, const RefreshSession& command) {
    auto token = RefreshToken::parse(command.refresh_token);
    if (!token) return std::unexpected(RefreshSessionRejection::invalid_refresh_token);
    auto session = session_of(tx, *token);
    if (!session) return std::unexpected(session.error());

    // Disabling a member ends the sessions, so whoever has one is active.
    auto member = ports_.members.find(tx.db(), session->member_id);
    if (!member || !member->is_active())
        return std::unexpected(RefreshSessionRejection::invalid_refresh_token);
    auto accounts = ports_.seller_accounts.of_member(tx.db(), member->id);
    const SellerAccount* account = nullptr;
    if (command.enterprise_id) {
        account = choose_account(accounts, command.enterprise_id);
        if (!account) return std::unexpected(RefreshSessionRejection::not_of_enterprise);
        session->enterprise_id = command.enterprise_id;
    } else {
        // An account that is gone meanwhile is no reason to log out.
        account = choose_account(accounts, session->enterprise_id);
        if (!account) account = choose_account(accounts, std::nullopt);
    }

    token->secret = command.next_secret;
    session->peer = command.peer;
    rotate(*session, digests_of(ports_.digest, *token).secret, tx.now());
    ports_.sessions.save(tx.db(), *session);
    return issue_session_tokens(ports_, principal_of(*member, account), *session, token->text(),
                                tx.now());
}

}  // namespace jangteo::member
