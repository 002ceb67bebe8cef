#pragma once

// FollowCatalog: keeps the offers, and who may sell and buy, true by the events of catalog, seller
// and member.

#include "contracts/catalog/events.hpp"
#include "contracts/member/events.hpp"
#include "contracts/seller/events.hpp"
#include "order/app/ports.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::order {

class FollowCatalogHandler {
  public:
    FollowCatalogHandler(const Offers& offers, const Buyers& buyers)
        : offers_(offers), buyers_(buyers) {}

    void on_product_created(runtime::Transaction& tx, const contracts::ProductCreated& event) const;
    void on_product_updated(runtime::Transaction& tx, const contracts::ProductUpdated& event) const;
    void on_product_status_changed(runtime::Transaction& tx,
                                   const contracts::ProductStatusChanged& event) const;
    void on_product_price_changed(runtime::Transaction& tx,
                                  const contracts::ProductPriceChanged& event) const;
    void on_enterprise_verified(runtime::Transaction& tx,
                                const contracts::EnterpriseVerified& event) const;
    void on_enterprise_rejected(runtime::Transaction& tx,
                                const contracts::EnterpriseRejected& event) const;
    void on_member_disabled(runtime::Transaction& tx, const contracts::MemberDisabled& event) const;

  private:
    template <class Event>
    void put_offers(runtime::Transaction& tx, const Event& event) const;

    const Offers& offers_;
    const Buyers& buyers_;
};

}  // namespace jangteo::order
