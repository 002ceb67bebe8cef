#pragma once

// ClientPool: the connections of one client, and the requests that wait for one. submit() is for
// any thread; all else runs on the loop. Handlers under way keep it alive.

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/client.hpp"
#include "platform/http/tls_stream.hpp"
#include "platform/http/url.hpp"

namespace jangteo::platform::http {

class ClientConnection;

struct PendingCall {
    std::string bytes;
    std::chrono::steady_clock::time_point deadline;
    std::function<void(ClientResult)> on_result;
    AnswerStream stream;
    bool was_returned = false;  // by a connection that had been closed: once, then it is a failure
};

class ClientPool : public std::enable_shared_from_this<ClientPool> {
  public:
    ClientPool(ClientOptions options, HttpUrl url, IoLoop& loop);
    ~ClientPool();

    std::string bytes_of(const ClientRequest& request) const;
    void submit(PendingCall call);
    void close();

    const ClientOptions& options() const { return options_; }
    const HttpUrl& url() const { return url_; }
    boost::asio::io_context& io();
    TlsContext* tls() { return tls_ ? &*tls_ : nullptr; }  // none: plain

    // From a connection: it may take another call; its call goes back in front of the queue; it is
    // closed.
    void on_idle(ClientConnection& connection);
    void on_returned(PendingCall call);
    void on_closed(ClientConnection& connection);
    // Every call ends here.
    void finish(PendingCall& call, ClientResult result);

  private:
    void take_inbox();
    void dispatch();
    ClientConnection* free_connection();
    void schedule_tick();
    void tick();
    void drop_overdue();

    ClientOptions options_;
    HttpUrl url_;
    IoLoop& loop_;
    std::optional<TlsContext> tls_;
    boost::asio::steady_timer timer_;
    bool is_ticking_ = false;
    bool is_closed_ = false;

    std::mutex mutex_;
    std::vector<PendingCall> inbox_;
    std::atomic<std::size_t> calls_{0};  // not finished

    std::deque<PendingCall> queue_;
    std::vector<std::unique_ptr<ClientConnection>> connections_;
    std::vector<ClientConnection*> idle_;
};

}  // namespace jangteo::platform::http
