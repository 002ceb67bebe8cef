#include "delivery/out/parcel_booking.hpp"

#include <fmt/format.h>

#include "delivery/app/carrier_calls.hpp"
#include "delivery/out/json_reading.hpp"
#include "kernel/fault.hpp"
#include "platform/http/url.hpp"

namespace jangteo::delivery {
namespace {

namespace http = platform::http;
using boost::json::object;
using runtime::Outcome;
using runtime::OutcomeKind;

ParcelCall call_of(const runtime::Effect& effect) {
    auto call = codec::decode_avro<ParcelCall>(effect.payload);
    if (!call) throw Fault(FaultKind::permanent, "an effect that does not decode: " + effect.kind);
    return std::move(*call);
}

http::ClientRequest book_request(const runtime::Effect& effect, const ParcelCall& call,
                                 const std::string& callback_url) {
    Address address = call.address.value_or(Address{});
    object body{{"reference", call.shipment_id.text()},
                {"carrierId", call.carrier},
                {"recipient", object{{"name", address.name},
                                     {"phone", address.phone},
                                     {"postalCode", address.postal_code},
                                     {"address", address.address},
                                     {"note", address.note}}}};
    if (!callback_url.empty()) body["callbackUrl"] = callback_url;
    return {runtime::Method::post,
            "/v1/parcels",
            {{"idempotency-key", effect.key}, {"content-type", "application/json"}},
            boost::json::serialize(body)};
}

// Whether a status other than success decides about a call. Everything else is a server that is
// busy, broken or not the one we mean: what happened to the parcel has to be asked.
bool is_refusal(std::string_view effect_kind, int status) {
    if (effect_kind == find_effect) return status == 404;
    if (effect_kind == cancel_effect) return status == 409;
    // 409: there is a parcel with our reference, or the first call is still under way.
    return status >= 400 && status < 500 && status != 408 && status != 409 && status != 425;
}

Outcome parcel_outcome(const std::string& body) {
    auto answer = parse_object(body);
    Parcel parcel;
    if (answer) {
        parcel = {text_at(*answer, "parcelId"), text_at(*answer, "carrierId"),
                  text_at(*answer, "trackingNumber"), text_at(*answer, "status") == "CANCELLED"};
    }
    bool is_whole = !parcel.parcel_id.empty() && !parcel.tracking_number.empty();
    if (!is_whole) return {OutcomeKind::unknown, "unreadable_answer", ""};
    return {OutcomeKind::done, "", codec::encode_avro(parcel)};
}

Outcome refusal(int status, const std::string& body) {
    auto answer = parse_object(body);
    std::string code = answer ? text_at(*answer, "code") : "";
    return {OutcomeKind::refused, code.empty() ? fmt::format("http_{}", status) : code, ""};
}

http::ClientOptions client_options(const BookingOptions& options) {
    http::ClientOptions made;
    made.base_url = options.base_url;
    made.headers = {{"accept", "application/json"}};
    if (!options.authorization.empty()) {
        made.headers.push_back({"authorization", options.authorization});
    }
    made.connections_max = runtime::calls_max;
    made.answer_body_bytes_max = 256 << 10;
    made.loop = options.loop;
    return made;
}

}  // namespace

http::ClientRequest booking_request(const runtime::Effect& effect,
                                    const std::string& callback_url) {
    ParcelCall call = call_of(effect);
    if (effect.kind == book_effect) return book_request(effect, call, callback_url);
    if (effect.kind == find_effect) {
        return {
            runtime::Method::get, "/v1/parcels/by-reference/" + call.shipment_id.text(), {}, ""};
    }
    return {runtime::Method::del, "/v1/parcels/" + http::percent_encode(call.parcel_id), {}, ""};
}

Outcome booking_outcome(std::string_view effect_kind, const http::ClientResult& result) {
    if (!result) {
        bool was_sent = result.error().failure != http::ClientFailure::not_sent;
        return {was_sent ? OutcomeKind::unknown : OutcomeKind::not_sent,
                was_sent ? "no_answer" : "not_sent", ""};
    }
    int status = result->status;
    bool is_success = status >= 200 && status < 300;
    bool is_gone = effect_kind == cancel_effect && (status == 404 || status == 410);
    if (effect_kind == cancel_effect && (is_success || is_gone)) return {OutcomeKind::done, "", ""};
    if (is_success) return parcel_outcome(result->body);
    if (status == 429) return {OutcomeKind::not_sent, "too_many_requests", ""};
    if (is_refusal(effect_kind, status)) return refusal(status, result->body);
    return {OutcomeKind::unknown, fmt::format("http_{}", status), ""};
}

ParcelBooking::ParcelBooking(const BookingOptions& options)
    : callback_url_(options.callback_url),
      timeout_(options.timeout),
      client_(client_options(options)) {}

void ParcelBooking::perform(const runtime::Effect& effect, std::function<void(Outcome)> done) {
    client_.send(booking_request(effect, callback_url_), timeout_,
                 [kind = effect.kind, done = std::move(done)](const http::ClientResult& result) {
                     done(booking_outcome(kind, result));
                 });
}

}  // namespace jangteo::delivery
