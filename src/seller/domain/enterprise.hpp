#pragma once

// Enterprise: a business that sells, who acts for it, and whether an operator has checked it. There
// is always at least one owner.

#include <boost/describe.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::seller {

inline constexpr std::size_t accounts_max = 100;

enum class EnterpriseStatus { draft, requested, verified, rejected };
BOOST_DESCRIBE_ENUM(EnterpriseStatus, draft, requested, verified, rejected)

enum class AccountRole { owner, staff };
BOOST_DESCRIBE_ENUM(AccountRole, owner, staff)

struct SellerAccount {
    SellerAccountId id;
    MemberId member_id;
    AccountRole role = AccountRole::staff;
    Timestamp added_at;
};
BOOST_DESCRIBE_STRUCT(SellerAccount, (), (id, member_id, role, added_at))

// Where the money goes.
struct SettlementAccount {
    std::string bank;
    std::string number;
    std::string holder;

    bool operator==(const SettlementAccount&) const = default;
};
BOOST_DESCRIBE_STRUCT(SettlementAccount, (), (bank, number, holder))

struct Enterprise {
    EnterpriseId id;
    std::int64_t version = 0;
    std::string name;
    std::string business_number;  // ten digits, unique
    std::string representative;
    std::string email;
    std::string phone;
    SettlementAccount settlement_account;
    EnterpriseStatus status = EnterpriseStatus::draft;
    std::string reason;  // of the rejection
    std::vector<SellerAccount> accounts;
    Timestamp created_at;
    Timestamp updated_at;

    const SellerAccount* account_of(MemberId member) const;
    bool is_owner(MemberId member) const;
};
BOOST_DESCRIBE_STRUCT(Enterprise, (),
                      (id, name, business_number, representative, email, phone, settlement_account,
                       status, reason, accounts, created_at, updated_at))

struct EnterpriseChange {
    std::optional<std::string> name;
    std::optional<std::string> representative;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::optional<SettlementAccount> settlement_account;
};

enum class ChangeEnterpriseRejection {
    unknown_enterprise,
    not_owner,
    version_mismatch,
    verified_details_are_fixed
};
BOOST_DESCRIBE_ENUM(ChangeEnterpriseRejection, unknown_enterprise, not_owner, version_mismatch,
                    verified_details_are_fixed)

// What the operator has checked (name, representative) no longer changes.
std::expected<void, ChangeEnterpriseRejection> change_details(Enterprise& enterprise,
                                                              const EnterpriseChange& change,
                                                              Timestamp now);

enum class RequestVerificationRejection {
    unknown_enterprise,
    not_owner,
    already_requested,
    already_verified
};
BOOST_DESCRIBE_ENUM(RequestVerificationRejection, unknown_enterprise, not_owner, already_requested,
                    already_verified)

std::expected<void, RequestVerificationRejection> request_verification(Enterprise& enterprise,
                                                                       Timestamp now);

enum class DecideVerificationRejection { unknown_enterprise, not_requested, nothing_to_reject };
BOOST_DESCRIBE_ENUM(DecideVerificationRejection, unknown_enterprise, not_requested,
                    nothing_to_reject)

std::expected<void, DecideVerificationRejection> verify(Enterprise& enterprise, Timestamp now);
// A verification that was given can be withdrawn.
std::expected<void, DecideVerificationRejection> reject(Enterprise& enterprise, std::string reason,
                                                        Timestamp now);

enum class AddSellerAccountRejection {
    unknown_enterprise,
    not_owner,
    already_has_account,
    too_many_accounts
};
BOOST_DESCRIBE_ENUM(AddSellerAccountRejection, unknown_enterprise, not_owner, already_has_account,
                    too_many_accounts)

std::expected<void, AddSellerAccountRejection> add_account(Enterprise& enterprise,
                                                           const SellerAccount& account);

enum class RemoveSellerAccountRejection {
    unknown_enterprise,
    not_owner,
    unknown_account,
    last_owner
};
BOOST_DESCRIBE_ENUM(RemoveSellerAccountRejection, unknown_enterprise, not_owner, unknown_account,
                    last_owner)

// Gives the account that was removed.
std::expected<SellerAccount, RemoveSellerAccountRejection> remove_account(Enterprise& enterprise,
                                                                          SellerAccountId id,
                                                                          Timestamp now);

}  // namespace jangteo::seller
