#pragma once

// Shipping: how a shipment starts or is stopped. Decisions change the shipment and say what else
// must happen.

#include <expected>
#include <optional>
#include <vector>

#include "delivery/domain/shipment.hpp"

namespace jangteo::delivery {

enum class CarrierCall { book, find, cancel, track };

struct CarrierRequest {
    CarrierCall call = CarrierCall::book;
    Duration delay{};
};

enum class ShipmentNews { started, status_changed, completed, stop_answered };

struct Announcement {
    ShipmentNews news = ShipmentNews::started;
    ShipmentStatus from = ShipmentStatus::ready;  // of status_changed
    CancellationId cancellation_id;               // of stop_answered
    bool was_stopped = false;
};

struct Decision {
    std::vector<CarrierRequest> calls;
    std::vector<Announcement> announcements;
    std::optional<Timestamp> poll_at;
    bool has_changed = true;

    static Decision nothing() {
        Decision decision;
        decision.has_changed = false;
        return decision;
    }
};

// How often a parcel is asked for: the interval doubles from `first` to `longest`, and a parcel
// that has not arrived after `lasting` is not asked for any more.
struct PollPolicy {
    Duration first = minutes(10);  // zero: never
    Duration longest = hours(6);
    Duration lasting = days(30);
};

struct Moment {
    Timestamp now;
    PollPolicy poll;
};

// A growing delay between questions that nobody answers: 1 s, doubling, at most 5 min. Sixteen of
// them span about forty minutes; after that the seller or an operator has them asked again.
inline constexpr std::int64_t asks_max = 16;

constexpr Duration asking_delay(std::int64_t asks) {
    return asks > 8 ? minutes(5) : seconds(std::int64_t{1} << (asks > 1 ? asks - 1 : 0));
}

// A booking that got lost may still be on its way; after so many looks none is expected any more.
inline constexpr std::int64_t not_found_min = 3;

// The part is approved and shipped by the carrier: books a parcel.
Decision book(Shipment& shipment);

enum class BookRefusal { not_ready };
BOOST_DESCRIBE_ENUM(BookRefusal, not_ready)

// The seller wants it booked (again), or the carrier asked again about one that got lost.
std::expected<Decision, BookRefusal> book_by_seller(Shipment& shipment, const std::string& carrier);

enum class TrackingNumberRefusal { not_ready, invalid_tracking_number };
BOOST_DESCRIBE_ENUM(TrackingNumberRefusal, not_ready, invalid_tracking_number)

struct EnteredParcel {
    std::string carrier;
    std::string tracking_number;  // dashes and spaces do not count
};

// The seller has shipped by hand.
std::expected<Decision, TrackingNumberRefusal> enter_tracking_number(Shipment& shipment,
                                                                     const EnteredParcel& entered,
                                                                     const Moment& moment);

struct Parcel {
    std::string parcel_id;
    std::string carrier;
    std::string tracking_number;
    bool is_cancelled = false;
};
BOOST_DESCRIBE_STRUCT(Parcel, (), (parcel_id, carrier, tracking_number, is_cancelled))

enum class AnswerKind { done, refused, unknown };

// The end of a booking, or of a search for one. `code` says why it was refused, or what failed.
struct BookingAnswer {
    AnswerKind kind = AnswerKind::unknown;
    Parcel parcel;
    std::string code;
};

Decision take_booking(Shipment& shipment, const BookingAnswer& answer, const Moment& moment);
// refused: there is no such parcel.
Decision take_find(Shipment& shipment, const BookingAnswer& answer, const Moment& moment);
// refused: it has been picked up.
Decision take_cancel(Shipment& shipment, const BookingAnswer& answer, const Moment& moment);

// A cancellation wants the shipment stopped. Answered at once, or when the carrier's answer is
// known.
Decision stop(Shipment& shipment, const CancellationId& cancellation);

}  // namespace jangteo::delivery
