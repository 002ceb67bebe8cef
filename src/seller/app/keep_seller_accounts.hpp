#pragma once

// Who acts for an enterprise: its owners add and remove accounts.

#include <expected>

#include "runtime/transaction.hpp"
#include "seller/app/ports.hpp"

namespace jangteo::seller {

struct AddSellerAccount {
    EnterpriseId enterprise_id;
    MemberId by;
    MemberId member_id;
    AccountRole role = AccountRole::staff;
};

struct RemoveSellerAccount {
    EnterpriseId enterprise_id;
    MemberId by;
    SellerAccountId account_id;
};

// SellerAccountCreated, at the enterprise's version.
void announce_created(runtime::Transaction& tx, const Enterprise& enterprise,
                      const SellerAccount& account);

class KeepSellerAccountsHandler {
  public:
    explicit KeepSellerAccountsHandler(const SellerPorts& ports) : ports_(ports) {}

    std::expected<SellerAccount, AddSellerAccountRejection> handle(runtime::Transaction& tx,
                                                                   const AddSellerAccount& command);
    std::expected<void, RemoveSellerAccountRejection> handle(runtime::Transaction& tx,
                                                             const RemoveSellerAccount& command);

  private:
    const SellerPorts& ports_;
};

}  // namespace jangteo::seller
