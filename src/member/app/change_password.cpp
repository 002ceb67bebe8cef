#include "member/app/change_password.hpp"

namespace jangteo::member {

std::expected<void, ChangePasswordRefusal> ChangePasswordHandler::handle(
    runtime::Transaction& tx, const ChangePassword& command) {
    const PasswordCheck& check = command.check;
    LoginAttempts attempts = ports_.login_attempts.find(tx.db(), check.account);
    if (Duration wait = locked_for(attempts, tx.now()); wait > Duration{}) {
        return std::unexpected(
            ChangePasswordRefusal{ChangePasswordRejection::too_many_attempts, wait});
    }
    auto member = check.member_id ? ports_.members.find(tx.db(), *check.member_id) : std::nullopt;
    // The password may have been changed since it was checked.
    if (!check.right || !member || member->password_hash != check.hash) {
        ports_.login_attempts.save(tx.db(), check.account, after_failure(attempts, tx.now()));
        return std::unexpected(ChangePasswordRefusal{ChangePasswordRejection::wrong_password, {}});
    }
    if (attempts.failures > 0) ports_.login_attempts.forget(tx.db(), check.account);
    member->password_hash = command.new_hash;
    member->updated_at = tx.now();
    ports_.members.save(tx.db(), *member);
    ports_.sessions.end_others(tx.db(), member->id, command.current_session);
    return {};
}

}  // namespace jangteo::member
