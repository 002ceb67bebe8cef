#include "delivery/out/sweet_tracker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "contracts/codec/avro.hpp"
#include "delivery/out/json_reading.hpp"
#include "platform/http/url.hpp"

namespace jangteo::delivery {
namespace {

namespace http = platform::http;
using boost::json::object;
using runtime::Outcome;
using runtime::OutcomeKind;

// Numbers come as numbers or as texts.
std::int64_t number_at(const object& source, std::string_view name) {
    const auto* value = source.if_contains(name);
    if (value && value->is_int64()) return value->get_int64();
    std::string text = text_at(source, name);
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

TrackingMove move_of(std::int64_t level, const std::string& words) {
    if (level >= 3 && tells_of_return(words)) return TrackingMove::returned;
    if (level >= 6) return TrackingMove::delivered;
    if (level == 5) return TrackingMove::out_for_delivery;
    if (level >= 3) return TrackingMove::in_transit;
    return level == 2 ? TrackingMove::picked_up : TrackingMove::none;
}

TrackingEvent event_of(const object& detail) {
    TrackingEvent event;
    std::int64_t level = number_at(detail, "level");
    std::int64_t time_ms = number_at(detail, "time");
    if (time_ms > 0 && time_ms <= latest_timestamp.us / 1000)
        event.time = Timestamp{time_ms * 1000};
    event.code = fmt::format("level_{}", level);
    event.location = text_at(detail, "where");
    event.description = text_at(detail, "kind");
    event.move = move_of(level, event.description);
    return event;
}

bool is_true(const object& answer, std::string_view name) {
    const auto* value = answer.if_contains(name);
    return value && value->is_bool() && value->get_bool();
}

bool is_complete(const object& answer) {
    return is_true(answer, "complete") || text_at(answer, "completeYN") == "Y";
}

// Errors come with HTTP 200. 101 and 102: our key; 104: no such parcel. The others pass.
Outcome error_outcome(const object& answer) {
    std::string code = text_at(answer, "code");
    bool is_final = code == "101" || code == "102" || code == "104";
    return {is_final ? OutcomeKind::refused : OutcomeKind::unknown, code, ""};
}

http::ClientOptions client_options(const SweetTrackerOptions& options) {
    http::ClientOptions made;
    made.base_url = options.base_url;
    made.connections_max = 16;
    made.answer_body_bytes_max = 1 << 20;
    made.loop = options.loop;
    return made;
}

}  // namespace

http::ClientRequest sweet_tracker_request(const SweetTrackerOptions& options,
                                          const std::string& code,
                                          const std::string& tracking_number) {
    constexpr std::string_view path = "/api/v1/trackingInfo";
    if (options.uses_get) {
        return {runtime::Method::get,
                fmt::format("{}?t_key={}&t_code={}&t_invoice={}", path,
                            http::percent_encode(options.api_key), http::percent_encode(code),
                            http::percent_encode(tracking_number)),
                {},
                ""};
    }
    object body{{"t_key", options.api_key}, {"t_code", code}, {"t_invoice", tracking_number}};
    return {runtime::Method::post,
            std::string(path),
            {{"content-type", "application/json"}},
            boost::json::serialize(body)};
}

Outcome sweet_tracker_outcome(const http::ClientResult& result) {
    if (!result) return {OutcomeKind::unknown, "no_answer", ""};
    auto answer = parse_object(result->body);
    if (!answer || result->status >= 300) {
        return {OutcomeKind::unknown, fmt::format("http_{}", result->status), ""};
    }
    const auto* status = answer->if_contains("status");
    if (status && status->is_bool() && !status->get_bool()) return error_outcome(*answer);
    TrackingReport report;
    if (const auto* details = array_at(*answer, "trackingDetails")) {
        for (const auto& detail : *details) {
            if (detail.is_object()) report.events.push_back(event_of(detail.get_object()));
        }
    }
    bool has_end = std::ranges::any_of(report.events, [](const TrackingEvent& event) {
        return event.move == TrackingMove::delivered || event.move == TrackingMove::returned;
    });
    if (is_complete(*answer) && !has_end) {
        report.events.push_back({std::nullopt, "complete", "", "", TrackingMove::delivered});
    }
    return {OutcomeKind::done, "", codec::encode_avro(report)};
}

SweetTracker::SweetTracker(SweetTrackerOptions options)
    : options_(std::move(options)), client_(client_options(options_)) {}

void SweetTracker::track(const TrackedParcel& parcel, std::function<void(Outcome)> done) {
    auto code = options_.codes.find(parcel.carrier);
    if (code == options_.codes.end()) return done({OutcomeKind::refused, "no_such_carrier", ""});
    client_.send(sweet_tracker_request(options_, code->second, parcel.tracking_number),
                 options_.timeout, [done = std::move(done)](const http::ClientResult& result) {
                     done(sweet_tracker_outcome(result));
                 });
}

}  // namespace jangteo::delivery
