#include "member/app/check_password.hpp"

namespace jangteo::member {

std::string account_of(const runtime::Digest& digest, std::string_view email) {
    return digest.digest({"login", email});
}

PasswordChecker::PasswordChecker(const MemberPorts& ports)
    : ports_(ports), nobodys_hash_(ports.passwords.hash("nobody has this password")) {}

PasswordCheck PasswordChecker::check(sql::Connection& db, const std::optional<Member>& member,
                                     std::string_view email, std::string_view password,
                                     Timestamp now) const {
    PasswordCheck result;
    result.account = account_of(ports_.digest, email);
    result.locked_for = locked_for(ports_.login_attempts.find(db, result.account), now);
    if (result.locked_for > Duration{}) return result;

    bool has_password = member && !member->password_hash.empty();
    result.hash = has_password ? member->password_hash : nobodys_hash_;
    bool matches = ports_.passwords.verify(password, result.hash);
    result.right = matches && has_password;
    if (member) result.member_id = member->id;
    return result;
}

}  // namespace jangteo::member
