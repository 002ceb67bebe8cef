#include "platform/http/client_connection.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <utility>

namespace jangteo::platform::http {

namespace {

constexpr std::size_t input_bytes_max = 64 << 10;  // also the largest header of an answer

constexpr auto idle_trust = std::chrono::milliseconds(2);

using boost::asio::ip::tcp;

bool is_would_block(boost::system::error_code error) {
    return error == boost::asio::error::would_block || error == boost::asio::error::try_again;
}

}  // namespace

ClientConnection::ClientConnection(ClientPool& pool)
    : pool_(pool), socket_(pool.io()), resolver_(pool.io()), input_(input_bytes_max) {}

void ClientConnection::take(PendingCall call) {
    call_ = std::move(call);
    outgoing_ = std::move(call_->bytes);
    sent_ = 0;
    may_have_left_ = false;
    is_head_told_ = is_told_in_parts_ = false;
    parser_.emplace(pool_.options().answer_body_bytes_max);
    if (!is_connected_) return connect();
    if (was_left_by_server()) return on_broken();
    write();
}

// Its end may have come without having been read yet. Asked only after a pause, because it costs a
// system call.
bool ClientConnection::was_left_by_server() {
    if (clock::now() - idle_since_ < idle_trust) return false;
    std::array<char, 1> byte;
    boost::system::error_code error;
    socket_.receive(boost::asio::buffer(byte), tcp::socket::message_peek, error);
    return !is_would_block(error);
}

void ClientConnection::connect() {
    connect_deadline_ =
        clock::now() + std::chrono::microseconds(pool_.options().connect_timeout.us);
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
            if (error) return fail(ClientFailure::not_sent, error.message());
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
                                   if (error) return fail(ClientFailure::not_sent, error.message());
                                   on_connected();
                               });
}

void ClientConnection::on_connected() {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(tcp::no_delay(true), ignored);
    if (pool_.tls()) return shake_hands();
    on_ready();
}

void ClientConnection::shake_hands() {
    tls_.emplace(*pool_.tls(), socket_, pool_.url().host);
    ++operations_;
    tls_->shake_hands([this, keep = pool_.shared_from_this()](boost::system::error_code error) {
        --operations_;
        if (is_closed_) return;
        if (error) return fail(ClientFailure::not_sent, "TLS: " + error.message());
        on_ready();
    });
}

void ClientConnection::on_ready() {
    is_connected_ = true;
    read();
    if (!is_closed_ && call_) write();
}

void ClientConnection::write() {
    if (tls_) return write_rest();
    boost::system::error_code error;
    sent_ = socket_.write_some(boost::asio::buffer(outgoing_), error);
    may_have_left_ = sent_ > 0;
    if (error && !is_would_block(error)) return on_broken();
    if (sent_ < outgoing_.size()) write_rest();
}

// Its bytes may leave before we hear of it.
void ClientConnection::write_rest() {
    may_have_left_ = true;
    ++operations_;
    const auto bytes = boost::asio::buffer(outgoing_) + sent_;
    auto written = [this, keep = pool_.shared_from_this()](boost::system::error_code error,
                                                           std::size_t count) {
        --operations_;
        if (is_closed_ || !call_) return;  // An early answer may have ended the call.
        sent_ += count;
        if (error) return on_broken();
        if (sent_ < outgoing_.size()) write_rest();
    };
    if (tls_) return tls_->write_some(bytes, std::move(written));
    socket_.async_write_some(bytes, std::move(written));
}

// A read is under way as long as the connection is open, so that its end is noticed while it is
// idle.
void ClientConnection::read() {
    if (is_reading_ || is_closed_) return;
    is_reading_ = true;
    ++operations_;
    char* begin = input_.room();
    const auto room = boost::asio::buffer(begin, input_.room_bytes());
    auto was_read = [this, keep = pool_.shared_from_this()](boost::system::error_code error,
                                                            std::size_t bytes) {
        --operations_;
        is_reading_ = false;
        on_read(error, bytes);
    };
    if (tls_) return tls_->read_some(room, std::move(was_read));
    socket_.async_read_some(room, std::move(was_read));
}

void ClientConnection::on_read(boost::system::error_code error, std::size_t bytes) {
    if (is_closed_) return;
    if (error == boost::asio::error::eof && call_ && parser_->end()) {
        close();
        return complete();
    }
    if (error) return on_broken();
    if (!call_) return close();  // Bytes that nobody asked for.
    input_.add(bytes);
    take_answer();
    read();
}

void ClientConnection::take_answer() {
    while (!input_.is_empty()) {
        input_.consume(parser_->take(input_.bytes()));
        if (parser_->is_broken()) return fail(ClientFailure::lost, "the answer is not valid HTTP");
        if (!tell_parts()) return fail(ClientFailure::lost, "nobody wants the rest");
        if (!parser_->is_complete()) break;
        if (parser_->is_interim()) {
            parser_.emplace(pool_.options().answer_body_bytes_max);
            continue;
        }
        // Half a request was answered, or more came than an answer: the connection cannot be used
        // again.
        const bool is_clean = input_.is_empty() && sent_ == outgoing_.size();
        if (!is_clean || !parser_->keep_alive()) close();
        return complete();
    }
    if (input_.is_full()) fail(ClientFailure::lost, "the header of the answer is too large");
}

// False: nobody wants the rest.
bool ClientConnection::tell_parts() {
    const AnswerStream& stream = call_->stream;
    if (!stream.begin || !parser_->is_header_done() || parser_->is_interim()) return true;
    if (!is_head_told_) {
        is_head_told_ = true;
        std::string body = std::exchange(parser_->answer.body, {});
        is_told_in_parts_ = stream.begin(parser_->answer);
        parser_->answer.body = std::move(body);
        if (is_told_in_parts_) {
            parser_->let_body_grow();
            call_->deadline = clock::time_point::max();
        }
    }
    if (!is_told_in_parts_ || parser_->answer.body.empty()) return true;
    return stream.part(std::exchange(parser_->answer.body, {}));
}

void ClientConnection::complete() {
    PendingCall call = std::move(*call_);
    call_.reset();
    ++calls_done_;
    ClientAnswer answer = std::move(parser_->answer);
    if (!is_closed_) {
        idle_since_ = clock::now();
        pool_.on_idle(*this);
    }
    pool_.finish(call, std::move(answer));
}

void ClientConnection::on_broken() {
    if (call_ && !may_have_left_ && calls_done_ > 0 && !call_->was_returned) {
        PendingCall call = std::move(*call_);
        call_.reset();
        close();
        call.bytes = std::move(outgoing_);
        call.was_returned = true;
        return pool_.on_returned(std::move(call));
    }
    fail(may_have_left_ ? ClientFailure::lost : ClientFailure::not_sent,
         "the connection was closed before the answer");
}

void ClientConnection::fail(ClientFailure failure, std::string_view words) {
    close();
    if (!call_) return;
    PendingCall call = std::move(*call_);
    call_.reset();
    pool_.finish(call, std::unexpected(ClientProblem{failure, std::string(words)}));
}

void ClientConnection::on_tick(clock::time_point now) {
    if (is_closed_) return;
    if (!call_) {
        if (now - idle_since_ > std::chrono::microseconds(pool_.options().idle_timeout.us)) close();
    } else if (!is_connected_ && now >= std::min(connect_deadline_, call_->deadline)) {
        fail(ClientFailure::not_sent, "no connection in time");
    } else if (now >= call_->deadline) {
        fail(may_have_left_ ? ClientFailure::timeout : ClientFailure::not_sent,
             "no answer in time");
    }
}

void ClientConnection::close() {
    if (is_closed_) return;
    is_closed_ = true;
    is_connected_ = false;
    boost::system::error_code ignored;
    socket_.close(ignored);
    resolver_.cancel();
    pool_.on_closed(*this);
}

}  // namespace jangteo::platform::http
