#include "platform/http/client_http1.hpp"

#include <utility>

#include "platform/http/client_connection.hpp"

namespace jangteo::platform::http {

void ClientHttp1::take(PendingCall call) {
    call_ = std::move(call);
    begins_at_ = nowhere;
    is_head_told_ = is_told_in_parts_ = false;
    parser_.emplace(line_.pool().options().answer_body_bytes_max);
}

void ClientHttp1::write(std::string& out) {
    if (!call_ || begins_at_ != nowhere) return;
    begins_at_ = line_.position();
    const ClientRequest& request = call_->request;
    out.reserve(out.size() + 512 + request.body.size());
    out.append(runtime::text_of(request.method)).append(" ").append(request.target);
    out.append(" HTTP/1.1\r\nhost: ").append(line_.pool().authority()).append("\r\n");
    for (const auto* headers : {&line_.pool().options().headers, &request.headers}) {
        for (const runtime::Header& header : *headers) {
            out.append(header.name).append(": ").append(header.value).append("\r\n");
        }
    }
    if (!request.body.empty() || request.method != runtime::Method::get) {
        out.append("content-length: ").append(std::to_string(request.body.size())).append("\r\n");
    }
    out.append("\r\n").append(request.body);
}

void ClientHttp1::read(InputBuffer& input) {
    if (!call_) return line_.close(ConnectionEnd::broken);  // Bytes that nobody asked for.
    while (!input.is_empty()) {
        input.consume(parser_->take(input.bytes()));
        if (parser_->is_broken()) return line_.fail("the answer is not valid HTTP");
        if (!tell_parts()) return line_.fail("nobody wants the rest");
        if (!parser_->is_complete()) break;
        if (parser_->is_interim()) {
            parser_.emplace(line_.pool().options().answer_body_bytes_max);
            continue;
        }
        // Half a request was answered, or more came than an answer: the connection cannot be used
        // again.
        const bool is_clean = input.is_empty() && line_.is_all_sent();
        if (!is_clean || !parser_->keep_alive()) line_.close(ConnectionEnd::agreed);
        return complete();
    }
    if (input.is_full()) line_.fail("the header of the answer is too large");
}

void ClientHttp1::read_end() {
    if (!call_ || !parser_->end()) return;
    line_.close(ConnectionEnd::agreed);
    complete();
}

// False: nobody wants the rest.
bool ClientHttp1::tell_parts() {
    const AnswerStream& stream = call_->stream;
    if (!stream.begin || !parser_->is_header_done() || parser_->is_interim()) return true;
    if (!is_head_told_) {
        is_head_told_ = true;
        std::string body = std::exchange(parser_->answer.body, {});
        is_told_in_parts_ = stream.begin(parser_->answer);
        parser_->answer.body = std::move(body);
        if (is_told_in_parts_) {
            parser_->let_body_grow();
            call_->deadline = std::chrono::steady_clock::time_point::max();
        }
    }
    if (!is_told_in_parts_ || parser_->answer.body.empty()) return true;
    return stream.part(std::exchange(parser_->answer.body, {}));
}

void ClientHttp1::complete() { line_.pool().finish(remove(), std::move(parser_->answer)); }

PendingCall ClientHttp1::remove() {
    PendingCall call = std::move(*call_);
    call_.reset();
    return call;
}

void ClientHttp1::drop_calls(std::string_view words) {
    if (call_) line_.drop(remove(), begins_at_, words);
}

// Its answer may still come: the connection cannot be used again.
void ClientHttp1::on_tick(std::chrono::steady_clock::time_point now) {
    if (!call_ || now < call_->deadline) return;
    const auto failure =
        line_.may_have_left(begins_at_) ? ClientFailure::timeout : ClientFailure::not_sent;
    PendingCall call = remove();
    line_.close(ConnectionEnd::broken);
    line_.pool().fail(std::move(call), failure, "no answer in time");
}

}  // namespace jangteo::platform::http
