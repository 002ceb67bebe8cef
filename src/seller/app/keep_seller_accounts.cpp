#include "seller/app/keep_seller_accounts.hpp"

#include "contracts/seller/events.hpp"

namespace jangteo::seller {

void announce_created(runtime::Transaction& tx, const Enterprise& enterprise,
                      const SellerAccount& account) {
    tx.publish(runtime::subject(enterprise.id, enterprise.version),
               contracts::SellerAccountCreated{account.id, enterprise.id, account.member_id,
                                               std::string(codec::text_of_enum(account.role))});
}

std::expected<SellerAccount, AddSellerAccountRejection> KeepSellerAccountsHandler::handle(
    runtime::Transaction& tx, const AddSellerAccount& command) {
    auto enterprise = ports_.enterprises.find(tx.db(), command.enterprise_id);
    if (!enterprise || !enterprise->account_of(command.by)) {
        return std::unexpected(AddSellerAccountRejection::unknown_enterprise);
    }
    if (!enterprise->is_owner(command.by))
        return std::unexpected(AddSellerAccountRejection::not_owner);
    SellerAccount account{tx.next_id<SellerAccountId>(), command.member_id, command.role, tx.now()};
    if (auto added = add_account(*enterprise, account); !added)
        return std::unexpected(added.error());
    ports_.enterprises.save(tx.db(), *enterprise);
    announce_created(tx, *enterprise, account);
    return account;
}

std::expected<void, RemoveSellerAccountRejection> KeepSellerAccountsHandler::handle(
    runtime::Transaction& tx, const RemoveSellerAccount& command) {
    auto enterprise = ports_.enterprises.find(tx.db(), command.enterprise_id);
    if (!enterprise || !enterprise->account_of(command.by)) {
        return std::unexpected(RemoveSellerAccountRejection::unknown_enterprise);
    }
    if (!enterprise->is_owner(command.by))
        return std::unexpected(RemoveSellerAccountRejection::not_owner);
    auto removed = remove_account(*enterprise, command.account_id, tx.now());
    if (!removed) return std::unexpected(removed.error());
    ports_.enterprises.save(tx.db(), *enterprise);
    tx.publish(runtime::subject(enterprise->id, enterprise->version),
               contracts::SellerAccountRemoved{removed->id, enterprise->id, removed->member_id});
    return {};
}

}  // namespace jangteo::seller
