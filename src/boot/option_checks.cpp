#include "boot/option_checks.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "boot/modules.hpp"
#include "contracts/codec/json.hpp"
#include "contracts/member/members.hpp"
#include "platform/http/url.hpp"

namespace jangteo::boot {

struct OperatorEmail {
    Email value;
};
BOOST_DESCRIBE_STRUCT(OperatorEmail, (), (value))

struct OperatorPassword {
    contracts::NewPassword value;
};
BOOST_DESCRIBE_STRUCT(OperatorPassword, (), (value))

namespace {

constexpr double rate_max = 1'000'000;

// By the rules of the HTTP bodies.
template <class Body>
bool is_accepted(const std::string& text) {
    return codec::decode_json<Body>(boost::json::serialize(boost::json::object{{"value", text}}))
        .has_value();
}

}  // namespace

std::string public_url_problem(const std::string& text) {
    auto url = platform::http::parse_http_url(text);
    bool plain = url && text.find_first_of("?#") == std::string::npos && text.back() != '/';
    return plain ? "" : "not a URL (https://host, with a path at most): " + text;
}

std::string origin_problem(const std::string& text) {
    auto url = platform::http::parse_http_url(text);
    bool plain = url && std::count(text.begin(), text.end(), '/') == 2 &&
                 text.find_first_of("?#") == std::string::npos;
    return plain ? "" : "not an origin (https://host[:port]): " + text;
}

std::string rate_problem(const std::string& text) {
    double rate = -1;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
    bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && rate >= 0 && rate <= rate_max
               ? ""
               : "not a rate (0 to 1000000 a second, 0 for no limit): " + text;
}

std::string email_problem(const std::string& text) {
    return is_accepted<OperatorEmail>(text) ? "" : "not an e-mail address: " + text;
}

std::string password_problem(const std::string& text) {
    // Not shown: it is a secret.
    return is_accepted<OperatorPassword>(text) ? "" : "not a password (8 to 128 characters)";
}

std::string tokens_seed_problem(const std::string& text) {
    const bool is_hex = text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    return is_hex && text.size() == 64 ? "" : "is not 32 bytes in hexadecimal (64 digits)";
}

std::string upstreams_problem(const std::vector<std::string>& upstreams) {
    for (const std::string& upstream : upstreams) {
        const std::size_t mark = std::min(upstream.find('='), upstream.size());
        const bool is_service = services_problem({upstream.substr(0, mark)}).empty();
        auto url =
            platform::http::parse_http_url(upstream.substr(std::min(mark + 1, upstream.size())));
        if (!is_service || !url || url->target != "/") {
            return "has an entry that is not service=http(s)://host:port: " + upstream;
        }
    }
    return "";
}

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : static_cast<char>(c);
    });
    return text;
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        parts.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::string origins_problem(const std::vector<std::string>& origins) {
    for (const std::string& origin : origins) {
        if (std::string wrong = origin_problem(origin); !wrong.empty()) return wrong;
    }
    return "";
}

std::string addresses_problem(const std::vector<std::string>& addresses) {
    for (const std::string& address : addresses) {
        in6_addr parsed{};
        if (::inet_pton(AF_INET, address.c_str(), &parsed) != 1 &&
            ::inet_pton(AF_INET6, address.c_str(), &parsed) != 1) {
            return "has what is no IP address";
        }
    }
    return "";
}

}  // namespace jangteo::boot
