#include "sandbox/desk/provider_server.hpp"

#include <utility>

namespace jangteo::sandbox {

namespace {

constexpr Duration tick = milliseconds(20);  // how late what time does may be
constexpr Duration stop_patience = seconds(2);
// Calls that come beside others wait so long for more, with which they share a commit.
constexpr Duration gather_time = milliseconds(1);

}  // namespace

ProviderServer::ProviderServer(platform::http::ServerOptions options, Parts parts)
    : parts_(parts), http_(std::move(options), parts.random, [this](runtime::ExchangePtr exchange) {
          take(std::move(exchange));
      }) {}

ProviderServer::~ProviderServer() { stop(); }

void ProviderServer::start() {
    http_.start();
    is_started_ = true;
    http_.post([this] { run_tick(); });
}

void ProviderServer::stop() {
    if (!std::exchange(is_started_, false)) return;
    http_.stop_accepting();
    http_.drain(stop_patience);
    http_.stop();
    waiting_.clear();
    behind_callbacks_.clear();
    parts_.journal.commit();
}

// The batch is posted by its first call, so it runs when all sockets that are ready now have been
// read, or a moment later when the last batch was of several calls.
void ProviderServer::take(runtime::ExchangePtr exchange) {
    waiting_.push_back(std::move(exchange));
    if (waiting_.size() > 1) return;
    if (is_busy_) {
        http_.post_after(gather_time, [this] { run_batch(); });
    } else {
        http_.post([this] { run_batch(); });
    }
}

void ProviderServer::run_batch() {
    const Timestamp now = parts_.clock.now();
    is_busy_ = waiting_.size() > 1;
    for (runtime::ExchangePtr& exchange : waiting_) {
        Reply reply = parts_.provider.handle({exchange->request(), now});
        answered_.push_back({std::move(exchange), std::move(reply)});
    }
    waiting_.clear();
    commit();
    for (Held& held : answered_) send(std::move(held));
    answered_.clear();
}

void ProviderServer::run_tick() {
    parts_.provider.tick(parts_.clock.now());
    commit();
    http_.post_after(tick, [this] { run_tick(); });
}

void ProviderServer::commit() {
    parts_.journal.commit();
    parts_.provider.on_committed(parts_.clock.now());
}

void ProviderServer::send(Held held) {
    if (held.reply.behind_callback != 0) {
        const std::int64_t callback = std::exchange(held.reply.behind_callback, 0);
        behind_callbacks_.emplace(callback, std::move(held));
    } else if (held.reply.delay.us > 0) {
        const Duration delay = held.reply.delay;
        http_.post_after(delay, [held = std::move(held)]() mutable { answer(held); });
    } else {
        answer(held);
    }
}

void ProviderServer::answer(Held& held) {
    if (held.reply.when_sent) held.reply.when_sent();
    if (held.reply.is_cut) return held.exchange.reset();
    runtime::HttpAnswer answer;
    answer.status = held.reply.status;
    answer.body = std::move(held.reply.body);
    answer.content_type = held.reply.content_type;
    answer.headers = std::move(held.reply.headers);
    held.exchange->answer(std::move(answer));
}

void ProviderServer::release(std::int64_t callback) {
    const auto [begin, end] = behind_callbacks_.equal_range(callback);
    std::vector<Held> released;
    for (auto it = begin; it != end; ++it) released.push_back(std::move(it->second));
    behind_callbacks_.erase(begin, end);
    for (Held& held : released) send(std::move(held));
}

}  // namespace jangteo::sandbox
