// An answer of a tracking or booking service: `service status`, then the body.

#include <charconv>

#include "contracts/codec/avro.hpp"
#include "delivery/app/carrier_calls.hpp"
#include "delivery/out/parcel_booking.hpp"
#include "delivery/out/sweet_tracker.hpp"
#include "delivery/out/tracker_delivery.hpp"
#include "kernel/check.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

using runtime::Outcome;
using runtime::OutcomeKind;

Outcome outcome_of(std::string_view service, const platform::http::ClientResult& answer) {
    if (service == "tracker_delivery") return delivery::tracker_delivery_outcome(answer);
    if (service == "sweet_tracker") return delivery::sweet_tracker_outcome(answer);
    return delivery::booking_outcome(service, answer);
}

void run(std::string_view input) {
    auto [head, body] = first_line(input);
    auto space = head.find(' ');
    if (space == head.npos) return;
    std::string_view service = head.substr(0, space);
    platform::http::ClientAnswer answer;
    std::from_chars(head.data() + space + 1, head.data() + head.size(), answer.status);
    answer.body = body;
    Outcome outcome = outcome_of(service, answer);
    check(outcome.kind != OutcomeKind::not_sent || answer.status == 429,
          "what was answered was sent, unless it was turned away");
    bool is_tracking = service == "tracker_delivery" || service == "sweet_tracker";
    if (outcome.kind != OutcomeKind::done || service == delivery::cancel_effect) return;
    if (!is_tracking) {
        check(codec::decode_avro<delivery::Parcel>(outcome.payload).has_value(),
              "what is done brings what the handler reads");
        return;
    }
    auto report = codec::decode_avro<delivery::TrackingReport>(outcome.payload);
    check(report.has_value(), "what is done brings what the handler reads");
    for (const auto& event : report->events) {
        check(!event.time || (*event.time >= earliest_timestamp && *event.time <= latest_timestamp),
              "a time has four digits");
    }
}

}  // namespace

const Target carrier_answers{"carrier_answers", run, FirstLine::kept};

}  // namespace jangteo::fuzz
