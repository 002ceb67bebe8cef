#include "delivery/delivery_module.hpp"

#include <set>

#include "contracts/delivery/events.hpp"
#include "delivery/app/carrier_calls.hpp"
#include "delivery/app/carry_out.hpp"
#include "delivery/app/on_order_approved.hpp"
#include "delivery/app/on_stop_requested.hpp"
#include "delivery/app/take_carrier_answer.hpp"
#include "delivery/in/http_carrier_webhook.hpp"
#include "delivery/in/http_shipments.hpp"
#include "delivery/in/http_shipping_policy.hpp"
#include "delivery/out/audit_shipments.hpp"
#include "delivery/out/sql_shipments.hpp"
#include "delivery/out/tracking_by_carrier.hpp"

namespace jangteo::delivery {

using runtime::Effect;
using runtime::Outcome;
using runtime::Transaction;

namespace {

std::set<std::string> tracked_carriers(const DeliveryOptions& options) {
    std::set<std::string> ids;
    for (const CarrierOptions& carrier : options.carriers) ids.insert(carrier.id);
    return ids;
}

}  // namespace

// Those that the ports do not replace.
struct DeliveryModule::Adapters {
    Adapters(const DeliveryOptions& options, const DeliveryPorts& ports) {
        if (!ports.booking) own_booking = std::make_unique<ParcelBooking>(options.booking);
        if (!ports.tracking) make_tracking(options);
        booking = ports.booking ? ports.booking : own_booking.get();
        tracking = ports.tracking ? ports.tracking : own_tracking.get();
    }

    void make_tracking(const DeliveryOptions& options) {
        tracker_delivery = std::make_unique<TrackerDelivery>(options.tracker_delivery);
        sweet_tracker = std::make_unique<SweetTracker>(options.sweet_tracker);
        std::map<std::string, TrackingService*> services;
        for (const CarrierOptions& carrier : options.carriers) {
            bool is_sweet = carrier.tracker == Tracker::sweet_tracker;
            services[carrier.id] = is_sweet ? static_cast<TrackingService*>(sweet_tracker.get())
                                            : tracker_delivery.get();
        }
        own_tracking = std::make_unique<TrackingByCarrier>(std::move(services));
    }

    std::unique_ptr<ParcelBooking> own_booking;
    std::unique_ptr<TrackerDelivery> tracker_delivery;
    std::unique_ptr<SweetTracker> sweet_tracker;
    std::unique_ptr<TrackingByCarrier> own_tracking;
    runtime::EffectExecutor* booking = nullptr;
    runtime::EffectExecutor* tracking = nullptr;
};

struct DeliveryModule::Rooms {
    Rooms(const DeliveryOptions& options, runtime::Metrics& metrics)
        : poll(options.poll),
          on_order_approved(shipments, policies, options.default_carrier),
          http_shipments(shipments, log,
                         {shipments,
                          policies,
                          {options.default_carrier, tracked_carriers(options), options.poll}}),
          http_policy(policies, options.default_carrier),
          http_webhook(shipments, metrics) {}

    PollPolicy poll;
    SqlShipments shipments;
    SqlTrackingLog log;
    SqlShippingPolicies policies;

    OnOrderApproved on_order_approved;
    OnStopRequested on_stop_requested{shipments};
    TakeCarrierAnswerHandler answers{shipments, log, poll};
    FollowParcelHandler following{shipments};

    HttpShipments http_shipments;
    HttpShippingPolicy http_policy;
    HttpCarrierWebhook http_webhook;
};

DeliveryModule::DeliveryModule(DeliveryOptions options, DeliveryPorts ports)
    : adapters_(std::make_unique<Adapters>(options, ports)),
      rooms_(std::make_unique<Rooms>(options, ports.metrics)) {}

DeliveryModule::~DeliveryModule() = default;

void DeliveryModule::audit(sql::Connection& db, runtime::Audit& audit) {
    audit_shipments(db, audit);
}

void DeliveryModule::install(runtime::Registry& registry) {
    registry.add_migrations(migrations());

    registry.publishes<contracts::DeliveryStarted>();
    registry.publishes<contracts::DeliveryStatusChanged>();
    registry.publishes<contracts::DeliveryCompleted>();
    registry.publishes<contracts::ShipmentStopped>();

    rooms_->http_shipments.install(registry.routes);
    rooms_->http_policy.install(registry.routes);
    rooms_->http_webhook.install(registry.routes);

    registry.on_timer(poll_timer, [this](Transaction& tx, const Uuid& key) {
        rooms_->following.on_poll(tx, ShipmentId(key));
    });
    subscribe(registry);
    call_out(registry);
}

void DeliveryModule::subscribe(runtime::Registry& registry) {
    registry.on<contracts::OrderStatusChanged>("delivery",
                                               [this](Transaction& tx, const auto& event) {
                                                   rooms_->on_order_approved.handle(tx, event);
                                               });
    registry.on<contracts::OrderCancellationRequested>(
        "delivery", [this](Transaction& tx, const auto& event) {
            rooms_->on_stop_requested.handle(tx, event);
        });
}

void DeliveryModule::call_out(runtime::Registry& registry) {
    using Answers = TakeCarrierAnswerHandler;
    auto answers = [this](auto take) {
        return [this, take](Transaction& tx, const Effect& effect, const Outcome& outcome) {
            (rooms_->answers.*take)(tx, effect, outcome);
        };
    };
    registry.effect(book_effect, "carrier", *adapters_->booking, answers(&Answers::take_booking));
    registry.effect(find_effect, "carrier", *adapters_->booking, answers(&Answers::take_find));
    registry.effect(cancel_effect, "carrier", *adapters_->booking, answers(&Answers::take_cancel));
    registry.effect(track_effect, "tracking", *adapters_->tracking, answers(&Answers::take_report));
}

}  // namespace jangteo::delivery
