#include "order/app/follow_catalog.hpp"

#include "kernel/mutant.hpp"

namespace jangteo::order {

template <class Event>
void FollowCatalogHandler::put_offers(runtime::Transaction& tx, const Event& event) const {
    for (const contracts::VariantOffer& variant : event.variants) {
        offers_.put(tx.db(), {variant.sku_id, 0, event.product_id, event.enterprise_id,
                              variant.price, event.status == contracts::ProductStatus::active,
                              event.name_ko, event.name_en, variant.option_text});
    }
}

void FollowCatalogHandler::on_product_created(runtime::Transaction& tx,
                                              const contracts::ProductCreated& event) const {
    put_offers(tx, event);
}

void FollowCatalogHandler::on_product_updated(runtime::Transaction& tx,
                                              const contracts::ProductUpdated& event) const {
    put_offers(tx, event);
}

void FollowCatalogHandler::on_product_status_changed(
    runtime::Transaction& tx, const contracts::ProductStatusChanged& event) const {
    for (const SkuId& sku : event.sku_ids) {
        auto offer = offers_.find(tx.db(), sku);
        if (!offer) continue;
        offer->active = event.to == contracts::ProductStatus::active;
        offers_.put(tx.db(), *offer);
    }
}

void FollowCatalogHandler::on_product_price_changed(
    runtime::Transaction& tx, const contracts::ProductPriceChanged& event) const {
    auto offer = offers_.find(tx.db(), event.sku_id);
    if (!offer || mutated(Mutant::old_price_kept)) return;
    offer->price = event.to;
    offers_.put(tx.db(), *offer);
}

void FollowCatalogHandler::on_enterprise_verified(
    runtime::Transaction& tx, const contracts::EnterpriseVerified& event) const {
    offers_.block_enterprise(tx.db(), event.enterprise_id, false);
}

void FollowCatalogHandler::on_enterprise_rejected(
    runtime::Transaction& tx, const contracts::EnterpriseRejected& event) const {
    offers_.block_enterprise(tx.db(), event.enterprise_id, true);
}

void FollowCatalogHandler::on_member_disabled(runtime::Transaction& tx,
                                              const contracts::MemberDisabled& event) const {
    buyers_.disable(tx.db(), event.member_id);
}

}  // namespace jangteo::order
