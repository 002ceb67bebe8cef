#pragma once

// /v1/members and /v1/admin/members: bodies and answers.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

using NewPassword = Text<8, 128>;

struct RegisterMemberBody {
    Email email;
    NewPassword password;
    Text<1, 100> name;
    std::optional<Text<1, 30>> phone;
};
BOOST_DESCRIBE_STRUCT(RegisterMemberBody, (), (email, password, name, phone))

// By an operator, for people who log in elsewhere: without a password.
struct CreateMemberBody {
    Email email;
    Text<1, 100> name;
    std::optional<Text<1, 30>> phone;
};
BOOST_DESCRIBE_STRUCT(CreateMemberBody, (), (email, name, phone))

struct ChangeMemberBody {
    std::optional<Text<1, 100>> name;
    std::optional<Text<0, 30>> phone;  // "" takes it away
};
BOOST_DESCRIBE_STRUCT(ChangeMemberBody, (), (name, phone))

struct ChangePasswordBody {
    Text<1, 128> old_password;
    NewPassword new_password;
};
BOOST_DESCRIBE_STRUCT(ChangePasswordBody, (), (old_password, new_password))

struct SellerAccountOfMember {
    EnterpriseId enterprise_id;
    std::string role;  // owner, staff
};
BOOST_DESCRIBE_STRUCT(SellerAccountOfMember, (), (enterprise_id, role))

struct MemberAnswer {
    MemberId id;
    std::string email;
    std::string name;
    std::optional<std::string> phone;
    std::string status;              // active, disabled
    std::vector<std::string> roles;  // customer, seller_staff, seller_owner, operator
    std::vector<SellerAccountOfMember> seller_accounts;
    Timestamp created_at;
    Timestamp updated_at;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(MemberAnswer, (),
                      (id, email, name, phone, status, roles, seller_accounts, created_at,
                       updated_at, version))

struct ActingTokenBody {
    Text<1, 200> reason;
    std::optional<EnterpriseId> enterprise_id;  // of a seller with several
};
BOOST_DESCRIBE_STRUCT(ActingTokenBody, (), (reason, enterprise_id))

struct ActingTokenAnswer {
    MemberId member_id;
    std::string token_type;
    std::string access_token;
    std::int64_t expires_in = 0;  // seconds
};
BOOST_DESCRIBE_STRUCT(ActingTokenAnswer, (), (member_id, token_type, access_token, expires_in))

struct ActingTokenRecord {
    EventId id;
    MemberId operator_id;
    std::string reason;
    Timestamp issued_at;
};
BOOST_DESCRIBE_STRUCT(ActingTokenRecord, (), (id, operator_id, reason, issued_at))

}  // namespace jangteo::contracts
