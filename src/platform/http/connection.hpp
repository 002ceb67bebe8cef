#pragma once

// Connection: one client's socket on one io thread. It reads and parses requests, hands them out,
// keeps their answers in the order of the requests and writes as many as are ready in one go. Owned
// by its IoThread, which alone calls it.
//
// One of its callers must call IoThread::reap() after any of its functions: it never destroys
// itself.

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/answer_bytes.hpp"
#include "platform/http/input_buffer.hpp"
#include "platform/http/mailbox.hpp"
#include "platform/http/request_parser.hpp"
#include "platform/http/slots.hpp"

namespace jangteo::platform::http {

class IoThread;

class Connection {
  public:
    Connection(IoThread& thread, ConnectionKey key, boost::asio::ip::tcp::socket socket);

    ConnectionKey key() const { return key_; }
    void start() { pump(); }
    void refuse(EngineError error);

    // Takes an answer without writing yet; pump() writes what has become ready and goes on reading.
    void apply(Message&& message);
    void pump();

    void on_tick();
    void begin_drain();
    void cut();
    bool is_consuming() const { return is_consuming_; }
    bool is_over() const { return is_closed_ && !is_reading_ && !is_writing_; }

  private:
    bool consume();
    bool parse_one();
    void hand_over();
    bool may_take_request() const;
    void offer_continue();

    void advance();
    bool advance_front();
    void append_head(Slot& slot);
    void end_after(const Slot& slot);
    void comment();

    void read();
    void on_read(boost::system::error_code error, std::size_t bytes);
    void flush();
    void write_rest();
    void on_written(boost::system::error_code error, std::size_t bytes);
    void on_flushed();
    void linger();
    void close_if_quiet();
    bool has_unsent() const { return is_writing_ || !out_.empty(); }
    std::size_t unsent_bytes() const { return out_.size() + writing_.size() - written_; }

    IoThread& thread_;
    ConnectionKey key_;
    boost::asio::ip::tcp::socket socket_;
    std::string peer_;

    InputBuffer input_;
    std::optional<RequestParser> parser_;
    Slots slots_;

    std::string out_;      // ready to be written
    std::string writing_;  // in the hands of an asynchronous write, up to written_
    std::size_t written_ = 0;
    std::shared_ptr<StreamGauge> gauge_;  // of the stream in front
    std::size_t stream_bytes_ = 0;        // of that stream, in out_ and writing_

    std::int64_t request_since_ms_ = 0;
    std::int64_t quiet_since_ms_ = 0;  // the last request or answer; while lingering, the shutdown
    std::int64_t progress_ms_ = 0;     // the last byte that the client took

    bool is_reading_ = false;
    bool is_writing_ = false;
    bool is_consuming_ = false;
    bool is_eof_ = false;
    bool is_last_taken_ = false;  // no request is read behind the last one
    bool is_ending_ = false;      // close once everything is written
    bool is_lingering_ = false;
    bool is_draining_ = false;
    bool is_continue_offered_ = false;
    bool is_closed_ = false;
};

}  // namespace jangteo::platform::http
