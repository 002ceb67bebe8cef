#pragma once

// ClientConnection: one socket of a client's pool and the call that is on it. Lives on the pool's
// loop; the pool destroys it some time after is_over().

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "platform/http/answer_parser.hpp"
#include "platform/http/client_pool.hpp"
#include "platform/http/input_buffer.hpp"
#include "platform/http/tls_stream.hpp"

namespace jangteo::platform::http {

class ClientConnection {
  public:
    explicit ClientConnection(ClientPool& pool);

    // The connection is idle or new; it connects when it has to.
    void take(PendingCall call);
    void on_tick(std::chrono::steady_clock::time_point now);
    void fail(ClientFailure failure, std::string_view words);
    bool is_over() const { return is_closed_ && operations_ == 0; }

  private:
    using clock = std::chrono::steady_clock;

    bool was_left_by_server();
    void connect();
    void on_resolved(const boost::asio::ip::tcp::resolver::results_type& endpoints);
    void on_connected();
    void shake_hands();
    void on_ready();
    void write();
    void write_rest();
    void read();
    void on_read(boost::system::error_code error, std::size_t bytes);
    void take_answer();
    bool tell_parts();
    void complete();
    void on_broken();
    void close();

    ClientPool& pool_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::ip::tcp::resolver resolver_;
    std::optional<TlsStream> tls_;  // none: plain
    InputBuffer input_;
    std::optional<AnswerParser> parser_;
    std::optional<PendingCall> call_;
    std::string outgoing_;        // bytes of call_; outlives it where a write is under way
    std::size_t sent_ = 0;        // of them, as far as we know
    bool may_have_left_ = false;  // one of them
    unsigned calls_done_ = 0;
    int operations_ = 0;  // asynchronous ones under way: their handlers hold `this` and the pool
    clock::time_point connect_deadline_{};
    clock::time_point idle_since_{};
    bool is_head_told_ = false;
    bool is_told_in_parts_ = false;
    bool is_connected_ = false;
    bool is_reading_ = false;
    bool is_closed_ = false;
};

}  // namespace jangteo::platform::http
