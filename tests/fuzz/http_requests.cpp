// Bytes on a connection to our server. The first byte says in how large pieces they arrive: that
// must make no difference.

#include <algorithm>
#include <vector>

#include "kernel/check.hpp"
#include "platform/http/request_parser.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/read_requests.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

using platform::http::EngineError;
using platform::http::RequestParser;
using platform::http::ServerOptions;

struct Read {
    std::vector<runtime::HttpRequest> requests;
    std::optional<EngineError> error;
};

// As a connection does it: what the parser leaves is offered again with more behind it.
Read read(std::string_view bytes, std::size_t piece) {
    static const ServerOptions options = small_limits();
    Read result;
    std::optional<RequestParser> parser;
    std::string waiting;
    while (!bytes.empty()) {
        waiting += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
        while (!waiting.empty()) {
            if (!parser) parser.emplace(options);
            std::size_t taken = parser->take(waiting);
            check(taken <= waiting.size(), "a parser takes no more than is there");
            waiting.erase(0, taken);
            if (parser->error()) {
                result.error = parser->error();
                return result;
            }
            if (parser->is_complete()) {
                result.requests.push_back(std::move(parser->request));
                parser.reset();
            } else if (taken == 0 || waiting.empty()) {
                break;
            }
        }
    }
    return result;
}

void judge_framing(const runtime::HttpRequest& request) {
    auto framing = std::ranges::count_if(request.headers, [](const runtime::Header& header) {
        return header.name == "content-length" || header.name == "transfer-encoding";
    });
    check(framing <= 1, "the end of a body is said in one way");
    auto length = request.header("content-length");
    check(length.empty() ||
              std::to_string(request.body.size()) ==
                  length.substr(std::min(length.find_first_not_of('0'), length.size() - 1)),
          "a body is as long as its length says");
}

void run(std::string_view input) {
    auto [piece, given] = piece_size(input);
    // The empty line brings out what a parser that waits for one has yet to say.
    std::string bytes = std::string(given) + "\r\n\r\n";
    Read whole = read(bytes, std::max<std::size_t>(bytes.size(), 1));
    Read pieces = read(bytes, piece);
    std::ranges::for_each(whole.requests, judge);
    std::ranges::for_each(whole.requests, judge_framing);
    // Where both are refused, pieces may be so earlier: what counts is that nothing else is taken.
    check(std::ranges::equal(whole.requests, pieces.requests, same),
          "pieces make the same requests as the whole");
}

}  // namespace

const Target http_requests{"http_requests", run};

}  // namespace jangteo::fuzz
