#pragma once

// Lists: cursor first. `limit` is 1 to 100 (25), `cursor` is opaque; the answer has `data` and
// `meta.next_cursor`, and a Link header (RFC 8288) with rel="next", relative to the request.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/call.hpp"

namespace jangteo::runtime {

inline constexpr std::int64_t page_limit_default = 25;
inline constexpr std::int64_t page_limit_max = 100;

struct PageMeta {
    std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(PageMeta, (), (next_cursor))

template <class T>
struct Page {
    std::vector<T> data;
    PageMeta meta;

    BOOST_DESCRIBE_CLASS(Page, (), (data, meta), (), ())
};

struct PageRequest {
    std::int64_t limit = page_limit_default;
    std::string after;  // the key of the last item seen, "" at the start
};

// 400 for a limit or cursor that is not one.
std::expected<PageRequest, HttpAnswer> page_request(const Call& call);

std::string cursor_of(std::string_view key_bytes);
std::string link_header(const Call& call, std::string_view cursor);

// 400 invalid_parameter, naming it.
HttpAnswer invalid_parameter(const Call& call, std::string_view name, Words title);

// Answers at most `limit` of the items: read one more than the limit, and `key_of(item)` gives the
// cursor's key.
template <class T, class KeyOf>
HttpAnswer page_answer(const Call& call, std::vector<T> items, const PageRequest& request,
                       KeyOf key_of) {
    Page<T> page;
    if (static_cast<std::int64_t>(items.size()) > request.limit) {
        items.resize(static_cast<std::size_t>(request.limit));
        page.meta.next_cursor = cursor_of(key_of(items.back()));
    }
    page.data = std::move(items);
    HttpAnswer result = answer(page);
    if (page.meta.next_cursor)
        result.headers.push_back({"link", link_header(call, *page.meta.next_cursor)});
    return result;
}

}  // namespace jangteo::runtime
