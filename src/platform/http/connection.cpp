#include "platform/http/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <tuple>

#include "platform/http/http2_protocol.hpp"
#include "platform/http/io_thread.hpp"

namespace jangteo::platform::http {

namespace {

constexpr std::int64_t linger_ms_max = 1000;
constexpr std::size_t kept_buffer_bytes_max = 64 << 10;  // A larger one is given back once empty.

boost::asio::const_buffer buffer_of(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

bool is_would_block(boost::system::error_code error) {
    return error == boost::asio::error::would_block || error == boost::asio::error::try_again;
}

}  // namespace

Connection::Connection(IoThread& thread, ConnectionKey key, boost::asio::ip::tcp::socket socket)
    : thread_(thread),
      key_(key),
      socket_(std::move(socket)),
      input_(thread.options().header_bytes_max),
      http1_(*this),
      quiet_since_ms_(thread.now_ms()) {
    boost::system::error_code ignored;
    std::ignore = socket_.non_blocking(true, ignored);
    std::ignore = socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    const auto peer = socket_.remote_endpoint(ignored);
    if (!ignored) peer_ = peer.address().to_string();
}

void Connection::speak_http2() {
    http2_ = std::make_unique<Http2Protocol>(*this);
    protocol_ = http2_.get();
}

void Connection::note_activity() { quiet_since_ms_ = thread_.now_ms(); }

void Connection::apply(Message&& message) {
    if (!is_closed_) protocol_->apply(std::move(message));
}

void Connection::pump() {
    is_pump_due_ = false;
    if (is_closed_ || is_consuming_) return;
    while (consume()) {
        flush();
        if (is_closed_ || !protocol_->takes_more()) break;
    }
    flush();
    close_if_quiet();
    read();
}

bool Connection::consume() {
    is_consuming_ = true;
    const bool has_more = protocol_->consume();
    is_consuming_ = false;
    return has_more;
}

void Connection::on_tick() {
    if (is_closed_) return;
    const std::int64_t now = thread_.now_ms();
    const ServerOptions& options = thread_.options();
    if (is_lingering_) {
        if (now - quiet_since_ms_ >= linger_ms_max) cut();
    } else if (is_writing_ && now - progress_ms_ >= options.slow_reader_timeout.us / 1000) {
        ++thread_.counters().slow_readers_cut;
        cut();
    } else if (protocol_->is_quiet() && !has_unsent() &&
               now - quiet_since_ms_ >= options.idle_timeout.us / 1000) {
        ++thread_.counters().idle_closed;
        protocol_->on_idle();
    } else {
        protocol_->on_tick();
    }
}

void Connection::begin_drain() {
    is_draining_ = true;
    protocol_->begin_drain();
    pump();
}

void Connection::cut() {
    if (is_closed_) return;
    is_closed_ = true;
    is_last_taken_ = true;
    protocol_->on_cut();
    boost::system::error_code ignored;
    std::ignore = socket_.close(ignored);
}

void Connection::read() {
    if (is_reading_ || is_closed_ || is_eof_) return;
    const bool wants_more = is_lingering_ || is_last_taken_ || protocol_->takes_more();
    if (!wants_more || input_.is_full()) return;
    char* room = input_.room();
    is_reading_ = true;
    socket_.async_read_some(
        boost::asio::buffer(room, input_.room_bytes()),
        [this](boost::system::error_code error, std::size_t bytes) { on_read(error, bytes); });
}

void Connection::on_read(boost::system::error_code error, std::size_t bytes) {
    is_reading_ = false;
    thread_.counters().bytes_received.fetch_add(bytes, std::memory_order_relaxed);
    if (error == boost::asio::error::eof) {
        is_eof_ = true;
        protocol_->on_eof();
    } else if (error) {
        cut();
    } else if (!is_last_taken_) {
        input_.add(bytes);  // Behind the last request bytes are read only to see the end.
    }
    pump();
    thread_.reap(*this);
}

// Tries at once: nearly every answer fits into the socket's buffer.
void Connection::flush() {
    if (is_closed_ || is_writing_) return;
    if (out_.empty()) return on_flushed();
    boost::system::error_code error;
    const std::size_t sent = socket_.write_some(buffer_of(out_), error);
    if (error && !is_would_block(error)) return cut();
    progress_ms_ = thread_.now_ms();
    thread_.counters().bytes_sent.fetch_add(sent, std::memory_order_relaxed);
    if (sent == out_.size()) {
        if (out_.capacity() > kept_buffer_bytes_max) std::string().swap(out_);
        out_.clear();
        return on_flushed();
    }
    writing_.swap(out_);
    out_.clear();
    written_ = sent;
    write_rest();
}

void Connection::write_rest() {
    is_writing_ = true;
    socket_.async_write_some(
        buffer_of(std::string_view(writing_).substr(written_)),
        [this](boost::system::error_code error, std::size_t bytes) { on_written(error, bytes); });
}

void Connection::on_written(boost::system::error_code error, std::size_t bytes) {
    is_writing_ = false;
    written_ += bytes;
    thread_.counters().bytes_sent.fetch_add(bytes, std::memory_order_relaxed);
    progress_ms_ = thread_.now_ms();
    if (error) {
        cut();
    } else if (!is_closed_ && written_ < writing_.size()) {
        write_rest();
    } else {
        writing_.clear();
        written_ = 0;
        pump();
    }
    thread_.reap(*this);
}

void Connection::on_flushed() {
    protocol_->on_flushed();
    if (is_ending_) linger();
}

// Closing a socket that holds unread bytes resets the connection, which may destroy the last answer
// on its way. So only our side is closed, and what still comes is read and forgotten for a moment.
void Connection::linger() {
    if (is_lingering_) return;
    if (is_eof_) return cut();
    is_lingering_ = true;
    quiet_since_ms_ = thread_.now_ms();
    boost::system::error_code error;
    std::ignore = socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
    if (error) cut();
}

void Connection::close_if_quiet() {
    if (is_closed_ || is_lingering_) {
        if (is_eof_) cut();
        return;
    }
    if ((is_eof_ || is_draining_) && protocol_->is_quiet() && !has_unsent()) cut();
}

}  // namespace jangteo::platform::http
