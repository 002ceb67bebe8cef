// The half of Connection that touches the socket.

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include "platform/http/connection.hpp"
#include "platform/http/io_thread.hpp"

namespace jangteo::platform::http {

namespace {

constexpr std::size_t kept_buffer_bytes_max = 64 << 10;  // A larger one is given back once empty.

boost::asio::const_buffer buffer_of(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

bool is_would_block(boost::system::error_code error) {
    return error == boost::asio::error::would_block || error == boost::asio::error::try_again;
}

}  // namespace

void Connection::read() {
    if (is_reading_ || is_closed_ || is_eof_) return;
    const bool wants_more = is_lingering_ || is_last_taken_ || may_take_request();
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
        parser_.reset();  // Half a request and no more to come.
        // Whoever follows a stream does not close its side first: the client has left.
        slots_.each([](Slot& slot) {
            if (slot.gauge) slot.gauge->is_gone = slot.is_stream_ended = true;
        });
        advance();
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
    if (gauge_ && stream_bytes_ > 0) {
        gauge_->unsent_bytes.fetch_sub(std::exchange(stream_bytes_, 0));
    }
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
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
    if (error) cut();
}

void Connection::close_if_quiet() {
    const bool is_done_with = is_eof_ || (is_draining_ && !parser_);
    if (is_closed_ || !is_done_with || is_lingering_) {
        if (is_lingering_ && is_eof_) cut();
        return;
    }
    if (slots_.is_empty() && !has_unsent()) cut();
}

}  // namespace jangteo::platform::http
