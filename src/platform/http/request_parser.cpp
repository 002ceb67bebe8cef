#include "platform/http/request_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <functional>

#include "platform/http/request_rules.hpp"

namespace jangteo::platform::http {

namespace beast_http = boost::beast::http;

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "HTTP/2.0" is another version; "HTTQ/1.1" is nonsense.
bool names_another_version(std::string_view bytes) {
    const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
    const std::size_t at = line.rfind(" HTTP/");
    if (at == line.npos) return false;
    const std::string_view number = line.substr(at + 6);
    return number.size() == 3 && number[1] == '.' && is_all_digits(number.substr(0, 1)) &&
           is_all_digits(number.substr(2)) && number != "1.0" && number != "1.1";
}

}  // namespace

RequestParser::RequestParser(const ServerOptions& limits) : limits_(limits) {
    eager(true);
    header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    body_limit(limits.body_bytes_max);
}

std::size_t RequestParser::take(std::string_view bytes) {
    offered_ = bytes;
    error_code ec;
    const std::size_t taken = put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (ec && ec != beast_http::error::need_more && !error_) error_ = error_of(ec, bytes);
    return taken;
}

EngineError RequestParser::error_of(error_code ec, std::string_view bytes) const {
    if (ec == beast_http::error::header_limit) return EngineError::header_too_large;
    if (ec == beast_http::error::body_limit) return EngineError::body_too_large;
    if (ec == beast_http::error::bad_version && names_another_version(bytes)) {
        return EngineError::version_not_supported;
    }
    if (ec == beast_http::error::bad_transfer_encoding ||
        ec == beast_http::error::bad_content_length ||
        ec == beast_http::error::multiple_content_length) {
        return EngineError::ambiguous_framing;
    }
    return EngineError::malformed_request;
}

void RequestParser::refuse(EngineError error, error_code& ec) {
    error_ = error;
    ec = beast_http::error::bad_value;
}

void RequestParser::on_request_impl(beast_http::verb verb, string_view, string_view target,
                                    int version, error_code& ec) {
    version_ = version;
    is_head_ = verb == beast_http::verb::head;
    request.method = method_of(verb);
    request.headers.reserve(8);
    if (!set_target(request, {target.data(), target.size()})) {
        refuse(EngineError::malformed_request, ec);
    }
}

void RequestParser::on_field_impl(field name, string_view name_text, string_view value,
                                  error_code& ec) {
    if (is_header_done()) return;  // Trailers could only repeat what was decided from the header.
    if (++fields_ > limits_.headers_max) return refuse(EngineError::header_too_large, ec);
    // Beast unfolds a folded value into a buffer of its own.
    const std::less<const char*> before;
    if (!value.empty() && (before(value.data(), offered_.data()) ||
                           !before(value.data(), offered_.data() + offered_.size()))) {
        return refuse(EngineError::malformed_request, ec);
    }
    if (!note_engine_field(name, {value.data(), value.size()})) {
        return refuse(EngineError::ambiguous_framing, ec);
    }
    if (name == field::expect) {
        wants_continue_ = is_continue({value.data(), value.size()});
        if (!wants_continue_) refuse(EngineError::expectation_failed, ec);
        return;
    }
    keep(name_text, value);
}

// False when a framing field is repeated or not plain.
bool RequestParser::note_engine_field(field name, std::string_view value) {
    switch (name) {
        case field::host: ++hosts_; return true;
        case field::content_length: return ++framing_fields_ == 1 && is_all_digits(value);
        case field::transfer_encoding:
            return ++framing_fields_ == 1 && equals_ignoring_case(value, "chunked");
        default: return true;
    }
}

void RequestParser::keep(string_view name, string_view value) {
    runtime::Header& header = request.headers.emplace_back();
    header.name.resize(name.size());
    std::ranges::transform(name, header.name.begin(), lower);
    header.value.assign(value.data(), value.size());
}

void RequestParser::on_header_impl(error_code& ec) {
    const bool is_1_1 = version_ == 11;
    if (is_1_1 ? hosts_ != 1 : hosts_ > 1) return refuse(EngineError::malformed_request, ec);
    if (!is_1_1 && chunked()) return refuse(EngineError::ambiguous_framing, ec);
    if (!is_1_1) wants_continue_ = false;
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) {
    if (length) request.body.reserve(std::min<std::uint64_t>(*length, body_reserve_max));
}

std::size_t RequestParser::on_body_impl(string_view bytes, error_code&) {
    has_body_bytes_ = true;
    request.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& ec) {
    return on_body_impl(bytes, ec);
}

}  // namespace jangteo::platform::http
