#pragma once

// What a client that measures must know of an answer: where it ends.

#include <cstddef>
#include <optional>
#include <string_view>

namespace jangteo::platform::http {

struct AnswerHead {
    int status = 0;
    std::size_t head_bytes = 0;  // with the empty line
    std::size_t body_bytes = 0;
    bool keeps_alive = true;
};

enum class HeadReading { complete, incomplete, unreadable };

// Reads the head of an answer that has a content-length (or may have no body); anything else is
// unreadable.
HeadReading read_answer_head(std::string_view bytes, AnswerHead& head);

}  // namespace jangteo::platform::http
