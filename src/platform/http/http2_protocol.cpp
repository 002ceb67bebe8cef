#include "platform/http/http2_protocol.hpp"

#include <algorithm>
#include <cstring>

#include "platform/http/answer_bytes.hpp"
#include "platform/http/io_thread.hpp"
#include "platform/http/refusal.hpp"
#include "platform/http/server_exchange.hpp"

namespace jangteo::platform::http {

namespace {

// So much of a body is sent and still kept, until it is worth moving the rest.
constexpr std::size_t sent_kept_bytes_max = 64 << 10;

}  // namespace

Http2Protocol::Http2Protocol(Connection& connection) : connection_(connection) { make_session(); }

const ServerOptions& Http2Protocol::options() const { return connection_.thread().options(); }

std::int64_t Http2Protocol::now_ms() const { return connection_.thread().now_ms(); }

// Answers that the client's windows hold up do not count here: only reading opens the windows.
bool Http2Protocol::takes_more() const {
    return !connection_.is_last_taken() &&
           connection_.unsent_bytes() < options().stream_buffer_bytes_max;
}

bool Http2Protocol::consume() {
    if (connection_.is_ending()) return false;
    receive();
    hand_over_received();
    return send();
}

void Http2Protocol::receive() {
    InputBuffer& input = connection_.input();
    if (input.is_empty() || !takes_more()) return;
    const std::string_view bytes = input.bytes();
    const ssize_t taken = nghttp2_session_mem_recv(
        session_.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    input.clear();  // It takes everything, unless the client floods it.
    if (taken >= 0) return;
    count(EngineError::malformed_request);
    nghttp2_session_terminate_session(session_.get(), NGHTTP2_ENHANCE_YOUR_CALM);
}

// Requests wait while the client leaves too much unread.
void Http2Protocol::hand_over_received() {
    while (!received_.empty() && unsent_bytes_ < options().stream_buffer_bytes_max) {
        Http2Stream* stream = streams_.find(received_.front());
        received_.pop_front();
        if (stream != nullptr) hand_over(*stream);
    }
}

void Http2Protocol::hand_over(Http2Stream& stream) {
    IoThread& thread = connection_.thread();
    stream.stage = Stage::in_hand;
    const ServerExchange::Place place{connection_.key(), stream.sequence(),
                                      options().stream_buffer_bytes_max};
    runtime::HttpRequest& request = stream.request.request;
    request.peer = connection_.peer();
    auto exchange = std::make_shared<ServerExchange>(std::move(request), thread.mailbox(), place);
    connection_.note_activity();
    thread.counters().requests.fetch_add(1, std::memory_order_relaxed);
    thread.on_request(std::move(exchange));
}

void Http2Protocol::count(EngineError error) {
    ++connection_.thread().counters().errors[static_cast<std::size_t>(error)];
}

void Http2Protocol::refuse(Http2Stream& stream, EngineError error) {
    count(error);
    stream.stage = Stage::answered;
    submit(stream, refusal(error, stream.request.request, connection_.thread().random()));
}

void Http2Protocol::apply(Message&& message) {
    Http2Stream* stream = streams_.find(message.sequence);
    if (stream == nullptr) return;
    if (stream->is_closed) {  // The client no longer wants it.
        if (message.gauge) message.gauge->is_gone = true;
        return streams_.remove(*stream);
    }
    switch (message.kind) {
        case Message::Kind::answer:
            stream->stage = Stage::answered;
            submit(*stream, std::move(message.answer));
            break;
        case Message::Kind::open_stream:
            stream->stage = Stage::streaming;
            stream->gauge = std::move(message.gauge);
            stream->is_body_whole = connection_.is_eof() || connection_.is_draining();
            stream->is_event_stream = message.answer.content_type == "text/event-stream";
            submit(*stream, std::move(message.answer));
            break;
        case Message::Kind::chunk:
            stream->is_between_events = message.answer.body.ends_with("\n\n");
            append_body(*stream, message.answer.body);
            break;
        case Message::Kind::close_stream: end_body(*stream); break;
        case Message::Kind::dropped: reset(*stream, NGHTTP2_INTERNAL_ERROR); break;
    }
}

void Http2Protocol::submit(Http2Stream& stream, runtime::HttpAnswer&& answer) {
    const bool is_stream = stream.stage == Stage::streaming;
    const auto& fields = fields_.of(answer, is_stream, connection_.thread().date());
    stream.progress_ms = now_ms();
    const nghttp2_data_provider body = body_of(stream);
    const bool has_body = !stream.request.is_head_request() && !has_no_body(answer.status) &&
                          (is_stream || !answer.body.empty());
    const int error =
        nghttp2_submit_response(session_.get(), static_cast<std::int32_t>(stream.id), fields.data(),
                                fields.size(), has_body ? &body : nullptr);
    if (error != 0) return reset(stream, NGHTTP2_INTERNAL_ERROR);
    if (!has_body) return;
    stream.body = std::move(answer.body);
    unsent_bytes_ += stream.body.size();
}

void Http2Protocol::append_body(Http2Stream& stream, std::string_view bytes) {
    if (stream.stage != Stage::streaming || stream.is_body_whole) return;
    if (stream.unsent_bytes() == 0) stream.progress_ms = now_ms();
    stream.body.append(bytes);
    unsent_bytes_ += bytes.size();
    nghttp2_session_resume_data(session_.get(), static_cast<std::int32_t>(stream.id));
}

void Http2Protocol::end_body(Http2Stream& stream) {
    stream.is_body_whole = true;
    nghttp2_session_resume_data(session_.get(), static_cast<std::int32_t>(stream.id));
}

std::size_t Http2Protocol::send_body(Http2Stream& stream, std::span<std::uint8_t> into) {
    const std::size_t count = std::min(into.size(), stream.unsent_bytes());
    std::memcpy(into.data(), stream.body.data() + stream.sent_bytes, count);
    stream.sent_bytes += count;
    unsent_bytes_ -= count;
    stream.progress_ms = now_ms();
    if (stream.gauge) flushing_.emplace_back(stream.gauge, count);
    if (!stream.is_body_whole &&
        (stream.unsent_bytes() == 0 || stream.sent_bytes >= sent_kept_bytes_max)) {
        stream.body.erase(0, std::exchange(stream.sent_bytes, 0));
    }
    return count;
}

void Http2Protocol::reset(Http2Stream& stream, std::uint32_t error) {
    stream.stage = Stage::answered;
    if (stream.gauge) stream.gauge->is_gone = true;
    nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE,
                              static_cast<std::int32_t>(stream.id), error);
}

// True when there is more to do once the output is written.
bool Http2Protocol::send() {
    std::string& out = connection_.out();
    const std::size_t bytes_max = options().stream_buffer_bytes_max;
    const std::size_t writing = connection_.unsent_bytes() - out.size();
    const std::size_t room = bytes_max - std::min(bytes_max, writing);
    if (!append_frames(*session_, out, room)) {
        connection_.cut();
        return false;
    }
    if (out.size() >= room || (!received_.empty() && unsent_bytes_ < bytes_max)) return true;
    const bool is_over = nghttp2_session_want_read(session_.get()) == 0 &&
                         nghttp2_session_want_write(session_.get()) == 0;
    // At the end of the input no window opens any more.
    if (is_over || (connection_.is_eof() && !waits_for_answers())) connection_.end();
    return false;
}

bool Http2Protocol::waits_for_answers() {
    bool waits = false;
    streams_.each([&waits](const Http2Stream& stream) {
        const bool is_due = stream.stage == Stage::received || stream.stage == Stage::in_hand;
        waits = waits || (is_due && !stream.is_closed);
    });
    return waits;
}

void Http2Protocol::on_idle() {
    nghttp2_session_terminate_session(session_.get(), NGHTTP2_NO_ERROR);
    connection_.pump();
}

void Http2Protocol::on_tick() {
    streams_.each([this](Http2Stream& stream) {
        if (!stream.is_closed) check_times(stream);
    });
    connection_.pump();
}

void Http2Protocol::check_times(Http2Stream& stream) {
    const std::int64_t silent_ms = now_ms() - stream.progress_ms;
    if (stream.stage == Stage::receiving) {
        if (silent_ms < options().slow_request_timeout.us / 1000) return;
        if (stream.is_header_whole) return refuse(stream, EngineError::request_timeout);
        // Until a header is whole nothing else can be received.
        nghttp2_session_terminate_session(session_.get(), NGHTTP2_ENHANCE_YOUR_CALM);
    } else if (stream.unsent_bytes() > 0) {
        if (silent_ms < options().slow_reader_timeout.us / 1000 || !is_held_up(stream)) return;
        reset(stream, NGHTTP2_CANCEL);
        ++connection_.thread().counters().slow_readers_cut;
    } else if (stream.stage == Stage::streaming && stream.is_event_stream &&
               stream.is_between_events && !stream.is_body_whole &&
               silent_ms >= options().stream_comment_every.us / 1000) {
        // Says on a silent event stream that it lives; the gauge gets back what it was given.
        constexpr std::string_view comment = ":\n\n";
        stream.gauge->unsent_bytes.fetch_add(comment.size());
        append_body(stream, comment);
    }
}

// By the client, which opens no window, and not by the answers before it.
bool Http2Protocol::is_held_up(const Http2Stream& stream) const {
    const auto id = static_cast<std::int32_t>(stream.id);
    return nghttp2_session_get_remote_window_size(session_.get()) <= 0 ||
           nghttp2_session_get_stream_remote_window_size(session_.get(), id) <= 0;
}

// Requests that are begun are received and answered; the client begins no others.
void Http2Protocol::begin_drain() {
    nghttp2_submit_goaway(session_.get(), NGHTTP2_FLAG_NONE,
                          nghttp2_session_get_last_proc_stream_id(session_.get()), NGHTTP2_NO_ERROR,
                          nullptr, 0);
    end_streams();
}

void Http2Protocol::end_streams() {
    streams_.each([this](Http2Stream& stream) {
        if (stream.stage != Stage::streaming) return;
        stream.gauge->is_gone = true;
        end_body(stream);
    });
}

void Http2Protocol::on_eof() {
    end_streams();
    streams_.each([this](Http2Stream& stream) {
        if (stream.stage == Stage::receiving) reset(stream, NGHTTP2_CANCEL);
    });
}

void Http2Protocol::on_flushed() {
    for (const auto& [gauge, bytes] : flushing_) gauge->unsent_bytes.fetch_sub(bytes);
    flushing_.clear();
}

void Http2Protocol::on_cut() {
    streams_.each([](Http2Stream& stream) {
        if (stream.gauge) stream.gauge->is_gone = true;
    });
}

}  // namespace jangteo::platform::http
