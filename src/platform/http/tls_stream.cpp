#include "platform/http/tls_stream.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <tuple>

#include "kernel/fault.hpp"

namespace jangteo::platform::http {

namespace asio = boost::asio;
namespace ssl = asio::ssl;

struct TlsContext::Native {
    ssl::context context{ssl::context::tls_client};
};

TlsContext::TlsContext(HttpVersions versions) : native_(std::make_unique<Native>()) {
    ssl::context& context = native_->context;
    boost::system::error_code error;
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    std::ignore = context.set_default_verify_paths(error);
    if (error) throw Fault(FaultKind::permanent, "the system's certificates: " + error.message());
    context.set_verify_mode(ssl::verify_peer);
    if (versions == HttpVersions::only_1_1) return;
    static constexpr std::string_view offered = "\x02h2\x08http/1.1";  // each behind its length
    SSL_CTX_set_alpn_protos(context.native_handle(),
                            reinterpret_cast<const unsigned char*>(offered.data()), offered.size());
}

TlsContext::~TlsContext() = default;

struct TlsStream::Native {
    Native(ssl::context& context, asio::ip::tcp::socket& socket) : stream(socket, context) {}
    ssl::stream<asio::ip::tcp::socket&> stream;
};

TlsStream::TlsStream(TlsContext& context, asio::ip::tcp::socket& socket, const std::string& host)
    : native_(std::make_unique<Native>(context.native().context, socket)) {
    boost::system::error_code not_numeric;
    asio::ip::make_address(host, not_numeric);
    // RFC 6066: the name is told to the server, an address is not.
    if (not_numeric) SSL_set_tlsext_host_name(native_->stream.native_handle(), host.c_str());
    native_->stream.set_verify_callback(ssl::host_name_verification(host));
}

TlsStream::~TlsStream() = default;

void TlsStream::shake_hands(std::function<void(boost::system::error_code)> done) {
    native_->stream.async_handshake(ssl::stream_base::client, std::move(done));
}

bool TlsStream::is_http2() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(native_->stream.native_handle(), &name, &size);
    return std::string_view(reinterpret_cast<const char*>(name), size) == "h2";
}

void TlsStream::read_some(asio::mutable_buffer room, Transferred done) {
    native_->stream.async_read_some(room, std::move(done));
}

void TlsStream::write_some(asio::const_buffer bytes, Transferred done) {
    native_->stream.async_write_some(bytes, std::move(done));
}

}  // namespace jangteo::platform::http
