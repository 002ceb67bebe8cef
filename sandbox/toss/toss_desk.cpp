#include "sandbox/toss/toss_desk.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "contracts/codec/avro.hpp"
#include "sandbox/desk/basic_auth.hpp"
#include "sandbox/desk/faults.hpp"
#include "sandbox/desk/json_text.hpp"
#include "sandbox/desk/korean_time.hpp"
#include "sandbox/toss/toss_error.hpp"

namespace jangteo::sandbox::toss {

namespace {

using runtime::Method;

constexpr Duration payment_window = minutes(30);
constexpr Duration time_to_confirm = minutes(10);
constexpr Duration idempotency_kept = days(15);
constexpr std::size_t idempotency_key_max = 300;

Callbacks::Options callback_options(std::int64_t time_scale) {
    Callbacks::Options options;
    for (const std::int64_t after : {1, 4, 16, 64, 256, 1024, 4096}) {
        options.retry_after.push_back({minutes(after).us / time_scale});
    }
    options.entry_kind = entry_callback;
    options.headers = [](const Callback& callback, Timestamp now) {
        return std::vector<runtime::Header>{
            {"tosspayments-webhook-transmission-time", korean_time(now)},
            {"tosspayments-webhook-transmission-retried-count", std::to_string(callback.tries)},
            {"tosspayments-webhook-transmission-id", fmt::format("whtrans_{:020d}", callback.id)}};
    };
    return options;
}

}  // namespace

TossDesk::Request::Request(const Call& call)
    : http(call.request), now(call.now), path(call.request.path), body(call.request.body) {
    if (http.header("accept-language").starts_with("en")) language = Language::english;
}

TossDesk::TossDesk(TossOptions options, Journal& journal, runtime::Random& random)
    : options_(std::move(options)),
      journal_(journal),
      ids_(random),
      records_(idempotency_kept),
      callbacks_(callback_options(options_.time_scale), journal) {
    journal_.replay([this](const Entry& entry) {
        if (!entry.call.empty()) records_.add(std::string(entry.call), entry.sequence, entry.at);
        if (entry.kind == entry_callback)
            callbacks_.load(entry);
        else
            book_.load(entry);
    });
    accounts_issued_ = static_cast<std::int64_t>(book_.payments().size());
}

const std::vector<TossDesk::Route>& TossDesk::routes() {
    constexpr bool ours = true;
    using Desk = TossDesk;
    static const std::vector<Route> all{
        {Method::post, "v1/payments/confirm", "confirm", &Desk::confirm},
        {Method::post, "__sandbox/payments", "create_session", &Desk::create_session, ours},
        {Method::get, "v1/payments/*", "get_payment", &Desk::get_payment},
        {Method::get, "v1/payments/orders/*", "get_order", &Desk::get_order},
        {Method::post, "v1/payments/*/cancel", "cancel", &Desk::cancel},
        {Method::post, "v1/payments", "create_payment", &Desk::create_payment},
        {Method::post, "v1/virtual-accounts", "virtual_account", &Desk::issue_virtual_account},
        {Method::post, "v1/billing/authorizations/issue", "billing_issue",
         &Desk::issue_billing_key},
        {Method::post, "v1/billing/authorizations/card", "billing_card", &Desk::register_card},
        {Method::post, "v1/billing/*", "billing_charge", &Desk::charge},
        {Method::del, "v1/billing/*", "billing_delete", &Desk::delete_billing_key},
        {Method::get, "v1/payments/*/checkout", "checkout", &Desk::checkout_page, ours},
        {Method::get, "v2/standard", "sdk", &Desk::sdk_script, ours},
        {Method::post, "__sandbox/payments/*/decide", "decide", &Desk::decide, ours},
        {Method::post, "__sandbox/virtual-accounts/*/deposit", "deposit", &Desk::deposit, ours},
        {Method::post, "__sandbox/virtual-accounts/*/reverse", "reverse", &Desk::reverse_deposit,
         ours},
        {Method::post, "__sandbox/billing-auths", "billing_auth", &Desk::create_billing_auth, ours},
        {Method::get, "__sandbox/billing-auth", "billing_page", &Desk::billing_auth_page, ours},
        {Method::post, "__sandbox/knobs", "knobs", &Desk::hook_add_knob, ours},
        {Method::get, "__sandbox/knobs", "knobs", &Desk::hook_list_knobs, ours},
        {Method::del, "__sandbox/knobs", "knobs", &Desk::hook_remove_knobs, ours},
        {Method::post, "__sandbox/webhooks", "webhooks", &Desk::set_webhook, ours},
        {Method::get, "__sandbox/books", "books", &Desk::show_books, ours},
        {Method::get, "__sandbox/books/payments", "books", &Desk::list_payments, ours},
    };
    return all;
}

Reply TossDesk::handle(const Call& call) {
    Request request(call);
    const auto found = find_route(routes(), request.http.method, request.path);
    if (found.route != nullptr) return conduct(*found.route, request);
    return with_headers(
        request, refused(request, found.is_path_known ? "NOT_FOUND_HTTP_METHOD" : "NOT_FOUND"));
}

Reply TossDesk::conduct(const Route& route, Request& request) {
    calls_.count(route.operation);
    if (route.is_ours) {
        Reply reply = (this->*route.run)(request);
        // The SDK asks from the shop's own pages.
        reply.headers.push_back({"access-control-allow-origin", "*"});
        return reply;
    }
    if (!knobs_.is_empty()) return conduct_faulty(route, request);
    return with_headers(request, run_once(route, request));
}

Reply TossDesk::conduct_faulty(const Route& route, Request& request) {
    take_knob(route, request);
    const auto failure = [&](int status) {
        Reply reply = refused(
            request, status == 429 ? "TOO_MANY_REQUESTS" : "FAILED_INTERNAL_SYSTEM_PROCESSING");
        reply.status = status;
        return reply;
    };
    Reply reply = with_faults(
        request.knob, knobs_.is_over_limit(), [&] { return run_once(route, request); }, failure);
    reply = with_headers(request, std::move(reply));
    reply.behind_callback = request.behind_callback;
    if (reply.delay.us > 0 || reply.behind_callback != 0) hold_under_way(route, request, reply);
    return reply;
}

// Until the answer has left, the call is under way for its twins.
void TossDesk::hold_under_way(const Route& route, const Request& request, Reply& reply) {
    const std::string payment_key(route.operation == "cancel" ? request.param() : "");
    if (!payment_key.empty()) ++cancels_under_way_[payment_key];
    records_.set_running(request.record, true);
    reply.when_sent = [this, record = request.record, payment_key] {
        records_.set_running(record, false);
        const auto found = cancels_under_way_.find(payment_key);
        if (found != cancels_under_way_.end() && --found->second == 0) {
            cancels_under_way_.erase(found);
        }
    };
}

void TossDesk::take_knob(const Route& route, Request& request) {
    std::string_view payment_key = request.body.text("paymentKey");
    if (payment_key.empty()) payment_key = request.param();
    std::string_view order_id = request.body.text("orderId");
    if (order_id.empty()) order_id = request.param();
    if (const Payment* payment = book_.find(payment_key))
        order_id = payment->order_id;
    else if (const Payment* by_order = book_.find_by_order(order_id))
        payment_key = by_order->payment_key;
    request.knob = knobs_.take(route.operation, {payment_key, order_id}, request.now);
}

// Authentication, idempotency and the test code stand before the work, in this order.
Reply TossDesk::run_once(const Route& route, Request& request) {
    if (const auto code = refuse_key(request); !code.empty()) return refused(request, code);
    if (request.http.method == Method::post) {
        const std::string_view key = request.http.header("idempotency-key");
        if (key.size() > idempotency_key_max) return refused(request, "INVALID_IDEMPOTENCY_KEY");
        if (!key.empty()) {
            request.record = fmt::format("{} {} {}", key, request.http.path,
                                         request.http.header("authorization"));
            if (const auto* record = records_.find(request.record, request.now)) {
                if (record->is_running) return refused(request, "IDEMPOTENT_REQUEST_PROCESSING");
                return replay(request, record->sequence);
            }
        }
    }
    const std::string_view ordered = refuse_test_code(request);
    Reply reply = ordered.empty() ? (this->*route.run)(request) : refused(request, ordered);
    if (!request.record.empty() && request.sequence == 0) {
        request.sequence = journal_.append(
            {0, request.now, entry_answer, request.record, reply.status, {}, reply.body});
    }
    if (!request.record.empty()) records_.add(request.record, request.sequence, request.now);
    return reply;
}

std::string_view TossDesk::refuse_key(const Request& request) const {
    const std::string_view authorization = request.http.header("authorization");
    if (authorization.empty()) return "UNAUTHORIZED_KEY";
    const auto credentials = basic_credentials(authorization);
    if (!credentials) return "INCORRECT_BASIC_AUTH_FORMAT";
    const std::string key = credentials->substr(0, credentials->find(':'));
    if (std::ranges::find(options_.secret_keys, key) != options_.secret_keys.end()) return {};
    const bool is_client_key = key.starts_with("test_ck_") || key.starts_with("test_gck_") ||
                               key.starts_with("live_ck_") || key.starts_with("live_gck_");
    return is_client_key ? "INVALID_API_KEY" : "UNAUTHORIZED_KEY";
}

std::string_view TossDesk::refuse_test_code(const Request& request) const {
    const std::string_view code = request.http.header("tosspayments-test-code");
    if (code.empty()) return {};
    const auto credentials = basic_credentials(request.http.header("authorization"));
    if (credentials && credentials->starts_with("live_")) return {};
    return status_of(code) ? code : "INVALID_TEST_CODE";
}

Reply TossDesk::replay(Request& request, std::int64_t sequence) {
    Reply reply;
    journal_.read(sequence, [&](const Entry& entry) {
        reply.status = static_cast<int>(entry.status);
        if (entry.kind != entry_payment) {
            reply.body = entry.answer;
        } else if (const auto payment = codec::decode_avro<Payment>(entry.object)) {
            append_payment(reply.body, *payment, view(request.language, request.now));
        }
    });
    request.replayed = sequence;
    return reply;
}

Reply TossDesk::with_headers(const Request& request, Reply reply) {
    std::string trace = trace_of(request.sequence != 0 ? request.sequence : --unrecorded_calls_);
    if (request.replayed != 0) trace += "," + trace_of(request.replayed);
    reply.headers.push_back({"x-tosspayments-trace-id", std::move(trace)});
    const std::string_view key = request.http.header("idempotency-key");
    if (!key.empty()) reply.headers.push_back({"idempotency-key", std::string(key)});
    return reply;
}

// One trace for one journal entry, so that a replay can name the original; calls without an entry
// count downwards.
std::string TossDesk::trace_of(std::int64_t sequence) {
    auto mixed = static_cast<std::uint64_t>(sequence) + 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebULL;
    return fmt::format("{:016x}{:016x}", mixed ^ mixed >> 31, static_cast<std::uint64_t>(sequence));
}

Reply TossDesk::refused(const Request& request, std::string_view code) const {
    return json_reply(status_of(code).value_or(500), error_body(code, request.language));
}

Reply TossDesk::shown(const Request& request, const Payment& payment) const {
    Reply reply;
    reply.body.reserve(2048);
    append_payment(reply.body, payment, view(request.language, request.now));
    return reply;
}

Reply TossDesk::written(Request& request, const Payment& payment) {
    const std::string object = codec::encode_avro(payment);
    request.sequence =
        journal_.append({0, request.now, entry_payment, request.record, 200, object, {}});
    return shown(request, payment);
}

Reply TossDesk::written(Request& request, const Billing& billing, std::string answer) {
    const std::string object = codec::encode_avro(billing);
    request.sequence =
        journal_.append({0, request.now, entry_billing, request.record, 200, object, answer});
    return json_reply(200, std::move(answer));
}

void TossDesk::write(const Payment& payment, Timestamp now) {
    const std::string object = codec::encode_avro(payment);
    journal_.append({0, now, entry_payment, {}, 0, object, {}});
}

void TossDesk::write(const Billing& billing, Timestamp now) {
    const std::string object = codec::encode_avro(billing);
    journal_.append({0, now, entry_billing, {}, 0, object, {}});
}

void TossDesk::tick(Timestamp now) {
    book_.each_due(now, {scaled(payment_window), scaled(time_to_confirm)},
                   [&](Payment& payment) { expire_if_due(payment, now); });
}

void TossDesk::expire_if_due(Payment& payment, Timestamp now) {
    const auto due = payment.expires_at(scaled(payment_window), scaled(time_to_confirm));
    if (!due || *due > now) return;
    book_.change(payment, [](Payment& expired) { return expired.expire(); });
    write(payment, now);
    announce(payment, now);
}

std::string TossDesk::new_key(std::string_view prefix, Timestamp now) {
    std::string key(prefix);
    append_base32(ids_.next(now), key);
    return key;
}

std::string TossDesk::new_transaction_key(Timestamp now) {
    std::string key;
    for (const std::uint8_t byte : ids_.next(now)) key += fmt::format("{:02X}", byte);
    return key;
}

}  // namespace jangteo::sandbox::toss
