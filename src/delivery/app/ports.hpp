#pragma once

// What the use cases need of the store.

#include <optional>
#include <string_view>
#include <vector>

#include "delivery/domain/shipment.hpp"
#include "runtime/sql.hpp"

namespace jangteo::delivery {

// A piece of a list, newest first: what comes before the shipment `before`.
struct ShipmentSlice {
    std::optional<EnterpriseId> enterprise;  // empty: of all
    std::optional<ShipmentStatus> status;    // empty: any
    bool needs_attention = false;            // only such
    std::string before;                      // the last one's key, "" at the start
    std::int64_t limit = 0;
};

// Shipments by id and by (order, enterprise), which is unique. A save that lost a race is
// Fault{retry_now}.
class Shipments {
  public:
    virtual ~Shipments() = default;
    virtual std::optional<Shipment> find(sql::Connection& db, const ShipmentId& id) const = 0;
    virtual std::optional<Shipment> find_part(sql::Connection& db, const OrderId& order,
                                              const EnterpriseId& enterprise) const = 0;
    // False, and nothing is added, when the part has its shipment already.
    virtual bool add(sql::Connection& db, Shipment& shipment) const = 0;
    virtual void save(sql::Connection& db, Shipment& shipment) const = 0;

    // By enterprise, after that whose key is `after`.
    virtual std::vector<Shipment> list_of_order(sql::Connection& db, const OrderId& order,
                                                std::string_view after,
                                                std::int64_t limit) const = 0;
    // Numbers are used again after months and by other carriers, so there may be several; the
    // newest first, bounded.
    virtual std::vector<Shipment> list_by_number(sql::Connection& db,
                                                 std::string_view tracking_number) const = 0;
    virtual std::vector<Shipment> list(sql::Connection& db, const ShipmentSlice& slice) const = 0;
};

// Every scan that a carrier told us, once: by shipment, time, code and place.
class TrackingLog {
  public:
    virtual ~TrackingLog() = default;
    virtual void add(sql::Connection& db, const ShipmentId& shipment,
                     const TrackingEvent& event) const = 0;
    virtual std::vector<TrackingEvent> list(sql::Connection& db,
                                            const ShipmentId& shipment) const = 0;
};

class ShippingPolicies {
  public:
    virtual ~ShippingPolicies() = default;
    virtual std::optional<ShippingPolicy> find(sql::Connection& db,
                                               const EnterpriseId& enterprise) const = 0;
    virtual void add(sql::Connection& db, ShippingPolicy& policy) const = 0;
    virtual void save(sql::Connection& db, ShippingPolicy& policy) const = 0;
};

}  // namespace jangteo::delivery
