// Booking, and the hooks of CarrierDesk.

#include <fmt/core.h>

#include <algorithm>

#include "platform/http/url.hpp"
#include "sandbox/carrier/carrier_desk.hpp"
#include "sandbox/desk/json_text.hpp"
#include "sandbox/desk/korean_time.hpp"
#include "sandbox/desk/parameters.hpp"

namespace jangteo::sandbox::carrier {

namespace {

constexpr std::size_t reference_max = 64;
constexpr std::int64_t tracking_number_first =
    500'000'000'000;  // twelve digits, as most carriers have

std::string address_of(const boost::json::object& recipient) {
    std::string address(text_in(recipient, "address"));
    const std::string_view detail = text_in(recipient, "addressDetail");
    if (!detail.empty()) address.append(" ").append(detail);
    return address;
}

}  // namespace

Reply CarrierDesk::shown(int status, const Parcel& parcel) {
    std::string body;
    JsonText json(body);
    json.open()
        .text("parcelId", parcel.id)
        .text("reference", parcel.reference)
        .text("carrierId", parcel.carrier_id)
        .text("trackingNumber", parcel.tracking_number)
        .text("status", parcel.is_cancelled ? "CANCELLED" : text_of(parcel.status()))
        .text("bookedAt", korean_time(parcel.booked_at))
        .close();
    return json_reply(status, std::move(body));
}

Reply CarrierDesk::book(Request& request) {
    const Body& body = request.body;
    const std::string_view reference = body.text("reference");
    const auto* recipient = body.object("recipient");
    if (reference.empty() || reference.size() > reference_max) {
        return refused(400, "BAD_REQUEST", "reference has 1 to 64 characters");
    }
    if (recipient == nullptr || text_in(*recipient, "name").empty() ||
        text_in(*recipient, "phone").empty() || text_in(*recipient, "address").empty()) {
        return refused(400, "BAD_REQUEST", "recipient has name, phone and address");
    }
    if (!is_carrier(body.text("carrierId"))) return refused(404, "NOT_FOUND", "Carrier not found");
    const std::string_view callback_url = body.text("callbackUrl");
    if (!callback_url.empty() && !platform::http::parse_http_url(callback_url)) {
        return refused(400, "BAD_REQUEST", "callbackUrl is an http:// URL");
    }
    if (book_.find_by_reference(reference) != nullptr) {
        return refused(409, "DUPLICATE_REFERENCE",
                       "a parcel with this reference is booked already");
    }
    Parcel parcel;
    parcel.id = "pcl_";
    append_base32(ids_.next(request.now), parcel.id);
    parcel.reference = reference;
    parcel.carrier_id = body.text("carrierId");
    parcel.tracking_number =
        std::to_string(tracking_number_first + static_cast<std::int64_t>(book_.parcels().size()));
    parcel.recipient_name = text_in(*recipient, "name");
    parcel.recipient_phone = text_in(*recipient, "phone");
    parcel.recipient_address = address_of(*recipient);
    parcel.callback_url =
        callback_url.empty() ? std::string_view(options_.callback_url) : callback_url;
    parcel.booked_at = request.now;
    parcel.events.push_back({ParcelStatus::INFORMATION_RECEIVED, request.now, "", "접수"});
    return written(request, book_.add(std::move(parcel)), 201);
}

Reply CarrierDesk::get_parcel(Request& request) {
    const Parcel* parcel = book_.find(request.param());
    return parcel == nullptr ? refused(404, "NOT_FOUND", "Parcel not found") : shown(200, *parcel);
}

Reply CarrierDesk::get_by_reference(Request& request) {
    const auto reference = platform::http::percent_decode(request.param());
    const Parcel* parcel = book_.find_by_reference(reference.value_or(""));
    return parcel == nullptr ? refused(404, "NOT_FOUND", "Parcel not found") : shown(200, *parcel);
}

// Cancelling twice is cancelling once.
Reply CarrierDesk::cancel(Request& request) {
    Parcel* parcel = book_.find(request.param());
    if (parcel == nullptr) return refused(404, "NOT_FOUND", "Parcel not found");
    if (parcel->is_cancelled) return shown(200, *parcel);
    if (!book_.cancel(*parcel)) {
        return refused(409, "ALREADY_PICKED_UP", "the parcel is on its way");
    }
    return written(request, *parcel, 200);
}

Reply CarrierDesk::advance(Request& request) {
    Parcel* parcel = book_.find_by_number(request.param());
    if (parcel == nullptr) return refused(404, "NOT_FOUND", "Parcel not found");
    const auto status = parse_status(request.body.text("to"));
    if (!status) return refused(400, "BAD_REQUEST", "to is a status: AT_PICKUP, IN_TRANSIT, …");
    if (parcel->is_cancelled) return refused(409, "CANCELLED", "the parcel is cancelled");
    std::string description(request.body.text("description"));
    if (description.empty()) description = korean_name_of(*status);
    book_.add_event(*parcel, {*status, request.now, std::string(request.body.text("location")),
                              std::move(description)});
    const Knob knob =
        knobs_.is_empty()
            ? Knob{}
            : knobs_.take("advance", {parcel->reference, parcel->tracking_number}, request.now);
    announce(*parcel, knob, request.now);
    return written(request, *parcel, 200);
}

Reply CarrierDesk::show_books(Request&) {
    std::string body;
    JsonText text(body);
    text.open()
        .number("booked", book_.parcels().size())
        .number("cancelled", book_.cancelled())
        .open("parcels_by_status");
    for (std::size_t i = 0; i < parcel_statuses; ++i) {
        text.number(text_of(static_cast<ParcelStatus>(i)), book_.in_status(i));
    }
    text.close();
    calls_.append(text);
    text.open("callbacks")
        .number("delivered", callbacks_.delivered())
        .number("waiting", callbacks_.waiting())
        .close()
        .number("commits", journal_.commits())
        .close();
    return json_reply(200, std::move(body));
}

Reply CarrierDesk::list_parcels(Request& request) {
    const std::string after = parameter_in(request.http.query, "after");
    std::size_t at = 0;
    if (!after.empty()) {
        const Parcel* last = book_.find(after);
        if (last == nullptr) return refused(400, "BAD_REQUEST", "after is a parcelId");
        at = book_.position_of(*last) + 1;
    }
    const auto limit = static_cast<std::size_t>(limit_in(request.http.query));
    const std::size_t end = std::min(book_.parcels().size(), at + limit);
    std::string body;
    JsonText text(body);
    text.open().open_list("parcels");
    std::string_view next;
    for (; at < end; ++at) {
        const Parcel& parcel = book_.parcels()[at];
        next = parcel.id;
        text.item()
            .text("parcelId", parcel.id)
            .text("reference", parcel.reference)
            .text("carrierId", parcel.carrier_id)
            .text("trackingNumber", parcel.tracking_number)
            .text("status", parcel.is_cancelled ? "CANCELLED" : text_of(parcel.status()))
            .number("events", parcel.events.size())
            .close();
    }
    text.close_list().text_or_null("next", end < book_.parcels().size() ? next : "").close();
    return json_reply(200, std::move(body));
}

}  // namespace jangteo::sandbox::carrier
