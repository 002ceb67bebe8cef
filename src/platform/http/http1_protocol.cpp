#include "platform/http/http1_protocol.hpp"

#include "platform/http/answer_bytes.hpp"
#include "platform/http/http2.hpp"
#include "platform/http/io_thread.hpp"
#include "platform/http/refusal.hpp"
#include "platform/http/server_exchange.hpp"

namespace jangteo::platform::http {

namespace {

constexpr std::string_view http2_preface(NGHTTP2_CLIENT_MAGIC, NGHTTP2_CLIENT_MAGIC_LEN);

void add_chunk(Slot& slot, std::string_view bytes) {
    if (slot.is_head_request) return;
    if (slot.is_http_1_0)
        slot.chunks.append(bytes);
    else
        append_chunk(slot.chunks, bytes);
}

}  // namespace

bool Http1Protocol::takes_more() const {
    if (connection_.is_last_taken() || (connection_.is_draining() && !parser_)) return false;
    const ServerOptions& options = connection_.thread().options();
    return slots_.size() < options.pipelined_max &&
           connection_.unsent_bytes() < options.stream_buffer_bytes_max;
}

bool Http1Protocol::consume() {
    if (is_preface_possible_ && has_preface()) return connection_.speaks_http2();
    bool has_more = true;
    while (has_more && takes_more()) has_more = parse_one();
    offer_continue();
    return has_more;
}

// True when what came is the preface of HTTP/2, or as much of it as there is yet.
bool Http1Protocol::has_preface() {
    const std::string_view bytes = connection_.input().bytes();
    if (bytes.starts_with(http2_preface)) {
        parser_.reset();
        connection_.speak_http2();
        return true;
    }
    is_preface_possible_ = http2_preface.starts_with(bytes);
    if (is_preface_possible_ && !bytes.empty() && !parser_) begin_request();
    return is_preface_possible_;
}

bool Http1Protocol::parse_one() {
    InputBuffer& input = connection_.input();
    if (!parser_) {
        // An empty line before a request is allowed (RFC 9112, 2.2).
        while (input.bytes().starts_with("\r\n")) input.consume(2);
        if (input.is_empty() || input.bytes() == "\r") return false;
        begin_request();
    }
    if (input.is_empty()) return false;
    input.consume(parser_->take(input.bytes()));
    if (parser_->error()) {
        refuse(*parser_->error());
        return false;
    }
    if (parser_->is_complete()) {
        hand_over();
        return true;
    }
    if (input.is_full()) refuse(EngineError::header_too_large);
    return false;
}

void Http1Protocol::begin_request() {
    parser_.emplace(connection_.thread().options());
    request_since_ms_ = connection_.thread().now_ms();
    is_continue_offered_ = false;
}

void Http1Protocol::hand_over() {
    IoThread& thread = connection_.thread();
    Slot slot;
    slot.keeps_alive = parser_->keep_alive();
    slot.is_head_request = parser_->is_head_request();
    slot.is_http_1_0 = parser_->is_http_1_0();
    if (!slot.keeps_alive) connection_.take_no_more();
    const ServerExchange::Place place{connection_.key(), slots_.add(std::move(slot)),
                                      thread.options().stream_buffer_bytes_max};
    parser_->request.peer = connection_.peer();
    auto exchange =
        std::make_shared<ServerExchange>(std::move(parser_->request), thread.mailbox(), place);
    parser_.reset();
    connection_.note_activity();
    thread.counters().requests.fetch_add(1, std::memory_order_relaxed);
    thread.on_request(std::move(exchange));
}

void Http1Protocol::refuse(EngineError error) {
    IoThread& thread = connection_.thread();
    ++thread.counters().errors[static_cast<std::size_t>(error)];
    Slot slot;
    slot.stage = Slot::Stage::answered;
    slot.keeps_alive = false;
    slot.is_head_request = parser_ && parser_->is_head_request();
    slot.answer =
        refusal(error, parser_ ? parser_->request : runtime::HttpRequest{}, thread.random());
    slots_.add(std::move(slot));
    parser_.reset();
    connection_.input().clear();
    connection_.take_no_more();
    advance();
}

// The interim answer must not overtake the answers of earlier requests.
void Http1Protocol::offer_continue() {
    if (!parser_ || is_continue_offered_ || !slots_.is_empty() || !parser_->wants_continue())
        return;
    connection_.out().append("HTTP/1.1 100 Continue\r\n\r\n");
    is_continue_offered_ = true;
}

void Http1Protocol::apply(Message&& message) {
    Slot* slot = slots_.find(message.sequence);
    if (slot == nullptr) return;
    switch (message.kind) {
        case Message::Kind::answer:
            slot->stage = Slot::Stage::answered;
            slot->answer = std::move(message.answer);
            break;
        case Message::Kind::open_stream:
            slot->stage = Slot::Stage::streaming;
            slot->answer = std::move(message.answer);
            slot->gauge = std::move(message.gauge);
            slot->is_stream_ended = connection_.is_eof() || connection_.is_draining();
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

void Http1Protocol::advance() {
    while (!slots_.is_empty() && advance_front()) {
        connection_.note_activity();
        slots_.pop();
        if (!connection_.is_ending()) continue;
        slots_.each([](Slot& slot) {
            if (slot.gauge) slot.gauge->is_gone = true;
        });
        slots_.clear();
    }
}

// True when the front is done with.
bool Http1Protocol::advance_front() {
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
            connection_.out().append(slot.chunks);
            slot.chunks.clear();
            if (!slot.is_stream_ended) return false;
            if (!slot.is_http_1_0 && !slot.is_head_request) append_last_chunk(connection_.out());
            end_after(slot);
            return true;
        case Slot::Stage::dropped:
            connection_.end();
            // A stream that nobody reads would never be flushed.
            if (slot.gauge) connection_.cut();
            return true;
    }
    return false;
}

void Http1Protocol::append_head(Slot& slot) {
    const bool is_stream = slot.stage == Slot::Stage::streaming;
    if (is_stream && slot.is_http_1_0) slot.keeps_alive = false;
    if (connection_.is_draining() && slots_.size() == 1 && !parser_) slot.keeps_alive = false;
    append_answer(connection_.out(), slot.answer,
                  {slot.is_head_request, slot.keeps_alive, slot.is_http_1_0, is_stream},
                  connection_.thread().date());
    slot.is_head_written = true;
}

void Http1Protocol::end_after(const Slot& slot) {
    if (!slot.keeps_alive) connection_.end();
}

void Http1Protocol::on_idle() { connection_.cut(); }

void Http1Protocol::on_tick() {
    const IoThread& thread = connection_.thread();
    const std::int64_t now = thread.now_ms();
    if (parser_ && now - request_since_ms_ >= thread.options().slow_request_timeout.us / 1000) {
        refuse(EngineError::request_timeout);
        connection_.pump();
    } else if (!connection_.is_writing() &&
               now - connection_.progress_ms() >= thread.options().stream_comment_every.us / 1000) {
        comment();
    }
}

// Says on a silent event stream that it lives; readers skip comments (HTML, section 9.2.6).
void Http1Protocol::comment() {
    if (slots_.is_empty()) return;
    Slot& slot = slots_.front();
    if (slot.stage != Slot::Stage::streaming || !slot.is_between_events ||
        slot.answer.content_type != "text/event-stream") {
        return;
    }
    add_chunk(slot, ":\n\n");
    advance();
    connection_.pump();
}

void Http1Protocol::begin_drain() {
    slots_.each([](Slot& slot) {
        if (slot.stage != Slot::Stage::streaming) return;
        slot.is_stream_ended = true;
        slot.gauge->is_gone = true;
    });
    advance();
}

void Http1Protocol::on_eof() {
    parser_.reset();  // Half a request and no more to come.
    // Whoever follows a stream does not close its side first: the client has left.
    slots_.each([](Slot& slot) {
        if (slot.gauge) slot.gauge->is_gone = slot.is_stream_ended = true;
    });
    advance();
}

void Http1Protocol::on_flushed() {
    if (gauge_ && stream_bytes_ > 0) {
        gauge_->unsent_bytes.fetch_sub(std::exchange(stream_bytes_, 0));
    }
}

void Http1Protocol::on_cut() {
    if (gauge_) gauge_->is_gone = true;
    slots_.each([](Slot& slot) {
        if (slot.gauge) slot.gauge->is_gone = true;
    });
}

}  // namespace jangteo::platform::http
