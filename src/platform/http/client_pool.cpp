#include "platform/http/client_pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "platform/http/client_connection.hpp"
#include "platform/http/io_loop_native.hpp"

namespace jangteo::platform::http {

namespace {

constexpr auto tick_busy = std::chrono::milliseconds(10);    // how exactly timeouts are kept
constexpr auto tick_idle = std::chrono::milliseconds(1000);  // how exactly idle connections end

ClientResult problem(ClientFailure failure, std::string words) {
    return std::unexpected(ClientProblem{failure, std::move(words)});
}

}  // namespace

ClientPool::ClientPool(ClientOptions options, HttpUrl url, IoLoop& loop)
    : options_(std::move(options)), url_(std::move(url)), loop_(loop), timer_(io()) {
    if (url_.is_tls) tls_.emplace();
}

ClientPool::~ClientPool() = default;

boost::asio::io_context& ClientPool::io() { return loop_.native().io; }

std::string ClientPool::bytes_of(const ClientRequest& request) const {
    std::string bytes;
    bytes.reserve(256 + request.body.size());
    bytes.append(runtime::text_of(request.method)).append(" ").append(request.target);
    bytes.append(" HTTP/1.1\r\nhost: ").append(url_.authority()).append("\r\n");
    for (const auto* headers : {&options_.headers, &request.headers}) {
        for (const runtime::Header& header : *headers) {
            bytes.append(header.name).append(": ").append(header.value).append("\r\n");
        }
    }
    if (!request.body.empty() || request.method != runtime::Method::get) {
        bytes.append("content-length: ").append(std::to_string(request.body.size())).append("\r\n");
    }
    return bytes.append("\r\n").append(request.body);
}

void ClientPool::submit(PendingCall call) {
    if (calls_.fetch_add(1) >= options_.queue_max + options_.connections_max) {
        return loop_.post([self = shared_from_this(), call = std::move(call)]() mutable {
            self->finish(call, problem(ClientFailure::not_sent, "too many requests are waiting"));
        });
    }
    const std::lock_guard lock(mutex_);
    inbox_.push_back(std::move(call));
    if (inbox_.size() == 1) {
        boost::asio::post(io(), [self = shared_from_this()] { self->take_inbox(); });
    }
}

void ClientPool::finish(PendingCall& call, ClientResult result) {
    calls_.fetch_sub(1);
    call.on_result(std::move(result));
}

void ClientPool::take_inbox() {
    std::vector<PendingCall> calls;
    {
        const std::lock_guard lock(mutex_);
        calls.swap(inbox_);
    }
    for (PendingCall& call : calls) {
        if (is_closed_)
            finish(call, problem(ClientFailure::not_sent, "the client is closed"));
        else
            queue_.push_back(std::move(call));
    }
    dispatch();
}

void ClientPool::dispatch() {
    while (!queue_.empty()) {
        ClientConnection* connection = free_connection();
        if (connection == nullptr) break;
        PendingCall call = std::move(queue_.front());
        queue_.pop_front();
        connection->take(std::move(call));
    }
    schedule_tick();
}

ClientConnection* ClientPool::free_connection() {
    if (!idle_.empty()) {
        ClientConnection* connection =
            idle_.back();  // The last used is the least likely to be closed.
        idle_.pop_back();
        return connection;
    }
    std::erase_if(connections_, [](const auto& connection) { return connection->is_over(); });
    if (connections_.size() >= options_.connections_max) return nullptr;
    return connections_.emplace_back(std::make_unique<ClientConnection>(*this)).get();
}

void ClientPool::on_idle(ClientConnection& connection) {
    if (queue_.empty()) {
        idle_.push_back(&connection);
        return;
    }
    PendingCall call = std::move(queue_.front());
    queue_.pop_front();
    connection.take(std::move(call));
}

void ClientPool::on_returned(PendingCall call) {
    queue_.push_front(std::move(call));
    // Not at once: the caller is a connection that is closing.
    boost::asio::post(io(), [self = shared_from_this()] { self->dispatch(); });
}

void ClientPool::on_closed(ClientConnection& connection) {
    std::erase(idle_, &connection);
    if (queue_.empty() || is_closed_) return;
    boost::asio::post(io(), [self = shared_from_this()] { self->dispatch(); });
}

void ClientPool::schedule_tick() {
    if (is_ticking_ || is_closed_ || (queue_.empty() && connections_.empty())) return;
    is_ticking_ = true;
    const bool is_busy = !queue_.empty() || idle_.size() < connections_.size();
    timer_.expires_after(is_busy ? tick_busy : tick_idle);
    timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
        self->is_ticking_ = false;
        if (!error) self->tick();
    });
}

void ClientPool::tick() {
    const auto now = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < connections_.size(); ++i) connections_[i]->on_tick(now);
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
    for (PendingCall& call : overdue) {
        finish(call, problem(ClientFailure::not_sent, "no free connection in time"));
    }
}

void ClientPool::close() {
    is_closed_ = true;
    timer_.cancel();
    take_inbox();
    for (PendingCall& call : queue_) {
        finish(call, problem(ClientFailure::not_sent, "the client is closed"));
    }
    queue_.clear();
    for (auto& connection : connections_) {
        connection->fail(ClientFailure::lost, "the client is closed");
    }
}

}  // namespace jangteo::platform::http
