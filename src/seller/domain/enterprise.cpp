#include "seller/domain/enterprise.hpp"

#include <algorithm>

namespace jangteo::seller {

const SellerAccount* Enterprise::account_of(MemberId member) const {
    auto found = std::ranges::find(accounts, member, &SellerAccount::member_id);
    return found == accounts.end() ? nullptr : &*found;
}

bool Enterprise::is_owner(MemberId member) const {
    const SellerAccount* account = account_of(member);
    return account != nullptr && account->role == AccountRole::owner;
}

std::expected<void, ChangeEnterpriseRejection> change_details(Enterprise& enterprise,
                                                              const EnterpriseChange& change,
                                                              Timestamp now) {
    bool renames =
        change.name.value_or(enterprise.name) != enterprise.name ||
        change.representative.value_or(enterprise.representative) != enterprise.representative;
    if (renames && enterprise.status == EnterpriseStatus::verified) {
        return std::unexpected(ChangeEnterpriseRejection::verified_details_are_fixed);
    }
    enterprise.name = change.name.value_or(enterprise.name);
    enterprise.representative = change.representative.value_or(enterprise.representative);
    enterprise.email = change.email.value_or(enterprise.email);
    enterprise.phone = change.phone.value_or(enterprise.phone);
    enterprise.settlement_account =
        change.settlement_account.value_or(enterprise.settlement_account);
    enterprise.updated_at = now;
    return {};
}

std::expected<void, RequestVerificationRejection> request_verification(Enterprise& enterprise,
                                                                       Timestamp now) {
    using enum EnterpriseStatus;
    if (enterprise.status == requested)
        return std::unexpected(RequestVerificationRejection::already_requested);
    if (enterprise.status == verified)
        return std::unexpected(RequestVerificationRejection::already_verified);
    enterprise.status = requested;
    enterprise.reason.clear();
    enterprise.updated_at = now;
    return {};
}

std::expected<void, DecideVerificationRejection> verify(Enterprise& enterprise, Timestamp now) {
    if (enterprise.status != EnterpriseStatus::requested) {
        return std::unexpected(DecideVerificationRejection::not_requested);
    }
    enterprise.status = EnterpriseStatus::verified;
    enterprise.updated_at = now;
    return {};
}

std::expected<void, DecideVerificationRejection> reject(Enterprise& enterprise, std::string reason,
                                                        Timestamp now) {
    using enum EnterpriseStatus;
    if (enterprise.status != requested && enterprise.status != verified) {
        return std::unexpected(DecideVerificationRejection::nothing_to_reject);
    }
    enterprise.status = rejected;
    enterprise.reason = std::move(reason);
    enterprise.updated_at = now;
    return {};
}

std::expected<void, AddSellerAccountRejection> add_account(Enterprise& enterprise,
                                                           const SellerAccount& account) {
    if (enterprise.account_of(account.member_id) != nullptr) {
        return std::unexpected(AddSellerAccountRejection::already_has_account);
    }
    if (enterprise.accounts.size() >= accounts_max) {
        return std::unexpected(AddSellerAccountRejection::too_many_accounts);
    }
    enterprise.accounts.push_back(account);
    enterprise.updated_at = account.added_at;
    return {};
}

std::expected<SellerAccount, RemoveSellerAccountRejection> remove_account(Enterprise& enterprise,
                                                                          SellerAccountId id,
                                                                          Timestamp now) {
    auto found = std::ranges::find(enterprise.accounts, id, &SellerAccount::id);
    if (found == enterprise.accounts.end())
        return std::unexpected(RemoveSellerAccountRejection::unknown_account);
    auto owners = std::ranges::count(enterprise.accounts, AccountRole::owner, &SellerAccount::role);
    if (found->role == AccountRole::owner && owners == 1) {
        return std::unexpected(RemoveSellerAccountRejection::last_owner);
    }
    SellerAccount removed = *found;
    enterprise.accounts.erase(found);
    enterprise.updated_at = now;
    return removed;
}

}  // namespace jangteo::seller
