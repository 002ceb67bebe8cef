#pragma once

// The header fields of answers in HTTP/2: those of append_answer() without what frames an HTTP/1.1
// message. One object serves a connection, so that no answer allocates for its fields.

#include <array>
#include <string_view>
#include <vector>

#include "platform/http/http2.hpp"
#include "runtime/exchange.hpp"

namespace jangteo::platform::http {

class Http2AnswerFields {
  public:
    // They borrow from the answer and from `date`, and hold until the next call.
    const std::vector<nghttp2_nv>& of(const runtime::HttpAnswer& answer, bool is_stream,
                                      std::string_view date);

  private:
    std::vector<nghttp2_nv> fields_;
    std::array<char, 4> status_{};
    std::array<char, 24> length_{};
};

}  // namespace jangteo::platform::http
