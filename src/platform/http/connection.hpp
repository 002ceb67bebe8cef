#pragma once

// Connection: one client's socket on one io thread. It reads, writes as much as is ready in one go,
// and closes; what is read and written is its protocol's. It begins with HTTP/1.1 and goes on with
// HTTP/2 when that is how the client begins. Owned by its IoThread, which alone calls it.
//
// One of its callers must call IoThread::reap() after any of its functions: it never destroys
// itself.

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "platform/http/http1_protocol.hpp"
#include "platform/http/input_buffer.hpp"
#include "platform/http/mailbox.hpp"

namespace jangteo::platform::http {

class IoThread;

class Connection {
  public:
    Connection(IoThread& thread, ConnectionKey key, boost::asio::ip::tcp::socket socket);

    ConnectionKey key() const { return key_; }
    void start() { pump(); }
    void refuse(EngineError error) { http1_.refuse(error); }

    // Takes an answer without writing yet; pump() writes what has become ready and goes on reading.
    void apply(Message&& message);
    void pump();

    // False when it was due already.
    bool make_pump_due() { return !std::exchange(is_pump_due_, true); }
    void on_tick();
    void begin_drain();
    void cut();
    bool is_consuming() const { return is_consuming_; }
    bool is_over() const { return is_closed_ && !is_reading_ && !is_writing_; }

    // For its protocol.
    IoThread& thread() { return thread_; }
    const std::string& peer() const { return peer_; }
    InputBuffer& input() { return input_; }
    std::string& out() { return out_; }
    std::size_t unsent_bytes() const { return out_.size() + writing_.size() - written_; }
    std::int64_t progress_ms() const { return progress_ms_; }
    bool is_writing() const { return is_writing_; }
    bool is_eof() const { return is_eof_; }
    bool is_draining() const { return is_draining_; }
    bool is_last_taken() const { return is_last_taken_; }
    bool is_ending() const { return is_ending_; }
    void note_activity();
    void take_no_more() { is_last_taken_ = true; }
    void end() { is_last_taken_ = is_ending_ = true; }
    bool speaks_http2() const { return http2_ != nullptr; }
    void speak_http2();

  private:
    bool consume();
    void read();
    void on_read(boost::system::error_code error, std::size_t bytes);
    void flush();
    void write_rest();
    void on_written(boost::system::error_code error, std::size_t bytes);
    void on_flushed();
    void linger();
    void close_if_quiet();
    bool has_unsent() const { return is_writing_ || !out_.empty(); }

    IoThread& thread_;
    ConnectionKey key_;
    boost::asio::ip::tcp::socket socket_;
    std::string peer_;
    InputBuffer input_;

    Http1Protocol http1_;
    std::unique_ptr<Protocol> http2_;
    Protocol* protocol_ = &http1_;

    std::string out_;      // ready to be written
    std::string writing_;  // in the hands of an asynchronous write, up to written_
    std::size_t written_ = 0;

    std::int64_t quiet_since_ms_ = 0;  // the last request or answer; while lingering, the shutdown
    std::int64_t progress_ms_ = 0;     // the last byte that the client took

    bool is_reading_ = false;
    bool is_writing_ = false;
    bool is_consuming_ = false;
    bool is_pump_due_ = false;
    bool is_eof_ = false;
    bool is_last_taken_ = false;  // no request is read behind the last one
    bool is_ending_ = false;      // close once everything is written
    bool is_lingering_ = false;
    bool is_draining_ = false;
    bool is_closed_ = false;
};

}  // namespace jangteo::platform::http
