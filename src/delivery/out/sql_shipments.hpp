#pragma once

// Shipments, their tracking events and the shipping policies in SQL.

#include "delivery/app/ports.hpp"
#include "runtime/documents.hpp"

namespace jangteo::delivery {

class SqlShipments : public Shipments {
  public:
    SqlShipments();

    std::optional<Shipment> find(sql::Connection& db, const ShipmentId& id) const override {
        return documents_.find(db, id);
    }
    std::optional<Shipment> find_part(sql::Connection& db, const OrderId& order,
                                      const EnterpriseId& enterprise) const override;
    bool add(sql::Connection& db, Shipment& shipment) const override;
    void save(sql::Connection& db, Shipment& shipment) const override {
        documents_.save(db, shipment);
    }
    std::vector<Shipment> list_of_order(sql::Connection& db, const OrderId& order,
                                        std::string_view after, std::int64_t limit) const override;
    std::vector<Shipment> list_by_number(sql::Connection& db,
                                         std::string_view tracking_number) const override;
    std::vector<Shipment> list(sql::Connection& db, const ShipmentSlice& slice) const override;

  private:
    runtime::Documents<Shipment> documents_;
};

class SqlTrackingLog : public TrackingLog {
  public:
    void add(sql::Connection& db, const ShipmentId& shipment,
             const TrackingEvent& event) const override;
    std::vector<TrackingEvent> list(sql::Connection& db, const ShipmentId& shipment) const override;
};

class SqlShippingPolicies : public ShippingPolicies {
  public:
    SqlShippingPolicies();

    std::optional<ShippingPolicy> find(sql::Connection& db,
                                       const EnterpriseId& enterprise) const override {
        return documents_.find(db, enterprise);
    }
    void add(sql::Connection& db, ShippingPolicy& policy) const override {
        documents_.add(db, policy);
    }
    void save(sql::Connection& db, ShippingPolicy& policy) const override {
        documents_.save(db, policy);
    }

  private:
    runtime::Documents<ShippingPolicy> documents_;
};

}  // namespace jangteo::delivery
