// A request's target, as `path?query`: decoding, pages and cursors; and the same bytes as a URL and
// as trace context.

#include "kernel/check.hpp"
#include "platform/http/url.hpp"
#include "runtime/page.hpp"
#include "runtime/percent.hpp"
#include "runtime/trace.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::fuzz {
namespace {

constexpr std::size_t parameters_max = 64;  // of a query: runtime/percent.hpp

void decode_path(std::string_view path) {
    auto decoded = runtime::percent_decode(path, false);
    if (!decoded) return;
    auto again = runtime::percent_decode(runtime::percent_encode(*decoded), false);
    check(again == decoded, "what is encoded decodes to itself");
    auto other = platform::http::percent_decode(path);
    check(!other || *other == *decoded, "server and client decode alike");
}

void page(const std::vector<std::pair<std::string, std::string>>& query) {
    runtime::Call call;
    call.query = query;
    auto request = runtime::page_request(call);
    if (!request) return check(request.error().status == 400, "a wrong page is the caller's fault");
    check(request->limit >= 1 && request->limit <= runtime::page_limit_max, "a page is bounded");
    auto cursor = runtime::cursor_of(request->after);
    check(!call.query_text("cursor") || *call.query_text("cursor") == cursor,
          "a cursor has one spelling");
    std::string link = runtime::link_header(call, cursor);
    check(link.find_first_of(" \r\n\"<>", 1) == link.find('>'), "a link breaks out of nothing");
    // With the cursor it would be one more than a query may have; no route knows that many.
    if (query.size() == parameters_max) return;
    auto target = link.substr(2, link.find('>') - 2);
    check(runtime::parse_query(target).has_value(), "a link's query can be asked again");
}

void run(std::string_view input) {
    auto mark = input.find('?');
    decode_path(input.substr(0, mark));
    auto query = runtime::parse_query(mark == input.npos ? input : input.substr(mark + 1));
    if (query) page(*query);
    platform::http::parse_query(input);
    if (auto url = platform::http::parse_http_url(input)) {
        check(url->target.starts_with('/'), "a target is absolute");
    }
    test::SeededRandom random(1);
    auto child = runtime::child_traceparent(input, random);
    check(runtime::valid_traceparent(child), "a child of anything is trace context");
    check(!runtime::valid_traceparent(input) || child.substr(3, 32) == input.substr(3, 32),
          "a child is in the trace of its parent");
}

}  // namespace

const Target queries{"queries", run};

}  // namespace jangteo::fuzz
