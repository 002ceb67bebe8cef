#pragma once

// What the use cases of inventory need of the store. One lane thread writes; reads may come from
// any thread with a connection of its own.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/inventory/stock.hpp"
#include "inventory/domain/reservation.hpp"
#include "inventory/domain/stock_unit.hpp"
#include "runtime/sql.hpp"

namespace jangteo::inventory {

class StockUnits {
  public:
    virtual ~StockUnits() = default;

    virtual std::optional<StockUnit> find(sql::Connection& db, const SkuId& id) = 0;

    // Every counter of a unit that was read before. Throws Fault{retry_now}, at the latest at the
    // end of the batch, when another writer was faster: that is the guard of S1.
    virtual void save(sql::Connection& db, StockUnit& unit) = 0;

    // An offer of the catalog: makes the unit at the first sight of its SKU, with nothing on hand.
    struct Offer {
        SkuId sku_id;
        ProductId product_id;
        EnterpriseId enterprise_id;
        std::string_view sku_code;
    };
    virtual void offer(sql::Connection& db, const Offer& offer) = 0;
    // Whether buyers see the product: its stock is public then.
    virtual void list(sql::Connection& db, const ProductId& product, bool listed) = 0;
};

// Keyed by the order. What Documents says about versions holds.
class Reservations {
  public:
    virtual ~Reservations() = default;
    virtual std::optional<Reservation> find(sql::Connection& db, const OrderId& order) = 0;
    virtual void add(sql::Connection& db, Reservation& reservation) = 0;
    virtual void save(sql::Connection& db, Reservation& reservation) = 0;
};

// Who moved stock, why, and what it left. An order's reserving and deducting is in its reservation
// instead: a row for each would double the writes of the hot path.
struct Movement {
    MovementId id;
    SkuId sku_id;
    contracts::StockMovementKind kind = contracts::StockMovementKind::restock;
    std::int64_t quantity = 0;
    std::int64_t on_hand = 0;  // afterwards
    std::string reason;
    std::optional<MemberId> member_id;
    std::optional<OrderId> order_id;
    Timestamp moved_at;
};

class Movements {
  public:
    virtual ~Movements() = default;
    virtual void add(sql::Connection& db, const Movement& movement) = 0;
};

// The lists and pages that people ask for.
struct StockUnitFilter {
    std::optional<EnterpriseId> enterprise_id;
    std::optional<ProductId> product_id;
    bool only_low = false;
    std::string after;  // the bytes of the last SKU seen
    std::int64_t limit = 0;
};

class StockReads {
  public:
    virtual ~StockReads() = default;
    virtual std::optional<contracts::StockUnitAnswer> unit(sql::Connection& db,
                                                           const SkuId& id) = 0;
    // By SKU, which is by age. The filter names an enterprise or a product.
    virtual std::vector<contracts::StockUnitAnswer> units(sql::Connection& db,
                                                          const StockUnitFilter& filter) = 0;
    // Newest first; `after` is the last id seen.
    virtual std::vector<contracts::StockMovementAnswer> movements(sql::Connection& db,
                                                                  const SkuId& id,
                                                                  std::string_view after,
                                                                  std::int64_t limit) = 0;
    // Of the SKUs that buyers see; empty when there are none.
    virtual std::vector<contracts::VariantAvailability> availability(sql::Connection& db,
                                                                     const ProductId& product) = 0;
};

}  // namespace jangteo::inventory
