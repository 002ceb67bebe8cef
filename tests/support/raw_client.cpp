#include "tests/support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <random>
#include <stdexcept>
#include <utility>

namespace jangteo::test {

namespace {

constexpr int wait_s = 10;  // longer than anything a test waits for
// Below the ports that Linux gives to whoever calls somebody: such a call could take the port of a
// server that has yet to start, or that is away for a moment.
constexpr unsigned ports_tried = 12'000;
constexpr std::uint16_t port_min = 20'000;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void bound_waits(int socket) {
    const timeval limit{wait_s, 0};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

// On any port when it is 0, which it then becomes.
int listening_socket(std::uint16_t& port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;  // where a connection of the last server of this port still lingers
    if (port != 0) setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address = loopback(port);
    socklen_t length = sizeof address;
    if (bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        ::close(socket);
        throw std::runtime_error("no free port");
    }
    port = ntohs(address.sin_port);
    return socket;
}

}  // namespace

RawClient::RawClient(std::uint16_t port)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    bound_waits(socket_);
    const sockaddr_in address = loopback(port);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("connection refused");
    }
}

RawClient::~RawClient() { ::close(socket_); }

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return;  // What the peer did is seen when reading.
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

void RawClient::close_sending() { shutdown(socket_, SHUT_WR); }

bool RawClient::receive() {
    std::array<char, 16384> buffer;
    const ssize_t n = recv(socket_, buffer.data(), buffer.size(), 0);
    if (n <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(n));
    return true;
}

std::string RawClient::read_until(std::string_view end) {
    std::size_t at;
    while ((at = received_.find(end)) == received_.npos) {
        if (!receive()) return std::exchange(received_, {});
    }
    std::string taken = received_.substr(0, at + end.size());
    received_.erase(0, taken.size());
    return taken;
}

std::string RawClient::read_answer(bool is_head) {
    std::string answer = read_until("\r\n\r\n");
    const std::size_t at = answer.find("content-length: ");
    if (at == answer.npos || is_head) return answer;
    std::size_t length = 0;
    std::from_chars(answer.data() + at + 16, answer.data() + answer.size(), length);
    while (received_.size() < length && receive()) {
    }
    answer += received_.substr(0, length);
    received_.erase(0, length);
    return answer;
}

std::string RawClient::read_some() {
    if (received_.empty()) receive();
    return std::exchange(received_, {});
}

std::string RawClient::read_to_end() {
    while (receive()) {
    }
    return std::exchange(received_, {});
}

bool RawClient::is_closed_by_peer() { return received_.empty() && !receive(); }

std::uint16_t free_port() {
    static std::atomic<unsigned> next = std::random_device{}();
    for (unsigned tries = 0; tries < ports_tried; ++tries) {
        auto port = static_cast<std::uint16_t>(port_min + next++ % ports_tried);
        try {
            ::close(listening_socket(port));
            return port;
        } catch (const std::runtime_error&) {
            continue;  // Somebody has it.
        }
    }
    throw std::runtime_error("no free port");
}

OneShotServer::OneShotServer(std::uint16_t port) : port_(port), socket_(listening_socket(port_)) {
    listen(socket_, 16);
}

OneShotServer::~OneShotServer() { ::close(socket_); }

void OneShotServer::serve(std::string_view answer) {
    const int peer = accept(socket_, nullptr, nullptr);
    bound_waits(peer);
    std::string received;
    std::array<char, 4096> buffer;
    while (received.find("\r\n\r\n") == received.npos) {
        const ssize_t n = recv(peer, buffer.data(), buffer.size(), 0);
        if (n <= 0) break;
        received.append(buffer.data(), static_cast<std::size_t>(n));
    }
    ::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
    ::close(peer);
}

void OneShotServer::ignore() {
    const int peer = accept(socket_, nullptr, nullptr);
    bound_waits(peer);
    std::array<char, 4096> buffer;
    while (recv(peer, buffer.data(), buffer.size(), 0) > 0) {
    }
    ::close(peer);
}

}  // namespace jangteo::test
