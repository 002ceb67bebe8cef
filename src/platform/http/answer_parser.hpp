#pragma once

// AnswerParser: the bytes of one answer to a ClientAnswer. Made anew for every answer.

#include <boost/beast/http/basic_parser.hpp>
#include <string_view>

#include "platform/http/client.hpp"

namespace jangteo::platform::http {

class AnswerParser : public boost::beast::http::basic_parser<false> {
  public:
    explicit AnswerParser(std::size_t body_bytes_max) {
        eager(true);
        body_limit(body_bytes_max);
    }

    std::size_t take(std::string_view bytes);
    // The connection ended. True when that is how this answer ends.
    bool end();

    void let_body_grow() { body_limit(boost::none); }

    bool is_complete() const { return is_done(); }
    bool is_broken() const { return is_broken_; }
    bool is_interim() const { return answer.status >= 100 && answer.status < 200; }

    ClientAnswer answer;

  private:
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb, string_view, string_view, int,
                         error_code&) override {}
    void on_response_impl(int status, string_view, int, error_code&) override {
        answer.status = status;
        answer.headers.reserve(8);
    }
    void on_field_impl(boost::beast::http::field, string_view name, string_view value,
                       error_code&) override;
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(string_view bytes, error_code&) override {
        answer.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& ec) override {
        return on_body_impl(bytes, ec);
    }
    void on_finish_impl(error_code&) override {}

    bool is_broken_ = false;
};

}  // namespace jangteo::platform::http
