#pragma once

// DeliveryModule: the door of the delivery service. Owns its stores, handlers and the adapters to
// carriers.

#include <memory>
#include <string>
#include <vector>

#include "delivery/domain/shipping.hpp"
#include "delivery/out/parcel_booking.hpp"
#include "delivery/out/sweet_tracker.hpp"
#include "delivery/out/tracker_delivery.hpp"
#include "runtime/audit.hpp"
#include "runtime/metrics.hpp"
#include "runtime/registry.hpp"

namespace jangteo::delivery {

const std::vector<runtime::Migration>& migrations();

enum class Tracker { tracker_delivery, sweet_tracker };

// A carrier whose parcels a tracking service follows.
struct CarrierOptions {
    std::string id;
    Tracker tracker = Tracker::tracker_delivery;
};

struct DeliveryOptions {
    std::string default_carrier = "kr.cjlogistics";
    std::vector<CarrierOptions> carriers{{"kr.cjlogistics"}, {"kr.epost"}, {"kr.hanjin"},
                                         {"kr.lotte"},       {"kr.logen"}, {"kr.kdexp"},
                                         {"kr.daesin"}};
    BookingOptions booking;
    PollPolicy poll;
    TrackerDeliveryOptions tracker_delivery;
    SweetTrackerOptions sweet_tracker;
};

struct DeliveryPorts {
    runtime::Metrics& metrics;
    // Null: the adapters that the options describe.
    runtime::EffectExecutor* booking = nullptr;
    runtime::EffectExecutor* tracking = nullptr;
};

class DeliveryModule {
  public:
    DeliveryModule(DeliveryOptions options, DeliveryPorts ports);
    ~DeliveryModule();

    // The module lives as long as the registry.
    void install(runtime::Registry& registry);
    static void audit(sql::Connection& db, runtime::Audit& audit);

  private:
    struct Adapters;
    struct Rooms;

    void subscribe(runtime::Registry& registry);
    void call_out(runtime::Registry& registry);

    std::unique_ptr<Adapters> adapters_;
    std::unique_ptr<Rooms> rooms_;
};

}  // namespace jangteo::delivery
