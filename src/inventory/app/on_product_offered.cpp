#include "inventory/app/on_product_offered.hpp"

namespace jangteo::inventory {
namespace {

template <class Event>
void take_offer(sql::Connection& db, StockUnits& units, const Event& event) {
    for (const auto& variant : event.variants) {
        units.offer(db, {variant.sku_id, event.product_id, event.enterprise_id, variant.sku_code});
    }
    units.list(db, event.product_id, event.status == contracts::ProductStatus::active);
}

}  // namespace

void OnProductOffered::handle(runtime::Transaction& tx, const contracts::ProductCreated& event) {
    take_offer(tx.db(), units_, event);
}

void OnProductOffered::handle(runtime::Transaction& tx, const contracts::ProductUpdated& event) {
    take_offer(tx.db(), units_, event);
}

void OnProductOffered::handle(runtime::Transaction& tx,
                              const contracts::ProductStatusChanged& event) {
    units_.list(tx.db(), event.product_id, event.to == contracts::ProductStatus::active);
}

}  // namespace jangteo::inventory
