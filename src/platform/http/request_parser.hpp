#pragma once

// RequestParser: the bytes of one request to a runtime::HttpRequest. Made anew for every request;
// used by one connection on its io thread. The grammar is Beast's; what Beast lets pass and an
// intermediary might read in another way (folded lines, repeated lengths, unknown codings, several
// hosts) is refused here.

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <optional>
#include <string_view>

#include "platform/http/server.hpp"

namespace jangteo::platform::http {

class RequestParser : public boost::beast::http::basic_parser<true> {
  public:
    explicit RequestParser(const ServerOptions& limits);

    // Takes what it can of the bytes and says how many it took; the rest must be offered again with
    // more behind it.
    std::size_t take(std::string_view bytes);

    bool is_complete() const { return is_done(); }
    bool is_http_1_0() const { return version_ == 10; }
    bool is_head_request() const { return is_head_; }
    bool wants_continue() const { return wants_continue_ && is_header_done() && !has_body_bytes_; }
    const std::optional<EngineError>& error() const { return error_; }

    runtime::HttpRequest request;

  private:
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;
    using field = boost::beast::http::field;

    void on_request_impl(boost::beast::http::verb verb, string_view method, string_view target,
                         int version, error_code& ec) override;
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(field name, string_view name_text, string_view value,
                       error_code& ec) override;
    void on_header_impl(error_code& ec) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& ec) override;
    std::size_t on_body_impl(string_view bytes, error_code& ec) override;
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& ec) override;
    void on_finish_impl(error_code&) override {}

    bool note_engine_field(field name, std::string_view value);
    void keep(string_view name, string_view value);
    void refuse(EngineError error, error_code& ec);
    EngineError error_of(error_code ec, std::string_view bytes) const;

    const ServerOptions& limits_;
    std::string_view offered_;  // the bytes of the current take()
    std::optional<EngineError> error_;
    std::size_t fields_ = 0;
    int version_ = 11;
    int hosts_ = 0;
    int framing_fields_ = 0;
    bool is_head_ = false;
    bool wants_continue_ = false;
    bool has_body_bytes_ = false;
};

}  // namespace jangteo::platform::http
