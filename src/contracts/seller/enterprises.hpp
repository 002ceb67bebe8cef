#pragma once

// /v1/seller/enterprises, /v1/seller/accounts and /v1/admin/enterprises: bodies and answers.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

struct SettlementAccountBody {
    Text<1, 50> bank;
    Text<1, 50> number;
    Text<1, 100> holder;
};
BOOST_DESCRIBE_STRUCT(SettlementAccountBody, (), (bank, number, holder))

struct CreateEnterpriseBody {
    Text<1, 100> name;
    Text<10, 12> business_number;  // ten digits, with or without hyphens
    Text<1, 100> representative;
    Email email;
    Text<1, 30> phone;
    SettlementAccountBody settlement_account;
};
BOOST_DESCRIBE_STRUCT(CreateEnterpriseBody, (),
                      (name, business_number, representative, email, phone, settlement_account))

// By an operator, for a shop that moves here.
struct CreateEnterpriseForBody : CreateEnterpriseBody {
    MemberId owner_member_id;
    std::optional<bool> verified;
};
BOOST_DESCRIBE_STRUCT(CreateEnterpriseForBody, (CreateEnterpriseBody), (owner_member_id, verified))

struct ChangeEnterpriseBody {
    std::optional<Text<1, 100>> name;
    std::optional<Text<1, 100>> representative;
    std::optional<Email> email;
    std::optional<Text<1, 30>> phone;
    std::optional<SettlementAccountBody> settlement_account;
};
BOOST_DESCRIBE_STRUCT(ChangeEnterpriseBody, (),
                      (name, representative, email, phone, settlement_account))

struct RejectEnterpriseBody {
    Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(RejectEnterpriseBody, (), (reason))

struct SettlementAccountAnswer {
    std::string bank;
    std::string number;
    std::string holder;
};
BOOST_DESCRIBE_STRUCT(SettlementAccountAnswer, (), (bank, number, holder))

struct EnterpriseAnswer {
    EnterpriseId id;
    std::string name;
    std::string business_number;
    std::string representative;
    std::string email;
    std::string phone;
    SettlementAccountAnswer settlement_account;
    std::string status;                 // draft, requested, verified, rejected
    std::optional<std::string> reason;  // of the rejection
    Timestamp created_at;
    Timestamp updated_at;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(EnterpriseAnswer, (),
                      (id, name, business_number, representative, email, phone, settlement_account,
                       status, reason, created_at, updated_at, version))

enum class SellerAccountRole { owner, staff };
BOOST_DESCRIBE_ENUM(SellerAccountRole, owner, staff)

struct AddSellerAccountBody {
    MemberId member_id;
    SellerAccountRole role = SellerAccountRole::staff;
};
BOOST_DESCRIBE_STRUCT(AddSellerAccountBody, (), (member_id, role))

struct SellerAccountAnswer {
    SellerAccountId id;
    EnterpriseId enterprise_id;
    MemberId member_id;
    SellerAccountRole role = SellerAccountRole::staff;
    Timestamp added_at;
};
BOOST_DESCRIBE_STRUCT(SellerAccountAnswer, (), (id, enterprise_id, member_id, role, added_at))

}  // namespace jangteo::contracts
