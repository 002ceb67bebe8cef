#include "catalog/app/on_enterprise_changed.hpp"

#include "catalog/app/change_product_status.hpp"

namespace jangteo::catalog {

void OnEnterpriseChanged::handle(runtime::Transaction& tx,
                                 const contracts::EnterpriseVerified& event) {
    enterprises_.verify(tx.db(), event.enterprise_id, event.name);
}

void OnEnterpriseChanged::handle(runtime::Transaction& tx,
                                 const contracts::EnterpriseRejected& event) {
    enterprises_.reject(tx.db(), event.enterprise_id);
    withdraw(tx, event.enterprise_id);
}

void OnEnterpriseChanged::withdraw(runtime::Transaction& tx, const EnterpriseId& enterprise) {
    // Verified again meanwhile: what is still on sale stays.
    if (enterprises_.is_verified(tx.db(), enterprise)) return;
    auto active = products_.active_of(tx.db(), enterprise, withdrawal_batch);
    for (const ProductId& id : active) {
        auto before = products_.find(tx.db(), id);
        auto after = before->with_status(ProductStatus::inactive, tx.now());
        if (after) save_status(tx, products_, *before, *after);
    }
    if (static_cast<std::int64_t>(active.size()) == withdrawal_batch) {
        tx.set_timer(withdrawal_timer, enterprise.uuid(), tx.now() + milliseconds(1));
    }
}

}  // namespace jangteo::catalog
