#include "platform/http/client_connection.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <tuple>
#include <utility>

#include "platform/http/client_http1.hpp"
#include "platform/http/client_http2.hpp"

namespace jangteo::platform::http {

namespace {

constexpr std::size_t input_bytes_max = 64 << 10;       // also the largest header of an answer
constexpr std::size_t outgoing_bytes_kept = 256 << 10;  // of room, once all was sent

constexpr auto idle_trust = std::chrono::milliseconds(2);
// Of the time for connecting: a server that says nothing to HTTP/2 meanwhile speaks HTTP/1.1.
constexpr int ask_share = 4;

using boost::asio::ip::tcp;

bool is_would_block(boost::system::error_code error) {
    return error == boost::asio::error::would_block || error == boost::asio::error::try_again;
}

}  // namespace

ClientConnection::ClientConnection(ClientPool& pool)
    : pool_(pool), socket_(pool.io()), resolver_(pool.io()), input_(input_bytes_max) {}

void ClientConnection::open() {
    open_deadline_ = clock::now() + std::chrono::microseconds(pool_.options().connect_timeout.us);
    boost::system::error_code not_numeric;
    const auto address = boost::asio::ip::make_address(pool_.url().host, not_numeric);
    if (!not_numeric) {
        return on_resolved(tcp::resolver::results_type::create(
            tcp::endpoint(address, pool_.url().port), pool_.url().host, ""));
    }
    ++operations_;
    resolver_.async_resolve(
        pool_.url().host, std::to_string(pool_.url().port),
        [this, keep = pool_.shared_from_this()](boost::system::error_code error,
                                                const tcp::resolver::results_type& endpoints) {
            --operations_;
            if (is_closed_) return;
            if (error) return fail(error.message());
            on_resolved(endpoints);
        });
}

void ClientConnection::on_resolved(const tcp::resolver::results_type& endpoints) {
    ++operations_;
    boost::asio::async_connect(socket_, endpoints,
                               [this, keep = pool_.shared_from_this()](
                                   boost::system::error_code error, const tcp::endpoint&) {
                                   --operations_;
                                   if (is_closed_) return;
                                   if (error) return fail(error.message());
                                   on_connected();
                               });
}

void ClientConnection::on_connected() {
    boost::system::error_code ignored;
    std::ignore = socket_.non_blocking(true, ignored);
    std::ignore = socket_.set_option(tcp::no_delay(true), ignored);
    if (pool_.tls()) return shake_hands();
    begin_session();
}

void ClientConnection::shake_hands() {
    tls_.emplace(*pool_.tls(), socket_, pool_.url().host);
    ++operations_;
    tls_->shake_hands([this, keep = pool_.shared_from_this()](boost::system::error_code error) {
        --operations_;
        if (is_closed_) return;
        if (error) return fail("TLS: " + error.message());
        begin_session();
    });
}

void ClientConnection::begin_session() {
    using enum ServerVersion;
    version_ = pool_.version() == http_1_1 ? http_1_1 : http_2;
    if (tls_) version_ = tls_->is_http2() ? http_2 : http_1_1;
    if (version_ == http_2) {
        session_ = std::make_unique<ClientHttp2>(*this);
    } else {
        session_ = std::make_unique<ClientHttp1>(*this);
    }
    read_at_ = clock::now();
    ask_deadline_ =
        tls_ ? open_deadline_
             : read_at_ + std::chrono::microseconds(pool_.options().connect_timeout.us) / ask_share;
    read();
    settle();
}

// Asked only after a pause, because it costs a system call.
bool ClientConnection::has_unread() {
    if (session_->calls() > 0 || clock::now() - read_at_ < idle_trust) return false;
    std::array<char, 1> byte;
    boost::system::error_code error;
    socket_.receive(boost::asio::buffer(byte), tcp::socket::message_peek, error);
    return !is_would_block(error);
}

void ClientConnection::flush() {
    while (!is_writing_ && !is_closed_) {
        session_->write(outgoing_);
        if (outgoing_.empty()) {
            if (session_->state() == ClientSession::State::done) fail("the connection was ended");
            return;
        }
        if (tls_) return write_rest();
        boost::system::error_code error;
        const std::size_t bytes = socket_.write_some(boost::asio::buffer(outgoing_), error);
        if (error && !is_would_block(error)) return fail(error.message());
        handed_over_ = written_before_ + bytes;
        on_written(bytes);
        if (!outgoing_.empty()) write_rest();
    }
}

// Its bytes may leave before we hear of it.
void ClientConnection::write_rest() {
    handed_over_ = position();
    is_writing_ = true;
    ++operations_;
    const auto bytes = boost::asio::buffer(outgoing_) + sent_;
    auto written = [this, keep = pool_.shared_from_this()](boost::system::error_code error,
                                                           std::size_t count) {
        --operations_;
        is_writing_ = false;
        if (is_closed_) return;
        if (error) return fail(error.message());
        on_written(count);
        outgoing_.empty() ? flush() : write_rest();
    };
    if (tls_) return tls_->write_some(bytes, std::move(written));
    socket_.async_write_some(bytes, std::move(written));
}

void ClientConnection::on_written(std::size_t bytes) {
    sent_ += bytes;
    if (sent_ < outgoing_.size()) return;
    written_before_ += sent_;
    sent_ = 0;
    outgoing_.clear();
    if (outgoing_.capacity() > outgoing_bytes_kept) outgoing_ = {};
}

// A read is under way as long as the connection is open, so that its end is noticed while it is
// idle.
void ClientConnection::read() {
    ++operations_;
    char* begin = input_.room();
    const auto room = boost::asio::buffer(begin, input_.room_bytes());
    auto was_read = [this, keep = pool_.shared_from_this()](boost::system::error_code error,
                                                            std::size_t bytes) {
        --operations_;
        if (is_closed_) return;
        on_read(error, bytes);
        if (is_closed_) return;
        read();
        settle();
    };
    if (tls_) return tls_->read_some(room, std::move(was_read));
    socket_.async_read_some(room, std::move(was_read));
}

void ClientConnection::on_read(boost::system::error_code error, std::size_t bytes) {
    if (error == boost::asio::error::eof) session_->read_end();
    if (error) return fail("the connection was closed before the answer");
    read_at_ = clock::now();
    input_.add(bytes);
    session_->read(input_);
}

// Last of all that a read has brought about: the pool may use the connection at once, and what it
// hands over leaves together with what the session has to say.
void ClientConnection::settle() {
    if (is_closed_) return;
    using enum ClientSession::State;
    const auto state = session_->state();
    if (state == strange) return fail("the server does not speak HTTP/2");
    if (state == open && !std::exchange(is_open_, true)) {
        pool_.on_opened(*this);
    } else if (takes_calls()) {
        pool_.on_room(*this);
    }
    flush();
}

void ClientConnection::fail(std::string_view words) {
    if (is_open_) {
        close(ConnectionEnd::broken);
        session_->drop_calls(words);
    } else if (session_ && !tls_ && !is_closed_) {
        close(ConnectionEnd::not_http2);
    } else {
        close(ConnectionEnd::not_opened, words);
    }
}

void ClientConnection::drop(PendingCall call, std::uint64_t begins_at, std::string_view words) {
    if (may_have_left(begins_at)) return pool_.fail(std::move(call), ClientFailure::lost, words);
    pool_.give_back(std::move(call), words);
}

void ClientConnection::on_tick(clock::time_point now) {
    if (is_closed_) return;
    if (!is_open_) {
        if (now >= std::min(open_deadline_, ask_deadline_)) fail("no connection in time");
        return;
    }
    session_->on_tick(now);
    if (session_->calls() > 0) return flush();
    const auto idle_timeout = std::chrono::microseconds(pool_.options().idle_timeout.us);
    if (now - read_at_ > idle_timeout) return close(ConnectionEnd::agreed);
    flush();
}

void ClientConnection::close(ConnectionEnd end, std::string_view words) {
    if (is_closed_) return;
    is_closed_ = true;
    boost::system::error_code ignored;
    std::ignore = socket_.close(ignored);
    resolver_.cancel();
    pool_.on_closed(*this, end, words);
}

}  // namespace jangteo::platform::http
