#include "platform/http/client_pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "platform/http/client_connection.hpp"
#include "platform/http/io_loop_native.hpp"

namespace jangteo::platform::http {

namespace {

constexpr auto tick_busy = std::chrono::milliseconds(10);    // how exactly timeouts are kept
constexpr auto tick_idle = std::chrono::milliseconds(1000);  // how exactly idle connections end

}  // namespace

ClientPool::ClientPool(ClientOptions options, HttpUrl url, IoLoop& loop)
    : options_(std::move(options)),
      url_(std::move(url)),
      authority_(url_.authority()),
      loop_(loop),
      timer_(io()) {
    if (url_.is_tls) tls_.emplace(options_.versions);
    learn(ServerVersion::unknown, 1);
}

ClientPool::~ClientPool() = default;

boost::asio::io_context& ClientPool::io() { return loop_.native().io; }

void ClientPool::submit(PendingCall call) {
    if (calls_.fetch_add(1) >= calls_max_.load(std::memory_order_relaxed)) {
        return loop_.post([self = shared_from_this(), call = std::move(call)]() mutable {
            self->refuse(std::move(call), "too many requests are waiting");
        });
    }
    const std::lock_guard lock(mutex_);
    inbox_.push_back(std::move(call));
    if (inbox_.size() == 1) {
        boost::asio::post(io(), [self = shared_from_this()] { self->take_inbox(); });
    }
}

void ClientPool::finish(PendingCall call, ClientResult result) {
    calls_.fetch_sub(1);
    call.on_result(std::move(result));
}

void ClientPool::fail(PendingCall call, ClientFailure failure, std::string_view words) {
    finish(std::move(call), std::unexpected(ClientProblem{failure, std::string(words)}));
}

void ClientPool::refuse(PendingCall call, std::string_view words) {
    fail(std::move(call), ClientFailure::not_sent, words);
}

void ClientPool::give_back(PendingCall call, std::string_view words) {
    if (is_closed_ || call.was_returned) return refuse(std::move(call), words);
    call.was_returned = true;
    queue_.push_front(std::move(call));
    dispatch_soon();
}

void ClientPool::take_inbox() {
    {
        const std::lock_guard lock(mutex_);
        taken_.swap(inbox_);
    }
    for (PendingCall& call : taken_) {
        if (is_closed_)
            refuse(std::move(call), "the client is closed");
        else
            queue_.push_back(std::move(call));
    }
    taken_.clear();
    dispatch();
}

// Not at once: the caller is a connection that is closing.
void ClientPool::dispatch_soon() {
    boost::asio::post(io(), [self = shared_from_this()] { self->dispatch(); });
}

// All that one connection takes leaves in one write. The last used is the least likely to be
// closed. What it has to say comes first: it is read at once, and leads back here.
void ClientPool::dispatch() {
    if (is_closed_) return;
    while (!queue_.empty() && !free_.empty()) {
        ClientConnection& connection = *free_.back();
        if (connection.has_unread()) return schedule_tick();
        while (!queue_.empty() && connection.takes_calls()) {
            connection.take(std::move(queue_.front()));
            queue_.pop_front();
        }
        if (!connection.takes_calls()) {
            connection.is_listed = false;
            free_.pop_back();
        }
        connection.flush();
    }
    open_connections();
    schedule_tick();
}

void ClientPool::open_connections() {
    while (!queue_.empty() && !are_enough_opening()) {
        std::erase_if(connections_, [](const auto& connection) { return connection->is_over(); });
        if (connections_.size() >= options_.connections_max) return;
        ++opening_;
        connections_.emplace_back(std::make_unique<ClientConnection>(*this))->open();
    }
}

bool ClientPool::are_enough_opening() const {
    if (version_ == ServerVersion::unknown) return opening_ > 0;
    return opening_ * calls_each_ >= queue_.size();
}

void ClientPool::learn(ServerVersion version, std::size_t calls_each) {
    version_ = options_.versions == HttpVersions::only_1_1 ? ServerVersion::http_1_1 : version;
    calls_each_ = std::max<std::size_t>(calls_each, 1);
    calls_max_ = options_.queue_max + options_.connections_max * calls_each_;
}

void ClientPool::on_opened(ClientConnection& connection) {
    --opening_;
    ++open_;
    learn(connection.version(), connection.calls_max());
    on_room(connection);
}

void ClientPool::on_room(ClientConnection& connection) {
    list(connection);
    dispatch();
}

void ClientPool::list(ClientConnection& connection) {
    if (connection.is_listed || !connection.takes_calls()) return;
    connection.is_listed = true;
    free_.push_back(&connection);
}

void ClientPool::on_closed(ClientConnection& connection, ConnectionEnd end,
                           std::string_view words) {
    if (connection.is_listed) std::erase(free_, &connection);
    const bool was_opening = end == ConnectionEnd::not_opened || end == ConnectionEnd::not_http2;
    --(was_opening ? opening_ : open_);
    if (end == ConnectionEnd::not_http2) {
        learn(ServerVersion::http_1_1, 1);
    } else if (end != ConnectionEnd::agreed && opening_ + open_ == 0) {
        learn(ServerVersion::unknown, 1);  // Who answers there next may be another.
    }
    if (end == ConnectionEnd::not_opened) refuse_waiting(words);
    if (!queue_.empty()) dispatch_soon();
}

// A connection that could not be opened ends the call that it was for, and the last one all that
// waited for it.
void ClientPool::refuse_waiting(std::string_view words) {
    std::deque<PendingCall> refused;
    if (opening_ + open_ == 0) {
        refused.swap(queue_);
    } else if (!queue_.empty()) {
        refused.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    for (PendingCall& call : refused) refuse(std::move(call), words);
}

void ClientPool::schedule_tick() {
    if (is_closed_ || (queue_.empty() && connections_.empty())) return;
    const bool is_busy = opening_ > 0 || calls_.load(std::memory_order_relaxed) > 0;
    if (is_ticking_ && (is_ticking_fast_ || !is_busy)) return;
    is_ticking_ = true;
    is_ticking_fast_ = is_busy;
    timer_.expires_after(is_busy ? tick_busy : tick_idle);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (error) return;  // Set anew, or closed.
        self->is_ticking_ = false;
        self->tick();
    });
}

void ClientPool::tick() {
    const auto now = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        connections_[i]->on_tick(now);
        list(*connections_[i]);
    }
    std::erase_if(connections_, [](const auto& connection) { return connection->is_over(); });
    drop_overdue();
    dispatch();
}

void ClientPool::drop_overdue() {
    const auto now = std::chrono::steady_clock::now();
    std::vector<PendingCall> overdue;
    std::erase_if(queue_, [&](PendingCall& call) {
        if (now < call.deadline) return false;
        overdue.push_back(std::move(call));
        return true;
    });
    for (PendingCall& call : overdue) refuse(std::move(call), "no free connection in time");
}

void ClientPool::close() {
    is_closed_ = true;
    timer_.cancel();
    take_inbox();
    for (PendingCall& call : queue_) refuse(std::move(call), "the client is closed");
    queue_.clear();
    for (auto& connection : connections_) connection->fail("the client is closed");
}

}  // namespace jangteo::platform::http
