#include "platform/http/url.hpp"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

namespace jangteo::platform::http {

namespace urls = boost::urls;

namespace {

constexpr std::uint16_t port_of(bool is_tls) { return is_tls ? 443 : 80; }

}  // namespace

std::string HttpUrl::authority() const {
    const bool is_v6 = host.find(':') != host.npos;
    const std::string name = is_v6 ? "[" + host + "]" : host;
    return port == port_of(is_tls) ? name : name + ":" + std::to_string(port);
}

std::string HttpUrl::origin() const { return (is_tls ? "https://" : "http://") + authority(); }

std::optional<HttpUrl> parse_http_url(std::string_view text) {
    const auto parsed = urls::parse_uri(urls::string_view(text.data(), text.size()));
    if (!parsed || parsed->has_userinfo()) return {};
    HttpUrl url;
    url.is_tls = parsed->scheme_id() == urls::scheme::https;
    if (!url.is_tls && parsed->scheme_id() != urls::scheme::http) return {};
    url.port = port_of(url.is_tls);
    url.host = parsed->host_address();
    if (url.host.empty()) return {};
    if (parsed->has_port() && !parsed->port().empty()) {
        // Not by port_number(): that takes 99999 for a port.
        const auto digits = parsed->port();
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
        if (error != std::errc{} || end != digits.data() + digits.size() || url.port == 0)
            return {};
    }
    const auto path = parsed->encoded_path();
    // A second colon behind the host makes a path of what should be a port.
    if (!path.empty() && !path.starts_with("/")) return {};
    if (!path.empty()) url.target.assign(path.data(), path.size());
    if (parsed->has_query()) {
        const auto query = parsed->encoded_query();
        url.target.append("?").append(query.data(), query.size());
    }
    return url;
}

std::optional<std::string> percent_decode(std::string_view text) {
    const auto encoded = urls::make_pct_string_view(urls::string_view(text.data(), text.size()));
    if (!encoded) return {};
    std::string decoded = encoded->decode();
    if (decoded.find('\0') != decoded.npos) return {};
    return decoded;
}

std::string percent_encode(std::string_view text) {
    return urls::encode(urls::string_view(text.data(), text.size()), urls::unreserved_chars);
}

std::optional<std::vector<QueryParameter>> parse_query(std::string_view query) {
    std::vector<QueryParameter> parameters;
    const auto decode = [](std::string text) {
        std::ranges::replace(text, '+', ' ');
        return percent_decode(text);
    };
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        auto name = decode(std::string(pair.substr(0, equals)));
        auto value = decode(equals == pair.npos ? "" : std::string(pair.substr(equals + 1)));
        if (!name || !value) return {};
        parameters.push_back({std::move(*name), std::move(*value)});
    }
    return parameters;
}

}  // namespace jangteo::platform::http
