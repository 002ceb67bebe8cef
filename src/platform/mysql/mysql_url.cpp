#include "platform/mysql/mysql_url.hpp"

#include <algorithm>
#include <charconv>

#include "kernel/fault.hpp"

namespace jangteo::platform::mysql {
namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Fault(FaultKind::permanent,
                why + ": the store's URL is mysql://USER:PASSWORD@HOST:PORT/DATABASE");
}

// The part before the first `mark` goes, with the mark; all of it when there is none.
std::string_view cut(std::string_view& text, char mark) {
    const std::size_t at = std::min(text.find(mark), text.size());
    std::string_view head = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return head;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low < 0) refuse("a % in it stands for itself only as %25");
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

Address address_of(std::string_view text) {
    Address address;
    address.host = unescaped(cut(text, ':'));
    if (address.host.empty()) refuse("it names no host");
    if (text.empty()) return address;
    const std::string digits(text);
    const char* end = digits.c_str() + digits.size();
    auto [stopped, error] = std::from_chars(digits.c_str(), end, address.port);
    if (error != std::errc() || stopped != end || address.port == 0 || address.port > 65535) {
        refuse("the port of " + address.host + " is not a number from 1 to 65535");
    }
    return address;
}

}  // namespace

Url parse_url(std::string_view text) {
    const std::size_t scheme = text.find("://");
    if (scheme == std::string_view::npos ||
        (text.substr(0, scheme) != "mysql" && text.substr(0, scheme) != "mariadb")) {
        refuse("it does not begin with mysql://");
    }
    text.remove_prefix(scheme + 3);
    Url url;
    std::string_view hosts = cut(text, '/');
    if (std::size_t at = hosts.rfind('@'); at != std::string_view::npos) {
        std::string_view who = hosts.substr(0, at);
        url.user = unescaped(cut(who, ':'));
        url.password = unescaped(who);
        hosts.remove_prefix(at + 1);
    }
    do url.addresses.push_back(address_of(cut(hosts, ',')));
    while (!hosts.empty());
    url.database = unescaped(cut(text, '?'));
    if (url.database.empty()) refuse("it names no database");
    while (!text.empty()) {
        std::string_view option = cut(text, '&');
        std::string_view name = cut(option, '=');
        if (name != "socket") refuse("it has an option that is not known: " + std::string(name));
        url.socket = unescaped(option);
    }
    return url;
}

}  // namespace jangteo::platform::mysql
