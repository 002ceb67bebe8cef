#pragma once

// TlsFront: TLS in front of a server on this machine that speaks plainly; each connection to it is
// one to that server.

#include <cstdint>
#include <memory>
#include <string>

namespace jangteo::test {

// Vouches for itself.
struct TlsCertificate {
    // `names`: as OpenSSL writes them, e.g. "IP:127.0.0.1,DNS:shop.example".
    explicit TlsCertificate(const std::string& names);

    std::string certificate;  // PEM
    std::string key;          // PEM
};

class TlsFront {
  public:
    // `protocol`: which it chooses, if it is offered (ALPN); "": it says nothing of it.
    TlsFront(std::uint16_t server_port, const TlsCertificate& certificate,
             std::string protocol = "");
    ~TlsFront();
    TlsFront(const TlsFront&) = delete;
    TlsFront& operator=(const TlsFront&) = delete;

    std::uint16_t port() const;
    // From now on an end of the server is passed on as if the line had been cut, without the word
    // by which TLS tells an end from a cut.
    void cut_at_the_end();

  private:
    struct Native;
    std::unique_ptr<Native> native_;
};

}  // namespace jangteo::test
