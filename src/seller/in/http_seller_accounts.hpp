#pragma once

// /v1/seller/accounts: who acts for the enterprise of the caller's token.

#include "runtime/routes.hpp"
#include "seller/app/keep_seller_accounts.hpp"

namespace jangteo::seller {

class HttpSellerAccounts {
  public:
    explicit HttpSellerAccounts(const SellerPorts& ports) : ports_(ports), keep_(ports) {}

    void declare(runtime::Routes& routes);

  private:
    void declare_list(runtime::Routes& routes);
    void declare_changes(runtime::Routes& routes);

    const SellerPorts& ports_;
    KeepSellerAccountsHandler keep_;
};

}  // namespace jangteo::seller
