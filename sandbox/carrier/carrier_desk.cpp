#include "sandbox/carrier/carrier_desk.hpp"

#include <fmt/core.h>

#include <utility>

#include "contracts/codec/avro.hpp"
#include "sandbox/desk/faults.hpp"
#include "sandbox/desk/json_text.hpp"

namespace jangteo::sandbox::carrier {

namespace {

using runtime::Method;

constexpr Duration idempotency_kept = days(15);
constexpr std::size_t idempotency_key_max = 300;

Callbacks::Options callback_options(std::int64_t time_scale) {
    Callbacks::Options options;
    for (const std::int64_t after : {5, 30, 180, 900, 3600, 14'400}) {
        options.retry_after.push_back({seconds(after).us / time_scale});
    }
    options.entry_kind = entry_callback;
    options.headers = [](const Callback&, Timestamp) { return std::vector<runtime::Header>{}; };
    return options;
}

}  // namespace

CarrierDesk::CarrierDesk(CarrierOptions options, Journal& journal, runtime::Random& random)
    : options_(std::move(options)),
      journal_(journal),
      ids_(random),
      book_(options_.advances_itself ? options_.time_scale : 0),
      records_(idempotency_kept),
      callbacks_(callback_options(options_.time_scale), journal) {
    journal_.replay([this](const Entry& entry) {
        if (!entry.call.empty()) records_.add(std::string(entry.call), entry.sequence, entry.at);
        if (entry.kind == entry_callback)
            callbacks_.load(entry);
        else
            book_.load(entry);
    });
}

const std::vector<CarrierDesk::Route>& CarrierDesk::routes() {
    constexpr bool ours = true;
    using Desk = CarrierDesk;
    static const std::vector<Route> all{
        {Method::post, "v1/parcels", "book", &Desk::book},
        {Method::get, "v1/parcels/by-reference/*", "get_by_reference", &Desk::get_by_reference},
        {Method::get, "v1/parcels/*", "get_parcel", &Desk::get_parcel},
        {Method::del, "v1/parcels/*", "cancel", &Desk::cancel},
        {Method::post, "graphql", "graphql", &Desk::graphql},
        {Method::get, "api/v1/trackingInfo", "tracking_info", &Desk::tracking_info},
        {Method::post, "api/v1/trackingInfo", "tracking_info", &Desk::tracking_info},
        {Method::get, "api/v1/companylist", "company_list", &Desk::company_list},
        {Method::post, "api/v1/companylist", "company_list", &Desk::company_list},
        {Method::post, "__sandbox/parcels/*/advance", "advance", &Desk::advance, ours},
        {Method::post, "__sandbox/knobs", "knobs", &Desk::hook_add_knob, ours},
        {Method::get, "__sandbox/knobs", "knobs", &Desk::hook_list_knobs, ours},
        {Method::del, "__sandbox/knobs", "knobs", &Desk::hook_remove_knobs, ours},
        {Method::get, "__sandbox/books", "books", &Desk::show_books, ours},
        {Method::get, "__sandbox/books/parcels", "books", &Desk::list_parcels, ours},
    };
    return all;
}

Reply CarrierDesk::handle(const Call& call) {
    Request request(call);
    const auto found = find_route(routes(), request.http.method, request.path);
    if (found.route != nullptr) return conduct(*found.route, request);
    if (found.is_path_known) return refused(405, "METHOD_NOT_ALLOWED", "no such method here");
    return refused(404, "NOT_FOUND", "no such path");
}

Reply CarrierDesk::conduct(const Route& route, Request& request) {
    calls_.count(route.operation);
    if (route.is_ours) return (this->*route.run)(request);
    if (knobs_.is_empty()) return run_once(route, request);
    std::string_view reference = request.body.text("reference");
    if (reference.empty()) reference = request.param();
    const Parcel* parcel = book_.find(request.param());
    if (parcel == nullptr) parcel = book_.find_by_reference(reference);
    const std::string_view number =
        parcel == nullptr ? std::string_view() : parcel->tracking_number;
    if (parcel != nullptr) reference = parcel->reference;
    request.knob = knobs_.take(route.operation, {reference, number}, request.now);
    Reply reply = with_faults(
        request.knob, knobs_.is_over_limit(), [&] { return run_once(route, request); },
        [](int status) { return refused(status, "INTERNAL", "ordered by a knob"); });
    reply.behind_callback = request.behind_callback;
    if (!request.record.empty() && reply.delay.us > 0) {
        records_.set_running(request.record, true);
        reply.when_sent = [this, record = request.record] { records_.set_running(record, false); };
    }
    return reply;
}

Reply CarrierDesk::run_once(const Route& route, Request& request) {
    const std::string_view key = request.http.header("idempotency-key");
    if (route.operation != "book" || key.empty()) return (this->*route.run)(request);
    if (key.size() > idempotency_key_max) {
        return refused(400, "INVALID_IDEMPOTENCY_KEY", "at most 300 characters");
    }
    request.record = key;
    if (const auto* record = records_.find(request.record, request.now)) {
        if (record->is_running) return refused(409, "IN_PROGRESS", "the first call is under way");
        Reply replayed;
        journal_.read(record->sequence, [&](const Entry& entry) {
            replayed = json_reply(static_cast<int>(entry.status), std::string(entry.answer));
        });
        return replayed;
    }
    Reply reply = (this->*route.run)(request);
    if (request.sequence == 0) {
        request.sequence = journal_.append(
            {0, request.now, entry_answer, request.record, reply.status, {}, reply.body});
    }
    records_.add(request.record, request.sequence, request.now);
    return reply;
}

Reply CarrierDesk::refused(int status, std::string_view code, std::string_view message) {
    std::string body;
    JsonText(body).open().text("code", code).text("message", message).close();
    return json_reply(status, std::move(body));
}

Reply CarrierDesk::written(Request& request, const Parcel& parcel, int status) {
    Reply reply = shown(status, parcel);
    const std::string object = codec::encode_avro(parcel);
    const std::string_view answer = request.record.empty() ? std::string_view{} : reply.body;
    request.sequence =
        journal_.append({0, request.now, entry_parcel, request.record, status, object, answer});
    return reply;
}

void CarrierDesk::write(const Parcel& parcel, Timestamp now) {
    const std::string object = codec::encode_avro(parcel);
    journal_.append({0, now, entry_parcel, {}, 0, object, {}});
}

void CarrierDesk::tick(Timestamp now) {
    book_.advance_due(now, [&](Parcel& parcel) {
        write(parcel, now);
        announce(parcel, {}, now);
    });
}

std::int64_t CarrierDesk::announce(const Parcel& parcel, const Knob& knob, Timestamp now) {
    if (knob.webhook == WebhookKnob::none) return 0;
    std::string body;
    JsonText(body)
        .open()
        .text("carrierId", parcel.carrier_id)
        .text("trackingNumber", parcel.tracking_number)
        .close();
    const Timestamp due = knob.webhook == WebhookKnob::late ? now + knob.webhook_late : now;
    const std::int64_t times = knob.webhook == WebhookKnob::duplicate ? knob.webhook_times : 1;
    std::int64_t id = 0;
    for (std::int64_t i = 0; i < times; ++i) {
        if (!parcel.callback_url.empty()) id = callbacks_.add(parcel.callback_url, body, due);
        for (const TrackWebhook& webhook : parcel.webhooks) {
            if (webhook.expires_at > now) id = callbacks_.add(webhook.url, body, due);
        }
    }
    return id;
}

}  // namespace jangteo::sandbox::carrier
