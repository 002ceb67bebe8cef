#pragma once

// Parcel: one parcel as a carrier keeps it. Pure: time is an argument.

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/timestamp.hpp"

namespace jangteo::sandbox::carrier {

// The tracking codes of tracker.delivery, and RETURNED, which it shows as an EXCEPTION called 반송.
enum class ParcelStatus : std::uint8_t {
    UNKNOWN,
    INFORMATION_RECEIVED,
    AT_PICKUP,
    IN_TRANSIT,
    OUT_FOR_DELIVERY,
    ATTEMPT_FAIL,
    DELIVERED,
    AVAILABLE_FOR_PICKUP,
    EXCEPTION,
    RETURNED,
};
BOOST_DESCRIBE_ENUM(ParcelStatus, UNKNOWN, INFORMATION_RECEIVED, AT_PICKUP, IN_TRANSIT,
                    OUT_FOR_DELIVERY, ATTEMPT_FAIL, DELIVERED, AVAILABLE_FOR_PICKUP, EXCEPTION,
                    RETURNED)
inline constexpr std::size_t parcel_statuses = 10;

std::string_view text_of(ParcelStatus status);
std::optional<ParcelStatus> parse_status(std::string_view text);
std::string_view korean_name_of(ParcelStatus status);
// SweetTracker's level, 1 (being prepared) to 6 (delivered).
int level_of(ParcelStatus status);

struct ParcelEvent {
    ParcelStatus status = ParcelStatus::UNKNOWN;
    Timestamp time;
    std::string location;
    std::string description;
};
BOOST_DESCRIBE_STRUCT(ParcelEvent, (), (status, time, location, description))

struct TrackWebhook {
    std::string url;
    Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(TrackWebhook, (), (url, expires_at))

struct Parcel {
    std::string id;
    std::string reference;
    std::string carrier_id;
    std::string tracking_number;
    std::string recipient_name;
    std::string recipient_phone;
    std::string recipient_address;
    std::string callback_url;  // "": none
    Timestamp booked_at;
    bool is_cancelled = false;
    std::vector<ParcelEvent> events;  // oldest first
    std::vector<TrackWebhook> webhooks;

    ParcelStatus status() const { return events.back().status; }
    // tracker.delivery's rule: the delivery, where there is one, otherwise the last event.
    const ParcelEvent& last_event() const;
    bool is_over() const;
    bool cancel();
    // What comes next when nothing goes wrong, and how long after the last event.
    struct Step {
        ParcelStatus status;
        Duration after;
    };
    std::optional<Step> next_step() const;
};
BOOST_DESCRIBE_STRUCT(Parcel, (),
                      (id, reference, carrier_id, tracking_number, recipient_name, recipient_phone,
                       recipient_address, callback_url, booked_at, is_cancelled, events, webhooks))

}  // namespace jangteo::sandbox::carrier
