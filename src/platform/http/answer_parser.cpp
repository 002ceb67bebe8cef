#include "platform/http/answer_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>

namespace jangteo::platform::http {

std::size_t AnswerParser::take(std::string_view bytes) {
    error_code ec;
    const std::size_t taken = put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    is_broken_ = ec && ec != boost::beast::http::error::need_more;
    return taken;
}

bool AnswerParser::end() {
    if (!got_some() || !is_header_done() || !need_eof()) return false;
    error_code ec;
    put_eof(ec);
    return !ec && is_done();
}

void AnswerParser::on_field_impl(boost::beast::http::field, string_view name, string_view value,
                                 error_code&) {
    runtime::Header& header = answer.headers.emplace_back();
    header.name.resize(name.size());
    std::ranges::transform(name, header.name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    header.value.assign(value.data(), value.size());
}

}  // namespace jangteo::platform::http
