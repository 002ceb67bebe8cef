#pragma once

// The routes of shipments: sellers read and act, buyers read those of their orders.

#include "delivery/app/ship_by_hand.hpp"
#include "runtime/routes.hpp"

namespace jangteo::delivery {

class HttpShipments {
  public:
    HttpShipments(const Shipments& shipments, const TrackingLog& log, ShipByHandHandler by_hand)
        : shipments_(shipments), log_(log), by_hand_(std::move(by_hand)) {}
    void install(runtime::Routes& routes);

  private:
    void install_reads(runtime::Routes& routes);
    void install_commands(runtime::Routes& routes);
    runtime::HttpAnswer list(sql::Connection& db, const runtime::Call& call) const;
    runtime::HttpAnswer read(sql::Connection& db, const runtime::Call& call) const;
    runtime::HttpAnswer list_of_order(sql::Connection& db, const runtime::Call& call) const;

    const Shipments& shipments_;
    const TrackingLog& log_;
    ShipByHandHandler by_hand_;
};

}  // namespace jangteo::delivery
