#pragma once

// What holds of every request that our server has read, in either version of HTTP.

#include <algorithm>
#include <string_view>

#include "kernel/check.hpp"
#include "platform/http/server.hpp"

namespace jangteo::fuzz {

// Small, so that short inputs reach them.
inline platform::http::ServerOptions small_limits() {
    platform::http::ServerOptions options;
    options.body_bytes_max = 256;
    options.header_bytes_max = 1024;
    options.headers_max = 12;
    return options;
}

inline void judge(const runtime::HttpRequest& request) {
    check(request.path == "*" || request.path.starts_with('/'), "a path is absolute");
    for (const runtime::Header& header : request.headers) {
        check(!header.name.starts_with(':'), "what is not a header is not given as one");
        check(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
              "a header's value stays on its line");
    }
    check(request.body.size() <= small_limits().body_bytes_max, "a body stays within its limit");
    check(request.headers.size() <= small_limits().headers_max, "headers stay within their limit");
}

inline bool same(const runtime::HttpRequest& a, const runtime::HttpRequest& b) {
    auto same_header = [](const runtime::Header& x, const runtime::Header& y) {
        return x.name == y.name && x.value == y.value;
    };
    return a.method == b.method && a.path == b.path && a.query == b.query && a.body == b.body &&
           std::ranges::equal(a.headers, b.headers, same_header);
}

}  // namespace jangteo::fuzz
