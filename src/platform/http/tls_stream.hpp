#pragma once

// TlsStream: TLS over a client's socket, by OpenSSL. The server must show a certificate for its
// name that the system trusts, or that the files trust which SSL_CERT_FILE and SSL_CERT_DIR name.
// Lives on the socket's loop; one read and one write may be under way.

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <string>

#include "platform/http/client.hpp"

namespace jangteo::platform::http {

// What the connections of a client share. Fault{permanent} when OpenSSL cannot be set up.
class TlsContext {
  public:
    // The server chooses one of the versions (ALPN, RFC 7301).
    explicit TlsContext(HttpVersions versions);
    ~TlsContext();

    struct Native;
    Native& native() { return *native_; }

  private:
    std::unique_ptr<Native> native_;
};

class TlsStream {
  public:
    using Transferred = std::function<void(boost::system::error_code, std::size_t bytes)>;

    // The context and the socket outlive it. `host`: a name, or a numeric address.
    TlsStream(TlsContext& context, boost::asio::ip::tcp::socket& socket, const std::string& host);
    ~TlsStream();

    void shake_hands(std::function<void(boost::system::error_code)> done);
    bool is_http2() const;  // as the server chose; after the handshake
    void read_some(boost::asio::mutable_buffer room, Transferred done);
    void write_some(boost::asio::const_buffer bytes, Transferred done);

  private:
    struct Native;
    std::unique_ptr<Native> native_;
};

}  // namespace jangteo::platform::http
