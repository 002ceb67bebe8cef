#pragma once

// Reactions to SellerAccountCreated and SellerAccountRemoved: who acts for which enterprise. A
// member's tokens follow with the next refresh.

#include "contracts/seller/events.hpp"
#include "member/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::member {

class OnSellerAccount {
  public:
    explicit OnSellerAccount(const MemberPorts& ports) : ports_(ports) {}

    void handle(runtime::Transaction& tx, const contracts::SellerAccountCreated& event);
    void handle(runtime::Transaction& tx, const contracts::SellerAccountRemoved& event);

  private:
    const MemberPorts& ports_;
};

}  // namespace jangteo::member
