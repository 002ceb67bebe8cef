#include "member/app/on_seller_account.hpp"

namespace jangteo::member {

void OnSellerAccount::handle(runtime::Transaction& tx,
                             const contracts::SellerAccountCreated& event) {
    // A role of a later version of the seller service gives the least until this one knows it.
    auto role = codec::parse_enum<SellerRole>(event.role).value_or(SellerRole::staff);
    ports_.seller_accounts.add(tx.db(),
                               {event.account_id, event.enterprise_id, event.member_id, role});
}

void OnSellerAccount::handle(runtime::Transaction& tx,
                             const contracts::SellerAccountRemoved& event) {
    ports_.seller_accounts.remove(
        tx.db(), {event.account_id, event.enterprise_id, event.member_id, SellerRole::staff});
}

}  // namespace jangteo::member
