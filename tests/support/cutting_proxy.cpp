#include "tests/support/cutting_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>

#include "kernel/check.hpp"

namespace jangteo::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int connect_to(std::uint16_t port) {
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(port);
    check(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0,
          "the server behind the proxy is there");
    int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return socket;
}

bool is_readable(int socket) {
    pollfd look{socket, POLLIN, 0};
    return ::poll(&look, 1, 5) > 0;
}

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// COMMIT, and not READ COMMITTED.
bool asks_for_commit(std::string_view bytes) {
    for (std::size_t at = bytes.find("COMMIT"); at != std::string_view::npos;
         at = bytes.find("COMMIT", at + 1)) {
        if (bytes.substr(at + 6, 3) != "TED") return true;
    }
    return false;
}

}  // namespace

CuttingProxy::CuttingProxy(std::uint16_t server_port)
    : server_port_(server_port), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    check(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
              ::listen(listener_, 16) == 0,
          "the proxy listens");
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

CuttingProxy::~CuttingProxy() {
    stops_ = true;
    acceptor_.join();
    for (std::thread& thread : threads_) thread.join();
    ::close(listener_);
}

void CuttingProxy::cut_next_commit(Cut cut) {
    cut_ = cut;
    is_armed_ = true;
}

void CuttingProxy::accept_all() {
    while (!stops_) {
        if (!is_readable(listener_)) continue;
        int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        std::lock_guard lock(threads_mutex_);
        threads_.emplace_back([this, client] { serve(client); });
    }
}

void CuttingProxy::serve(int client) {
    int server = connect_to(server_port_);
    std::array<char, 65536> buffer;
    bool swallows = false;
    bool is_cut = false;
    while (!stops_ && !is_cut) {
        if (is_readable(client) && !pass_to_server(client, server, swallows)) break;
        if (!is_readable(server)) continue;
        ssize_t count = ::recv(server, buffer.data(), buffer.size(), 0);
        if (count <= 0) break;
        is_cut = swallows;  // the answer to the commit: the server has done it
        if (!is_cut && !send_all(client, {buffer.data(), static_cast<std::size_t>(count)})) break;
    }
    ::close(client);
    while (!stops_ && cut_ == Cut::half_open && has_cut() && !is_readable(server)) {
    }
    ::close(server);
}

bool CuttingProxy::pass_to_server(int client, int server, bool& swallows) {
    std::array<char, 65536> buffer;
    ssize_t count = ::recv(client, buffer.data(), buffer.size(), 0);
    if (count <= 0) return false;
    std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    if (asks_for_commit(bytes) && is_armed_.exchange(false)) {
        if (cut_ != Cut::after_the_server) return false;
        swallows = true;
    }
    return send_all(server, bytes);
}

}  // namespace jangteo::test
