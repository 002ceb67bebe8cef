// Behind proxies an address is believed as far as the proxies are.

#include <gtest/gtest.h>

#include "runtime/call_of.hpp"

namespace jangteo::test {
namespace {

using runtime::client_address;
using runtime::HttpRequest;

HttpRequest request_from(std::string peer, std::vector<std::string> forwarded) {
    HttpRequest request;
    request.peer = std::move(peer);
    for (auto& list : forwarded) request.headers.push_back({"x-forwarded-for", std::move(list)});
    return request;
}

const std::vector<std::string> trusted = {"10.0.0.1", "10.0.0.2"};

TEST(ClientAddress, is_the_peers_where_nobody_is_trusted) {
    EXPECT_EQ(client_address(request_from("9.9.9.9", {"1.2.3.4"}), {}), "9.9.9.9");
    EXPECT_EQ(client_address(request_from("9.9.9.9", {"1.2.3.4"}), trusted), "9.9.9.9");
}

TEST(ClientAddress, is_the_last_that_no_trusted_proxy_has) {
    EXPECT_EQ(client_address(request_from("10.0.0.1", {"1.2.3.4"}), trusted), "1.2.3.4");
    EXPECT_EQ(client_address(request_from("10.0.0.1", {"6.6.6.6, 1.2.3.4"}), trusted), "1.2.3.4");
    EXPECT_EQ(client_address(request_from("10.0.0.1", {"6.6.6.6, 1.2.3.4,10.0.0.2"}), trusted),
              "1.2.3.4");
    EXPECT_EQ(client_address(request_from("10.0.0.1", {"6.6.6.6, 1.2.3.4", "10.0.0.2"}), trusted),
              "1.2.3.4");
    EXPECT_EQ(client_address(request_from("10.0.0.1", {"::1"}), trusted), "::1");
}

TEST(ClientAddress, is_the_proxys_where_it_says_nothing_that_can_be_used) {
    EXPECT_EQ(client_address(request_from("10.0.0.1", {}), trusted), "10.0.0.1");
    EXPECT_EQ(client_address(request_from("10.0.0.1", {"10.0.0.2"}), trusted), "10.0.0.1");
    EXPECT_EQ(client_address(request_from("10.0.0.1", {"1.2.3.4,"}), trusted), "10.0.0.1");
    EXPECT_EQ(client_address(request_from("10.0.0.1", {"a b"}), trusted), "10.0.0.1");
    EXPECT_EQ(client_address(request_from("10.0.0.1", {std::string(46, '1')}), trusted),
              "10.0.0.1");
}

}  // namespace
}  // namespace jangteo::test
