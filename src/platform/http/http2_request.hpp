#pragma once

// Http2Request: the fields and the body of one HTTP/2 stream to a runtime::HttpRequest. What makes
// a message malformed (RFC 9113, section 8) is nghttp2's to refuse; the shop's limits and what an
// intermediary might read in another way are refused here. Fields come in the order of the wire.

#include <cstddef>
#include <optional>
#include <string_view>

#include "platform/http/server.hpp"

namespace jangteo::platform::http {

class Http2Request {
  public:
    void take_field(std::string_view name, std::string_view value, const ServerOptions& limits);
    void end_header(const ServerOptions& limits);
    void take_body(std::string_view bytes, const ServerOptions& limits);

    bool is_head_request() const { return is_head_; }
    bool wants_continue() const { return wants_continue_; }
    const std::optional<EngineError>& error() const { return error_; }

    runtime::HttpRequest request;

  private:
    void take_pseudo(std::string_view name, std::string_view value);
    void keep(std::string_view name, std::string_view value);
    void keep_cookie(std::string_view value);
    void keep_host(std::string_view value);
    void refuse(EngineError error) {
        if (!error_) error_ = error;
    }

    std::optional<EngineError> error_;
    std::size_t fields_ = 0;
    std::size_t header_bytes_ = 0;
    std::size_t content_length_ = 0;
    bool is_head_ = false;
    bool has_target_ = false;
    bool wants_continue_ = false;
};

}  // namespace jangteo::platform::http
