#pragma once

// URLs and their parts. Pure functions; text that is not well formed is nullopt.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jangteo::platform::http {

struct HttpUrl {
    bool is_tls = false;  // https
    std::string host;     // without the brackets of an IPv6 address
    std::uint16_t port = 80;
    std::string target = "/";  // path and query, percent-encoded

    std::string authority() const;  // host and port, as the Host header has them
    std::string origin() const;     // scheme and authority
};

// Absolute, http or https, without user and password.
std::optional<HttpUrl> parse_http_url(std::string_view text);

// nullopt for broken escapes and for an escaped NUL.
std::optional<std::string> percent_decode(std::string_view text);

// Everything but letters, digits and -._~ becomes an escape: fit for a path segment and for a query
// value.
std::string percent_encode(std::string_view text);

struct QueryParameter {
    std::string name;
    std::string value;
};

// As forms and browsers write it: '+' is a space, a name without '=' has the value "".
std::optional<std::vector<QueryParameter>> parse_query(std::string_view query);

}  // namespace jangteo::platform::http
