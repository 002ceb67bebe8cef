#pragma once

// IoThread: one thread, one io_context, and the connections that live on it. The server makes and
// starts it; adopt(), begin_drain() and stop() may be called from any thread, the rest is for its
// connections.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/connection.hpp"
#include "platform/http/mailbox.hpp"
#include "platform/http/server.hpp"
#include "runtime/clock.hpp"

namespace jangteo::platform::http {

// What all io threads of a server share.
struct ServerShared {
    ServerOptions options;
    runtime::Random& random;
    std::function<void(runtime::ExchangePtr)> on_request;
    ServerCounters counters{};
    std::mutex mutex{};
    std::condition_variable connection_gone{};  // notified while draining
    std::atomic<bool> is_draining{false};
};

class IoThread {
  public:
    explicit IoThread(ServerShared& shared);
    ~IoThread();

    boost::asio::io_context& io() { return io_; }
    void start();
    void adopt(boost::asio::ip::tcp::socket socket);
    void begin_drain();
    void stop();

    const ServerOptions& options() const { return shared_.options; }
    runtime::Random& random() const { return shared_.random; }
    ServerCounters& counters() { return shared_.counters; }
    const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
    void on_request(runtime::ExchangePtr exchange) { shared_.on_request(std::move(exchange)); }

    // Both are as of the last tick: exact enough for timeouts and for the Date header, and free.
    std::int64_t now_ms() const { return now_ms_; }
    std::string_view date() const { return date_; }

    void reap(Connection& connection);

  private:
    struct Place {
        std::unique_ptr<Connection> connection;
        std::uint32_t generation = 0;
    };

    void add(boost::asio::ip::tcp::socket socket);
    Connection* find(ConnectionKey key);
    void deliver(Message&& message);
    void take_mail();
    void pump_touched();
    void schedule_tick();
    void tick();
    void read_clocks();

    ServerShared& shared_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer timer_;
    std::int64_t tick_ms_;
    std::shared_ptr<Mailbox> mailbox_;
    std::vector<Place> places_;
    std::vector<std::uint32_t> free_places_;
    std::vector<Message> mail_;
    std::vector<ConnectionKey> touched_;  // answered since they were last pumped
    bool is_pump_due_ = false;
    std::int64_t now_ms_ = 0;
    std::string date_;
    std::thread thread_;
};

}  // namespace jangteo::platform::http
