#pragma once

// TLS in front of a server on this machine. `is_known`: to the system, for clients made meanwhile.

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "platform/http/client.hpp"
#include "tests/support/live_shop.hpp"
#include "tests/support/tls_front.hpp"

namespace jangteo::test {

struct TrustedFront {
    TrustedFront(std::uint16_t server_port, const std::string& names, bool is_known = true,
                 std::string protocol = "")
        : certificate(names), tls(server_port, certificate, std::move(protocol)) {
        const std::string file = folder / "certificate.pem";
        std::ofstream(file) << certificate.certificate;
        if (is_known) ::setenv("SSL_CERT_FILE", file.c_str(), 1);
    }
    ~TrustedFront() { ::unsetenv("SSL_CERT_FILE"); }

    platform::http::ClientOptions options() const {
        platform::http::ClientOptions options;
        options.base_url = fmt::format("https://127.0.0.1:{}", tls.port());
        return options;
    }

    TestFolder folder;
    TlsCertificate certificate;
    TlsFront tls;
};

}  // namespace jangteo::test
