#pragma once

// CarrierDesk: a stand-in for what a shop needs of parcel services: booking (a protocol of our own,
// since Korean tracking services do not book), tracking as tracker.delivery (GraphQL) and
// SweetTracker do it, callbacks, and hooks below /__sandbox. It owns the parcels and their journal
// entries.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/clock.hpp"
#include "sandbox/carrier/graphql.hpp"
#include "sandbox/carrier/parcel_book.hpp"
#include "sandbox/desk/body.hpp"
#include "sandbox/desk/call_counts.hpp"
#include "sandbox/desk/call_records.hpp"
#include "sandbox/desk/callbacks.hpp"
#include "sandbox/desk/knob_hooks.hpp"
#include "sandbox/desk/provider.hpp"
#include "sandbox/desk/route.hpp"

namespace jangteo::sandbox::carrier {

struct CarrierOptions {
    std::string callback_url;      // for parcels booked without one; "": none
    std::int64_t time_scale = 1;   // so many times faster: parcels that move, callback retries
    bool advances_itself = false;  // parcels move on without being told
};

class CarrierDesk final : public Provider {
  public:
    // Reads the journal.
    CarrierDesk(CarrierOptions options, Journal& journal, runtime::Random& random);

    Reply handle(const Call& call) override;
    void tick(Timestamp now) override;
    void on_committed(Timestamp now) override { callbacks_.send_due(now); }

    Callbacks& callbacks() { return callbacks_; }
    void set_base_url(const std::string&) {}

  private:
    struct Request {
        const runtime::HttpRequest& http;
        Timestamp now;
        Path path;
        Body body;
        Knob knob;
        std::string record;         // what the call is remembered by; "" without an idempotency key
        std::int64_t sequence = 0;  // the journal's entry of the answer
        std::int64_t behind_callback = 0;

        explicit Request(const Call& call)
            : http(call.request), now(call.now), path(call.request.path), body(call.request.body) {}
        std::string_view param() const { return path.param(); }
    };
    using Route = sandbox::Route<CarrierDesk, Request>;
    static const std::vector<Route>& routes();

    Reply conduct(const Route& route, Request& request);
    Reply run_once(const Route& route, Request& request);
    static Reply refused(int status, std::string_view code, std::string_view message);
    static Reply shown(int status, const Parcel& parcel);
    Reply written(Request& request, const Parcel& parcel, int status);
    void write(const Parcel& parcel, Timestamp now);

    // Booking.
    Reply book(Request& request);
    Reply get_parcel(Request& request);
    Reply get_by_reference(Request& request);
    Reply cancel(Request& request);

    // Tracking.
    Reply graphql(Request& request);
    std::expected<boost::json::value, std::string> resolve(const GraphqlField& field,
                                                           Timestamp now);
    std::expected<boost::json::value, std::string> track(const GraphqlField& field);
    std::expected<boost::json::value, std::string> register_webhook(const GraphqlField& field,
                                                                    Timestamp now);
    Reply tracking_info(Request& request);
    Reply company_list(Request& request);

    // Hooks.
    Reply advance(Request& request);
    Reply hook_add_knob(Request& request) { return add_knob(knobs_, request.body); }
    Reply hook_list_knobs(Request&) { return list_knobs(knobs_); }
    Reply hook_remove_knobs(Request& request) { return remove_knobs(knobs_, request.http.query); }
    Reply show_books(Request& request);
    Reply list_parcels(Request& request);

    // Tells those who asked to hear of this parcel; gives the last callback's id.
    std::int64_t announce(const Parcel& parcel, const Knob& knob, Timestamp now);

    CarrierOptions options_;
    Journal& journal_;
    runtime::Ids ids_;
    ParcelBook book_;
    Knobs knobs_;
    CallRecords records_;
    Callbacks callbacks_;
    CallCounts calls_;
};

bool is_carrier(std::string_view carrier_id);
// SweetTracker's two-digit code, or "".
std::string_view sweet_code_of(std::string_view carrier_id);

}  // namespace jangteo::sandbox::carrier
