#include "tests/support/tls_front.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <thread>
#include <tuple>

#include "kernel/check.hpp"

namespace jangteo::test {

namespace asio = boost::asio;
namespace ssl = asio::ssl;

using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr long day_seconds = 24 * 60 * 60;

template <class Write>
std::string pem_of(Write write) {
    std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
    check(write(bio.get()) == 1, "OpenSSL writes");
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

// Both ways, until either side ends.
class Passage : public std::enable_shared_from_this<Passage> {
  public:
    Passage(tcp::socket accepted, ssl::context& context, const std::atomic<bool>& cuts)
        : client_(std::move(accepted), context), server_(client_.get_executor()), cuts_(cuts) {}

    void start(const tcp::endpoint& server) {
        client_.async_handshake(ssl::stream_base::server,
                                [self = shared_from_this(), server](error_code error) {
                                    if (!error) self->connect(server);
                                });
    }

  private:
    void connect(const tcp::endpoint& server) {
        server_.async_connect(server, [self = shared_from_this()](error_code error) {
            if (error) return self->end();
            self->server_.set_option(tcp::no_delay(true));
            self->pass_up();
            self->pass_down();
        });
    }

    void pass_up() {
        client_.async_read_some(asio::buffer(up_),
                                [self = shared_from_this()](error_code error, std::size_t bytes) {
                                    if (error) return self->end();
                                    asio::async_write(self->server_, asio::buffer(self->up_, bytes),
                                                      [self](error_code failed, std::size_t) {
                                                          failed ? self->end() : self->pass_up();
                                                      });
                                });
    }

    void pass_down() {
        server_.async_read_some(
            asio::buffer(down_), [self = shared_from_this()](error_code error, std::size_t bytes) {
                if (error == asio::error::eof && !self->cuts_) return self->say_that_it_ends();
                if (error) return self->end();
                asio::async_write(self->client_, asio::buffer(self->down_, bytes),
                                  [self](error_code failed, std::size_t) {
                                      failed ? self->end() : self->pass_down();
                                  });
            });
    }

    // It waits for the other side's word, which need not come.
    void say_that_it_ends() {
        client_.async_shutdown([self = shared_from_this()](error_code) { self->end(); });
    }

    void end() {
        error_code ignored;
        std::ignore = client_.next_layer().close(ignored);
        std::ignore = server_.close(ignored);
    }

    ssl::stream<tcp::socket> client_;
    tcp::socket server_;
    const std::atomic<bool>& cuts_;
    std::array<char, 16'384> up_{};
    std::array<char, 16'384> down_{};
};

}  // namespace

TlsCertificate::TlsCertificate(const std::string& names) {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), &X509_free);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -day_seconds);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), day_seconds);
    X509_NAME* name = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("a server of tests"), -1, -1,
                               0);
    X509_set_issuer_name(made.get(), name);
    X509_set_pubkey(made.get(), pair.get());
    std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> alternatives(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()),
        &X509_EXTENSION_free);
    X509_add_ext(made.get(), alternatives.get(), -1);
    check(X509_sign(made.get(), pair.get(), EVP_sha256()) > 0, "OpenSSL signs");
    certificate = pem_of([&](BIO* bio) { return PEM_write_bio_X509(bio, made.get()); });
    key = pem_of([&](BIO* bio) {
        return PEM_write_bio_PrivateKey(bio, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

struct TlsFront::Native {
    Native(std::uint16_t server_port, const TlsCertificate& certificate, std::string chosen)
        : server(asio::ip::address_v4::loopback(), server_port), protocol(std::move(chosen)) {
        if (!protocol.empty()) choose_protocol();
        context.use_certificate_chain(asio::buffer(certificate.certificate));
        context.use_private_key(asio::buffer(certificate.key), ssl::context::pem);
        accept();
        thread = std::thread([this] { io.run(); });
    }
    ~Native() {
        io.stop();
        thread.join();
    }

    void choose_protocol() {
        const auto choose = [](SSL*, const unsigned char** chosen, unsigned char* size,
                               const unsigned char* offered, unsigned offered_size, void* of) {
            const std::string& wanted = static_cast<const Native*>(of)->protocol;
            for (unsigned at = 0; at < offered_size; at += 1U + offered[at]) {
                const std::string_view name(reinterpret_cast<const char*>(offered) + at + 1,
                                            offered[at]);
                if (name != wanted) continue;
                *chosen = offered + at + 1;
                *size = offered[at];
                return SSL_TLSEXT_ERR_OK;
            }
            return SSL_TLSEXT_ERR_NOACK;
        };
        SSL_CTX_set_alpn_select_cb(context.native_handle(), choose, this);
    }

    void accept() {
        acceptor.async_accept([this](error_code error, tcp::socket accepted) {
            if (error) return;
            accepted.set_option(tcp::no_delay(true));
            std::make_shared<Passage>(std::move(accepted), context, cuts)->start(server);
            accept();
        });
    }

    tcp::endpoint server;
    std::string protocol;
    std::atomic<bool> cuts{false};
    ssl::context context{ssl::context::tls_server};
    asio::io_context io{1};
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    std::thread thread;
};

TlsFront::TlsFront(std::uint16_t server_port, const TlsCertificate& certificate,
                   std::string protocol)
    : native_(std::make_unique<Native>(server_port, certificate, std::move(protocol))) {}

TlsFront::~TlsFront() = default;

std::uint16_t TlsFront::port() const { return native_->acceptor.local_endpoint().port(); }

void TlsFront::cut_at_the_end() { native_->cuts = true; }

}  // namespace jangteo::test
