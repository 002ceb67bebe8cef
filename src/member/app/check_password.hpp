#pragma once

// The slow half of logging in and of changing a password, done before the lane. Whoever asks learns
// the same, after the same time, whether the address is unknown or the password wrong.

#include "member/app/ports.hpp"

namespace jangteo::member {

// Under which failures are counted.
std::string account_of(const runtime::Digest& digest, std::string_view email);

struct PasswordCheck {
    std::string account;
    std::optional<MemberId> member_id;
    bool right = false;
    std::string hash;  // that it was checked against; the lane compares it with what is stored then
    Duration locked_for;  // not zero: nothing was checked
};

class PasswordChecker {
  public:
    // Hashes once, to have something to compare with when there is no member.
    explicit PasswordChecker(const MemberPorts& ports);

    PasswordCheck check(sql::Connection& db, const std::optional<Member>& member,
                        std::string_view email, std::string_view password, Timestamp now) const;

  private:
    const MemberPorts& ports_;
    std::string nobodys_hash_;
};

}  // namespace jangteo::member
