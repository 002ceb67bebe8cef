#include "platform/http/connection.hpp"

#include <tuple>

#include "platform/http/io_thread.hpp"
#include "platform/http/refusal.hpp"
#include "platform/http/server_exchange.hpp"

namespace jangteo::platform::http {

namespace {

constexpr std::int64_t linger_ms_max = 1000;

void add_chunk(Slot& slot, std::string_view bytes) {
    if (slot.is_head_request) return;
    if (slot.is_http_1_0)
        slot.chunks.append(bytes);
    else
        append_chunk(slot.chunks, bytes);
}

}  // namespace

Connection::Connection(IoThread& thread, ConnectionKey key, boost::asio::ip::tcp::socket socket)
    : thread_(thread),
      key_(key),
      socket_(std::move(socket)),
      input_(thread.options().header_bytes_max),
      quiet_since_ms_(thread.now_ms()) {
    boost::system::error_code ignored;
    std::ignore = socket_.non_blocking(true, ignored);
    std::ignore = socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    const auto peer = socket_.remote_endpoint(ignored);
    if (!ignored) peer_ = peer.address().to_string();
}

void Connection::pump() {
    if (is_closed_ || is_consuming_) return;
    while (consume()) {
        flush();
        if (!may_take_request()) break;
    }
    offer_continue();
    flush();
    close_if_quiet();
    read();
}

bool Connection::may_take_request() const {
    if (is_last_taken_ || is_closed_ || (is_draining_ && !parser_)) return false;
    return slots_.size() < thread_.options().pipelined_max &&
           unsent_bytes() < thread_.options().stream_buffer_bytes_max;
}

// True when it stopped at a limit and not for want of bytes.
bool Connection::consume() {
    is_consuming_ = true;
    bool has_more = true;
    while (has_more && may_take_request()) has_more = parse_one();
    is_consuming_ = false;
    return has_more;
}

bool Connection::parse_one() {
    if (!parser_) {
        // An empty line before a request is allowed (RFC 9112, 2.2).
        while (input_.bytes().starts_with("\r\n")) input_.consume(2);
        if (input_.is_empty() || input_.bytes() == "\r") return false;
        parser_.emplace(thread_.options());
        request_since_ms_ = thread_.now_ms();
        is_continue_offered_ = false;
    }
    if (input_.is_empty()) return false;
    input_.consume(parser_->take(input_.bytes()));
    if (parser_->error()) {
        refuse(*parser_->error());
        return false;
    }
    if (parser_->is_complete()) {
        hand_over();
        return true;
    }
    if (input_.is_full()) refuse(EngineError::header_too_large);
    return false;
}

void Connection::hand_over() {
    Slot slot;
    slot.keeps_alive = parser_->keep_alive();
    slot.is_head_request = parser_->is_head_request();
    slot.is_http_1_0 = parser_->is_http_1_0();
    is_last_taken_ = !slot.keeps_alive;
    const ServerExchange::Place place{key_, slots_.add(std::move(slot)),
                                      thread_.options().stream_buffer_bytes_max};
    parser_->request.peer = peer_;
    auto exchange =
        std::make_shared<ServerExchange>(std::move(parser_->request), thread_.mailbox(), place);
    parser_.reset();
    quiet_since_ms_ = thread_.now_ms();
    thread_.counters().requests.fetch_add(1, std::memory_order_relaxed);
    thread_.on_request(std::move(exchange));
}

void Connection::refuse(EngineError error) {
    ++thread_.counters().errors[static_cast<std::size_t>(error)];
    Slot slot;
    slot.stage = Slot::Stage::answered;
    slot.keeps_alive = false;
    slot.is_head_request = parser_ && parser_->is_head_request();
    slot.answer =
        refusal(error, parser_ ? parser_->request : runtime::HttpRequest{}, thread_.random());
    slots_.add(std::move(slot));
    parser_.reset();
    input_.clear();
    is_last_taken_ = true;
    advance();
}

// The interim answer must not overtake the answers of earlier requests.
void Connection::offer_continue() {
    if (!parser_ || is_continue_offered_ || !slots_.is_empty() || !parser_->wants_continue())
        return;
    out_.append("HTTP/1.1 100 Continue\r\n\r\n");
    is_continue_offered_ = true;
}

void Connection::apply(Message&& message) {
    Slot* slot = slots_.find(message.sequence);
    if (slot == nullptr || is_closed_) return;
    switch (message.kind) {
        case Message::Kind::answer:
            slot->stage = Slot::Stage::answered;
            slot->answer = std::move(message.answer);
            break;
        case Message::Kind::open_stream:
            slot->stage = Slot::Stage::streaming;
            slot->answer = std::move(message.answer);
            slot->gauge = std::move(message.gauge);
            slot->is_stream_ended = is_eof_ || is_draining_;
            break;
        case Message::Kind::chunk:
            slot->chunk_bytes += message.answer.body.size();
            slot->is_between_events = message.answer.body.ends_with("\n\n");
            add_chunk(*slot, message.answer.body);
            break;
        case Message::Kind::close_stream: slot->is_stream_ended = true; break;
        case Message::Kind::dropped: slot->stage = Slot::Stage::dropped; break;
    }
    advance();
}

void Connection::advance() {
    while (!slots_.is_empty() && advance_front()) {
        quiet_since_ms_ = thread_.now_ms();
        slots_.pop();
        if (!is_ending_) continue;
        slots_.each([](Slot& slot) {
            if (slot.gauge) slot.gauge->is_gone = true;
        });
        slots_.clear();
    }
}

// True when the front is done with.
bool Connection::advance_front() {
    Slot& slot = slots_.front();
    switch (slot.stage) {
        case Slot::Stage::waiting: return false;
        case Slot::Stage::answered:
            append_head(slot);
            end_after(slot);
            return true;
        case Slot::Stage::streaming:
            if (!slot.is_head_written) append_head(slot);
            gauge_ = slot.gauge;
            stream_bytes_ += std::exchange(slot.chunk_bytes, 0);
            out_.append(slot.chunks);
            slot.chunks.clear();
            if (!slot.is_stream_ended) return false;
            if (!slot.is_http_1_0 && !slot.is_head_request) append_last_chunk(out_);
            end_after(slot);
            return true;
        case Slot::Stage::dropped:
            is_last_taken_ = is_ending_ = true;
            // A stream that nobody reads would never be flushed.
            if (slot.gauge) cut();
            return true;
    }
    return false;
}

void Connection::append_head(Slot& slot) {
    const bool is_stream = slot.stage == Slot::Stage::streaming;
    if (is_stream && slot.is_http_1_0) slot.keeps_alive = false;
    if (is_draining_ && slots_.size() == 1 && !parser_) slot.keeps_alive = false;
    append_answer(out_, slot.answer,
                  {slot.is_head_request, slot.keeps_alive, slot.is_http_1_0, is_stream},
                  thread_.date());
    slot.is_head_written = true;
}

void Connection::end_after(const Slot& slot) {
    if (!slot.keeps_alive) is_last_taken_ = is_ending_ = true;
}

void Connection::on_tick() {
    if (is_closed_) return;
    const std::int64_t now = thread_.now_ms();
    const ServerOptions& options = thread_.options();
    if (is_lingering_) {
        if (now - quiet_since_ms_ >= linger_ms_max) cut();
    } else if (is_writing_ && now - progress_ms_ >= options.slow_reader_timeout.us / 1000) {
        cut();
        ++thread_.counters().slow_readers_cut;
    } else if (parser_ && now - request_since_ms_ >= options.slow_request_timeout.us / 1000) {
        refuse(EngineError::request_timeout);
        pump();
    } else if (!parser_ && slots_.is_empty() && !has_unsent() &&
               now - quiet_since_ms_ >= options.idle_timeout.us / 1000) {
        cut();
        ++thread_.counters().idle_closed;
    } else if (!is_writing_ && now - progress_ms_ >= options.stream_comment_every.us / 1000) {
        comment();
    }
}

// Says on a silent event stream that it lives; readers skip comments (HTML, section 9.2.6).
void Connection::comment() {
    if (slots_.is_empty()) return;
    Slot& slot = slots_.front();
    if (slot.stage != Slot::Stage::streaming || !slot.is_between_events ||
        slot.answer.content_type != "text/event-stream") {
        return;
    }
    add_chunk(slot, ":\n\n");
    advance();
    pump();
}

void Connection::begin_drain() {
    is_draining_ = true;
    slots_.each([](Slot& slot) {
        if (slot.stage != Slot::Stage::streaming) return;
        slot.is_stream_ended = true;
        slot.gauge->is_gone = true;
    });
    advance();
    pump();
}

void Connection::cut() {
    if (is_closed_) return;
    is_closed_ = true;
    is_last_taken_ = true;
    if (gauge_) gauge_->is_gone = true;
    slots_.each([](Slot& slot) {
        if (slot.gauge) slot.gauge->is_gone = true;
    });
    boost::system::error_code ignored;
    std::ignore = socket_.close(ignored);
}

}  // namespace jangteo::platform::http
