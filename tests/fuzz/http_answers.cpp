// Bytes that a provider's server sends to our client. The first byte says in how large pieces they
// arrive: that must make no difference.

#include <algorithm>

#include "kernel/check.hpp"
#include "platform/http/answer_parser.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

using platform::http::AnswerParser;

constexpr std::size_t body_bytes_max = 256;

struct Read {
    platform::http::ClientAnswer answer;
    bool is_whole = false;
    bool is_broken = false;
};

Read read(std::string_view bytes, std::size_t piece) {
    Read result;
    AnswerParser parser(body_bytes_max);
    std::string waiting;
    while (!bytes.empty() && !parser.is_complete() && !parser.is_broken()) {
        waiting += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
        while (!waiting.empty() && !parser.is_complete() && !parser.is_broken()) {
            std::size_t taken = parser.take(waiting);
            check(taken <= waiting.size(), "a parser takes no more than is there");
            waiting.erase(0, taken);
            if (taken == 0) break;
        }
    }
    result.is_broken = parser.is_broken();
    result.is_whole = !result.is_broken && (parser.is_complete() || parser.end());
    result.answer = std::move(parser.answer);
    return result;
}

void run(std::string_view input) {
    auto [piece, bytes] = piece_size(input);
    Read whole = read(bytes, std::max<std::size_t>(bytes.size(), 1));
    Read pieces = read(bytes, piece);
    check(whole.answer.body.size() <= body_bytes_max, "a body stays within its limit");
    check(whole.is_whole == pieces.is_whole, "pieces are whole when the whole is");
    if (!whole.is_whole) return;
    check(whole.answer.status == pieces.answer.status && whole.answer.body == pieces.answer.body,
          "pieces make the same answer as the whole");
}

}  // namespace

const Target http_answers{"http_answers", run};

}  // namespace jangteo::fuzz
