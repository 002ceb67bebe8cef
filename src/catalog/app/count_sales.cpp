#include "catalog/app/count_sales.hpp"

namespace jangteo::catalog {

void CountSales::handle(runtime::Transaction& tx, const contracts::OrderCreated& event) {
    Sale sale;
    sale.id = event.order_id;
    sale.lines.reserve(event.lines.size());
    for (const auto& line : event.lines) {
        sale.lines.push_back(
            {line.line, line.product_id, line.quantity, {line.unit_price, event.total.currency}});
    }
    sales_.add(tx.db(), sale);
}

void CountSales::handle(runtime::Transaction& tx,
                        const contracts::OrderCancellationRequested& event) {
    // Asked for again once the shipment has been stopped.
    if (event.stop_shipment) return;
    auto sale = sales_.find(tx.db(), event.order_id);
    if (!sale) return;
    SaleCounts before = sale->counts();
    std::vector<UncountedQuantity> cancelled;
    for (const auto& line : event.lines) cancelled.push_back({line.line, line.quantity});
    if (!sale->cancel(event.cancellation_id, cancelled)) return;
    sales_.save(tx.db(), *sale, difference(sale->counts(), before));
}

void CountSales::handle(runtime::Transaction& tx, const contracts::OrderCancelled& event) {
    auto sale = sales_.find(tx.db(), event.order_id);
    if (!sale) return;
    SaleCounts before = sale->counts();
    if (!sale->cancel_rest()) return;
    sales_.save(tx.db(), *sale, difference(sale->counts(), before));
}

void CountSales::handle(runtime::Transaction& tx, const contracts::ProductStockChanged& event) {
    stock_.set(tx.db(), {event.sku_id, event.product_id, event.in_stock, event.low});
}

}  // namespace jangteo::catalog
