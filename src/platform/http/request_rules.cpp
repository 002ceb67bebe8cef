#include "platform/http/request_rules.hpp"

#include <algorithm>

namespace jangteo::platform::http {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

runtime::Method method_of(boost::beast::http::verb verb) {
    using enum boost::beast::http::verb;
    switch (verb) {
        case head:
        case get: return runtime::Method::get;
        case post: return runtime::Method::post;
        case put: return runtime::Method::put;
        case patch: return runtime::Method::patch;
        case delete_: return runtime::Method::del;
        default: return runtime::Method::other;
    }
}

bool set_target(runtime::HttpRequest& request, std::string_view target) {
    if (target.starts_with("http://")) {
        const std::size_t slash = target.find('/', 7);
        target = slash == target.npos ? "/" : target.substr(slash);
    }
    if (target != "*" && !target.starts_with('/')) return false;
    // Only visible ASCII: other bytes and '#' are read in different ways along the road.
    if (!std::ranges::all_of(target, [](char c) { return c > ' ' && c < 127 && c != '#'; })) {
        return false;
    }
    const std::size_t mark = target.find('?');
    request.path.assign(target.substr(0, mark));
    if (mark != target.npos) request.query.assign(target.substr(mark + 1));
    return true;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower_case) {
    return std::ranges::equal(text, lower_case, {}, lower);
}

bool is_continue(std::string_view expectation) {
    return equals_ignoring_case(expectation, "100-continue");
}

}  // namespace jangteo::platform::http
