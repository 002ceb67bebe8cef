#pragma once

// Shipment: one seller's part of an order on its way to the buyer.
//
// It starts exactly once: a cancellation that wants it stopped gets exactly one answer, and
// `stopped` and `shipped` exclude each other whatever the carrier is doing meanwhile.

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "delivery/domain/tracking.hpp"
#include "kernel/id.hpp"

namespace jangteo::delivery {

enum class ShipmentStatus {
    ready,
    booking,
    shipped,
    in_transit,
    out_for_delivery,
    delivered,
    returned,
    stopped,
};
BOOST_DESCRIBE_ENUM(ShipmentStatus, ready, booking, shipped, in_transit, out_for_delivery,
                    delivered, returned, stopped)

struct Address {
    std::string name;
    std::string phone;
    std::string postal_code;
    std::string address;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(Address, (), (name, phone, postal_code, address, note))

// What the carrier is being asked while the status is `booking`.
enum class BookingStep {
    none,
    booking,
    finding,     // the booking's outcome is unknown
    cancelling,  // booked, but the part is to be stopped
};
BOOST_DESCRIBE_ENUM(BookingStep, none, booking, finding, cancelling)

// A cancellation that wants the shipment stopped.
struct StopRequest {
    CancellationId cancellation_id;
    bool is_answered = false;
};
BOOST_DESCRIBE_STRUCT(StopRequest, (), (cancellation_id, is_answered))

// The problem of a parcel that has not arrived for so long that nobody asks for it any more.
inline constexpr std::string_view tracking_ended = "tracking_ended";

struct Shipment {
    ShipmentId id;
    std::int64_t version = 0;
    OrderId order_id;
    EnterpriseId enterprise_id;
    MemberId member_id;  // the buyer; nil when it was stopped before it was created
    Address address;
    ShipmentStatus status = ShipmentStatus::ready;
    std::string carrier;
    std::string tracking_number;
    std::string parcel_id;  // the booking at the carrier; empty: entered by hand
    std::string problem;    // why the carrier refused, or does not answer
    BookingStep step = BookingStep::none;
    std::int64_t booking_number = 0;  // of its idempotency key
    std::int64_t asks = 0;            // calls in a row without an answer
    std::int64_t times_not_found = 0;
    bool is_escalated = false;  // asking has ended without an answer: somebody has to look
    bool has_failed_attempt = false;
    bool has_exception = false;
    std::vector<StopRequest> stops;
    Timestamp created_at;
    Timestamp shipped_at;
    Timestamp delivered_at;
    std::int64_t polls = 0;
    Timestamp next_poll_at;
    bool is_tracking = false;  // a question to the tracking service is out
    bool has_news = false;     // there was a notice since, which the answer may not know of

    bool has_started() const { return shipped_at > Timestamp{}; }
    bool has_ended() const {
        return status == ShipmentStatus::delivered || status == ShipmentStatus::returned ||
               status == ShipmentStatus::stopped;
    }
    bool is_on_its_way() const { return has_started() && !has_ended(); }
    bool is_to_be_stopped() const;
    // Waits for somebody, or something is wrong with the parcel.
    bool needs_attention() const {
        bool is_in_trouble = has_exception || problem == tracking_ended;
        return status == ShipmentStatus::ready || is_escalated || (is_in_trouble && !has_ended());
    }
};
BOOST_DESCRIBE_STRUCT(Shipment, (),
                      (id, order_id, enterprise_id, member_id, address, status, carrier,
                       tracking_number, parcel_id, problem, step, booking_number, asks,
                       times_not_found, is_escalated, has_failed_attempt, has_exception, stops,
                       created_at, shipped_at, delivered_at, polls, next_poll_at, is_tracking,
                       has_news))

enum class ShippingMode { automatic, manual };
BOOST_DESCRIBE_ENUM(ShippingMode, automatic, manual)

// How an enterprise ships; `id` is the enterprise's.
struct ShippingPolicy {
    EnterpriseId id;
    std::int64_t version = 0;
    ShippingMode mode = ShippingMode::automatic;
    std::string carrier;  // empty: the shop's
};
BOOST_DESCRIBE_STRUCT(ShippingPolicy, (), (id, mode, carrier))

}  // namespace jangteo::delivery
