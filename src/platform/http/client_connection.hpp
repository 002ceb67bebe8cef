#pragma once

// ClientConnection: one socket of a client's pool, and the session that speaks on it. It opens the
// connection, finds out the version, and moves bytes. Lives on the pool's loop; the pool destroys
// it some time after is_over().

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/client_pool.hpp"
#include "platform/http/client_session.hpp"
#include "platform/http/input_buffer.hpp"
#include "platform/http/tls_stream.hpp"

namespace jangteo::platform::http {

class ClientConnection {
  public:
    using clock = std::chrono::steady_clock;

    explicit ClientConnection(ClientPool& pool);

    void open();
    bool takes_calls() const { return is_open_ && !is_closed_ && session_->takes_calls(); }
    void take(PendingCall call) { session_->take(std::move(call)); }
    void flush();  // behind the last that was taken
    // The server has said something that was not read yet; mostly that this is the end.
    bool has_unread();
    ServerVersion version() const { return version_; }
    std::size_t calls_max() const { return session_->calls_max(); }
    void on_tick(clock::time_point now);
    bool is_over() const { return is_closed_ && operations_ == 0; }

    // Ends every call that is on it.
    void fail(std::string_view words);
    void close(ConnectionEnd end, std::string_view words = {});
    bool is_closed() const { return is_closed_; }

    // For its session. Where the next byte that it says will stand in all that is said here, and
    // whether the byte that stands there may have left.
    std::uint64_t position() const { return written_before_ + outgoing_.size(); }
    bool may_have_left(std::uint64_t position) const { return position < handed_over_; }
    bool is_all_sent() const { return outgoing_.empty(); }
    // Ends a call whose bytes begin there, as the connection is closed.
    void drop(PendingCall call, std::uint64_t begins_at, std::string_view words);
    clock::time_point read_at() const { return read_at_; }
    ClientPool& pool() { return pool_; }

    bool is_listed = false;  // by the pool, among those that may take calls

  private:
    void on_resolved(const boost::asio::ip::tcp::resolver::results_type& endpoints);
    void on_connected();
    void shake_hands();
    void begin_session();
    void write_rest();
    void on_written(std::size_t bytes);
    void read();
    void on_read(boost::system::error_code error, std::size_t bytes);
    void settle();

    ClientPool& pool_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::ip::tcp::resolver resolver_;
    std::optional<TlsStream> tls_;  // none: plain
    std::unique_ptr<ClientSession> session_;
    ServerVersion version_ = ServerVersion::unknown;  // that of the session
    InputBuffer input_;
    std::string outgoing_;
    std::size_t sent_ = 0;              // of it
    std::uint64_t written_before_ = 0;  // bytes, all of them sent
    std::uint64_t handed_over_ = 0;     // to the socket, as far as we know
    int operations_ = 0;  // asynchronous ones under way: their handlers hold `this` and the pool
    clock::time_point open_deadline_{};
    clock::time_point ask_deadline_ = clock::time_point::max();
    clock::time_point read_at_{};
    bool is_open_ = false;
    bool is_writing_ = false;
    bool is_closed_ = false;
};

}  // namespace jangteo::platform::http
