#pragma once

// ClientPool: the connections of one client, the requests that wait for one, and what is known of
// the server. submit() is for any thread; all else runs on the loop. Handlers under way keep it
// alive.

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/pending_call.hpp"
#include "platform/http/tls_stream.hpp"
#include "platform/http/url.hpp"

namespace jangteo::platform::http {

class ClientConnection;

enum class ServerVersion : std::uint8_t { unknown, http_1_1, http_2 };

enum class ConnectionEnd : std::uint8_t {
    not_opened,
    not_http2,  // the server was asked, and speaks HTTP/1.1
    agreed,     // one side had said so, or nobody needed it
    broken,
};

class ClientPool : public std::enable_shared_from_this<ClientPool> {
  public:
    ClientPool(ClientOptions options, HttpUrl url, IoLoop& loop);
    ~ClientPool();

    void submit(PendingCall call);
    void close();

    const ClientOptions& options() const { return options_; }
    const HttpUrl& url() const { return url_; }
    const std::string& authority() const { return authority_; }
    boost::asio::io_context& io();
    TlsContext* tls() { return tls_ ? &*tls_ : nullptr; }  // none: plain
    ServerVersion version() const { return version_; }

    // From a connection: it may take calls, now or as soon as its limit lets it; it is closed,
    // and its calls end behind this.
    void on_opened(ClientConnection& connection);
    void on_room(ClientConnection& connection);
    void on_closed(ClientConnection& connection, ConnectionEnd end, std::string_view words);
    // The server cannot have taken it up: it goes back in front of the queue, once.
    void give_back(PendingCall call, std::string_view words);
    // Every call ends here.
    void finish(PendingCall call, ClientResult result);
    void fail(PendingCall call, ClientFailure failure, std::string_view words);

  private:
    void take_inbox();
    void list(ClientConnection& connection);
    void dispatch();
    void dispatch_soon();
    void open_connections();
    bool are_enough_opening() const;
    void learn(ServerVersion version, std::size_t calls_each);
    void refuse(PendingCall call, std::string_view words);
    void refuse_waiting(std::string_view words);
    void schedule_tick();
    void tick();
    void drop_overdue();

    ClientOptions options_;
    HttpUrl url_;
    std::string authority_;
    IoLoop& loop_;
    std::optional<TlsContext> tls_;
    boost::asio::steady_timer timer_;
    bool is_ticking_ = false;
    bool is_ticking_fast_ = false;
    bool is_closed_ = false;

    std::mutex mutex_;
    std::vector<PendingCall> inbox_;
    std::atomic<std::size_t> calls_{0};  // not finished
    std::atomic<std::size_t> calls_max_;

    std::vector<PendingCall> taken_;  // out of the inbox
    std::deque<PendingCall> queue_;
    std::vector<std::unique_ptr<ClientConnection>> connections_;
    std::vector<ClientConnection*> free_;  // may take calls; the last is filled first
    std::size_t opening_ = 0;
    std::size_t open_ = 0;
    ServerVersion version_ = ServerVersion::unknown;
    std::size_t calls_each_ = 1;  // that the server takes on one connection at one time
};

}  // namespace jangteo::platform::http
