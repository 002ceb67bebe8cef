#include "inventory/inventory_module.hpp"

#include "inventory/app/expire_reservation.hpp"
#include "inventory/app/move_stock.hpp"
#include "inventory/app/on_order_cancellation_requested.hpp"
#include "inventory/app/on_order_created.hpp"
#include "inventory/app/on_order_status_changed.hpp"
#include "inventory/app/on_product_offered.hpp"
#include "inventory/app/set_low_stock.hpp"
#include "inventory/in/http_stock.hpp"
#include "inventory/out/audit_stock.hpp"
#include "inventory/out/sql_movements.hpp"
#include "inventory/out/sql_reservations.hpp"
#include "inventory/out/sql_stock_reads.hpp"
#include "inventory/out/sql_stock_units.hpp"

namespace jangteo::inventory {

struct InventoryModule::Parts {
    SqlStockUnits units;
    SqlReservations reservations;
    SqlMovements movements;
    SqlStockReads reads;

    StockDesk desk{units, movements};
    MoveStockHandler move_stock{units, movements};
    SetLowStockHandler set_low_stock{units};
    OnOrderCreated on_order_created{reservations, units, desk};
    OnOrderStatusChanged on_order_status_changed{reservations, units, desk};
    OnOrderCancellationRequested on_order_cancellation_requested{reservations, desk};
    ExpireReservationHandler expire_reservation{reservations, desk};
    OnProductOffered on_product_offered{units};
    HttpStock http{move_stock, set_low_stock, reads, reservations};
};

namespace {

// A reaction: `handler` handles events of type E.
template <class E>
void react(runtime::Registry& registry, auto& handler) {
    registry.on<E>("inventory", [&handler](runtime::Transaction& tx, const E& event) {
        handler.handle(tx, event);
    });
}

}  // namespace

InventoryModule::InventoryModule() : parts_(std::make_unique<Parts>()) {}
InventoryModule::~InventoryModule() = default;

void InventoryModule::audit(sql::Connection& db, runtime::Audit& audit) { audit_stock(db, audit); }

void InventoryModule::install(runtime::Registry& registry) {
    Parts& p = *parts_;
    registry.add_migrations(migrations());
    p.http.declare(registry.routes);

    react<contracts::ProductCreated>(registry, p.on_product_offered);
    react<contracts::ProductUpdated>(registry, p.on_product_offered);
    react<contracts::ProductStatusChanged>(registry, p.on_product_offered);
    react<contracts::OrderCreated>(registry, p.on_order_created);
    react<contracts::OrderStatusChanged>(registry, p.on_order_status_changed);
    react<contracts::OrderCancellationRequested>(registry, p.on_order_cancellation_requested);

    registry.on_timer(reservation_expiry_timer, [&p](runtime::Transaction& tx, const Uuid& order) {
        p.expire_reservation.handle(tx, OrderId(order));
    });

    registry.publishes<contracts::ProductStockChanged>();
    registry.publishes<contracts::StockReserved>();
    registry.publishes<contracts::StockRejected>();
    registry.publishes<contracts::StockCommitted>();
    registry.publishes<contracts::StockReleased>();
}

}  // namespace jangteo::inventory
