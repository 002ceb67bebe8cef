#pragma once

// Carrier: books parcels, moves them, tells where they are. A reference has one parcel, whatever is
// sent how often; a cancelled one never moves.

#include <map>
#include <set>
#include <string>

#include "delivery/app/carrier_calls.hpp"
#include "delivery/domain/tracking.hpp"
#include "tests/simulation/wire.hpp"

namespace jangteo::simulation {

struct SimParcel {
    delivery::Parcel parcel;
    bool is_picked_up = false;
    std::vector<delivery::TrackingEvent> scans;
};

class Carrier {
  public:
    explicit Carrier(World& world);

    // A parcel that a seller has brought to a carrier that we follow.
    void bring(const std::string& carrier, const std::string& tracking_number);
    const std::map<ShipmentId, SimParcel>& booked() const { return booked_; }

    Wire wire;
    // Parcels move by themselves; off: the test moves them.
    bool moves = true;
    void scan(SimParcel& parcel, delivery::TrackingMove move);

  private:
    void take(const runtime::Effect& effect, OutcomeTaker done);
    runtime::Outcome apply(const runtime::Effect& effect);
    runtime::Outcome refuse(const runtime::Effect& effect);
    runtime::Outcome book(const delivery::ParcelCall& call);
    runtime::Outcome cancel(const delivery::ParcelCall& call);
    runtime::Outcome track(const delivery::ParcelCall& call);
    void let_it_move(SimParcel& parcel);
    void plan(SimParcel& parcel, Duration delay, delivery::TrackingMove move);
    void notify(const SimParcel& parcel);

    World& world_;
    std::map<ShipmentId, SimParcel> booked_;
    std::map<std::string, SimParcel> brought_;  // by tracking number
    std::set<std::string> refused_keys_;
    int numbers_ = 0;
};

}  // namespace jangteo::simulation
