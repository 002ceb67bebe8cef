#pragma once

// A person who buys, sells or operates: the account, how to reach the person, and what the password
// is checked against.

#include <boost/describe.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::member {

enum class MemberStatus { active, disabled };
BOOST_DESCRIBE_ENUM(MemberStatus, active, disabled)

struct Member {
    MemberId id;
    std::int64_t version = 0;
    std::string email;  // lower case, unique
    std::string name;
    std::optional<std::string> phone;
    MemberStatus status = MemberStatus::active;
    bool is_operator = false;
    std::string password_hash;  // empty: nobody can log in with a password
    Timestamp created_at;
    Timestamp updated_at;

    bool is_active() const { return status == MemberStatus::active; }
};
BOOST_DESCRIBE_STRUCT(Member, (),
                      (id, email, name, phone, status, is_operator, password_hash, created_at,
                       updated_at))

// What a member may change about the profile. The address for logging in is not among it.
struct ProfileChange {
    std::optional<std::string> name;
    std::optional<std::string> phone;  // empty text: no phone any more
};

// False when nothing is different.
bool change_profile(Member& member, const ProfileChange& change, Timestamp now);

enum class DisableMemberRejection { unknown_member, already_disabled, cannot_disable_self };
BOOST_DESCRIBE_ENUM(DisableMemberRejection, unknown_member, already_disabled, cannot_disable_self)

// An operator is disabled by another operator only, so that a shop always keeps one.
std::expected<void, DisableMemberRejection> disable(Member& member, MemberId by, Timestamp now);

}  // namespace jangteo::member
