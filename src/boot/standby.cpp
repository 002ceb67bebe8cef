#include "boot/standby.hpp"

#include "boot/forward.hpp"
#include "runtime/call_of.hpp"

namespace jangteo::boot {
namespace {

// A request is handed on once: two processes that take each other for the writer must not play
// ball with it.
constexpr std::string_view handed_on = "x-jangteo-handed-on";

}  // namespace

Standby::Standby(runtime::Holder self, runtime::Clock& clock, runtime::Random& random)
    : self_(std::move(self)), clock_(clock), random_(random) {}

std::optional<std::int64_t> Standby::look(sql::Connection& db) {
    std::optional<runtime::SeenHolder> seen;
    try {
        seen = runtime::Lease::seen(db);
    } catch (...) {
        beat_ = -1;  // what could not be seen did not stand still
        throw;
    }
    if (!seen) return 0;
    if (is_gone(*seen)) return seen->epoch;
    see(seen->holder.url);
    return std::nullopt;
}

bool Standby::is_gone(const runtime::SeenHolder& seen) {
    if (seen.holder.url.empty()) return true;
    if (seen.holder.url == self_.url && seen.holder.host == self_.host) return true;
    const std::int64_t now = clock_.monotonic_ns();
    if (seen.epoch != epoch_ || seen.beat != beat_) {
        epoch_ = seen.epoch;
        beat_ = seen.beat;
        beat_seen_ns_ = now;
    }
    return now - beat_seen_ns_ >= silence_max.us * 1000;
}

void Standby::see(const std::string& url) {
    std::shared_ptr<platform::http::HttpClient> writer;
    if (!url.empty()) {
        if (url == writer_url()) return;
        writer = std::make_shared<platform::http::HttpClient>(platform::http::ClientOptions{
            .base_url = url, .connections_max = forward_connections_max});
    }
    {
        std::lock_guard lock(writer_mutex_);
        writer_url_ = url;
        writer_.swap(writer);
    }
    // The last writer's client goes here, and answers what it still waits for.
}

void Standby::end() { see(""); }

bool Standby::is_for_writer(const runtime::HttpRequest& request) {
    return request.method != runtime::Method::get && request.method != runtime::Method::other;
}

void Standby::forward(const runtime::ExchangePtr& exchange) {
    const runtime::HttpRequest& request = exchange->request();
    std::shared_ptr<platform::http::HttpClient> writer;
    {
        std::lock_guard lock(writer_mutex_);
        writer = writer_;
    }
    if (!writer || !request.header(handed_on).empty()) {
        exchange->answer(not_forwarded(request, random_, platform::http::ClientFailure::not_sent));
        return;
    }
    auto sent = forwarded(request);
    sent.headers.push_back({std::string(handed_on), "1"});
    writer->send(sent, forward_patience, [this, exchange](platform::http::ClientResult result) {
        exchange->answer(result
                             ? forwarded(*result)
                             : not_forwarded(exchange->request(), random_, result.error().failure));
    });
}

std::string Standby::writer_url() const {
    std::lock_guard lock(writer_mutex_);
    return writer_url_;
}

}  // namespace jangteo::boot
