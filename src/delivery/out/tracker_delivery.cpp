#include "delivery/out/tracker_delivery.hpp"

#include <fmt/format.h>

#include "contracts/codec/avro.hpp"
#include "delivery/out/json_reading.hpp"

namespace jangteo::delivery {
namespace {

namespace http = platform::http;
using boost::json::object;
using runtime::Outcome;
using runtime::OutcomeKind;

constexpr std::string_view query =
    "query Track($carrier:ID!,$number:String!){track(carrierId:$carrier,trackingNumber:$number)"
    "{events(last:50){edges{node{time status{code name} description location{name}}}}}}";
TrackingMove move_of(const std::string& code, const std::string& words) {
    bool is_end = code == "DELIVERED" || code == "EXCEPTION";
    if (code.starts_with("RETURN") || (is_end && tells_of_return(words))) {
        return TrackingMove::returned;
    }
    if (code == "AT_PICKUP") return TrackingMove::picked_up;
    if (code == "IN_TRANSIT") return TrackingMove::in_transit;
    if (code == "OUT_FOR_DELIVERY" || code == "AVAILABLE_FOR_PICKUP") {
        return TrackingMove::out_for_delivery;
    }
    if (code == "DELIVERED") return TrackingMove::delivered;
    if (code == "ATTEMPT_FAIL") return TrackingMove::attempt_failed;
    if (code == "EXCEPTION") return TrackingMove::exception;
    return TrackingMove::none;
}

TrackingEvent event_of(const object& node) {
    TrackingEvent event;
    event.time = parse_rfc3339(text_at(node, "time"));
    event.description = text_at(node, "description");
    std::string name;
    if (const object* status = object_at(node, "status")) {
        event.code = text_at(*status, "code");
        name = text_at(*status, "name");
    }
    if (const object* location = object_at(node, "location")) {
        event.location = text_at(*location, "name");
    }
    event.move = move_of(event.code, name + " " + event.description);
    return event;
}

// GraphQL answers its errors with 200.
Outcome error_outcome(const boost::json::array& errors) {
    std::string code;
    if (!errors.empty() && errors[0].is_object()) {
        if (const object* extensions = object_at(errors[0].get_object(), "extensions")) {
            code = text_at(*extensions, "code");
        }
    }
    bool is_final = code == "NOT_FOUND" || code == "BAD_REQUEST" || code == "UNAUTHENTICATED";
    return {is_final ? OutcomeKind::refused : OutcomeKind::unknown, code, ""};
}

Outcome report_outcome(const object& answer) {
    const object* data = object_at(answer, "data");
    const object* track = data ? object_at(*data, "track") : nullptr;
    if (!track) return {OutcomeKind::refused, "NOT_FOUND", ""};
    TrackingReport report;
    const object* events = object_at(*track, "events");
    if (const auto* edges = events ? array_at(*events, "edges") : nullptr) {
        for (const auto& edge : *edges) {
            const object* node = edge.is_object() ? object_at(edge.get_object(), "node") : nullptr;
            if (node) report.events.push_back(event_of(*node));
        }
    }
    return {OutcomeKind::done, "", codec::encode_avro(report)};
}

http::ClientOptions client_options(const TrackerDeliveryOptions& options) {
    http::ClientOptions made;
    made.base_url = options.base_url;
    if (!options.client_id.empty()) {
        made.headers.push_back(
            {"authorization",
             fmt::format("TRACKQL-API-KEY {}:{}", options.client_id, options.client_secret)});
    }
    made.connections_max = 16;
    made.answer_body_bytes_max = 1 << 20;
    made.loop = options.loop;
    return made;
}

}  // namespace

bool tells_of_return(const std::string& words) {
    constexpr std::string_view returned = "반송";
    auto at = words.find(returned);
    if (at == std::string::npos) return words.find("eturned to sender") != std::string::npos;
    std::string_view rest = std::string_view(words).substr(at + returned.size());
    if (rest.starts_with(' ')) rest.remove_prefix(1);
    // On its way back, or going to be: not back yet.
    return !rest.starts_with("중") && !rest.starts_with("예정") && !rest.starts_with("접수");
}

http::ClientRequest tracker_delivery_request(const TrackedParcel& parcel) {
    object body{
        {"query", query},
        {"variables", object{{"carrier", parcel.carrier}, {"number", parcel.tracking_number}}}};
    return {runtime::Method::post,
            "/graphql",
            {{"content-type", "application/json"}},
            boost::json::serialize(body)};
}

Outcome tracker_delivery_outcome(const http::ClientResult& result) {
    if (!result) return {OutcomeKind::unknown, "no_answer", ""};
    auto answer = parse_object(result->body);
    if (!answer) return {OutcomeKind::unknown, fmt::format("http_{}", result->status), ""};
    if (const auto* errors = array_at(*answer, "errors")) return error_outcome(*errors);
    if (result->status >= 300) {
        return {OutcomeKind::unknown, fmt::format("http_{}", result->status), ""};
    }
    return report_outcome(*answer);
}

TrackerDelivery::TrackerDelivery(const TrackerDeliveryOptions& options)
    : timeout_(options.timeout), client_(client_options(options)) {}

void TrackerDelivery::track(const TrackedParcel& parcel, std::function<void(Outcome)> done) {
    client_.send(tracker_delivery_request(parcel), timeout_,
                 [done = std::move(done)](const http::ClientResult& result) {
                     done(tracker_delivery_outcome(result));
                 });
}

}  // namespace jangteo::delivery
