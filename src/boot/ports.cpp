#include "boot/ports.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

constexpr int ports_tried_max = 100;

// The port that could be listened on, or 0.
std::uint16_t try_port(const in_addr& host, std::uint16_t port) {
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr = host;
    bool free = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                ::listen(socket, 1) == 0;
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(socket);
    return free ? ntohs(address.sin_port) : 0;
}

}  // namespace

std::uint16_t free_port_from(const std::string& host, std::uint16_t port) {
    in_addr address{};
    if (::inet_pton(AF_INET, host.c_str(), &address) != 1) {
        throw Fault(FaultKind::permanent, "not an address to listen on: " + host);
    }
    int tries = port == 0 ? 1 : ports_tried_max;
    for (int i = 0; i < tries && port + i <= 65535; ++i) {
        auto candidate = static_cast<std::uint16_t>(port + i);
        if (auto found = try_port(address, candidate)) return found;
    }
    throw Fault(FaultKind::permanent, port == 0 ? "cannot listen on " + host
                                                : "no free port from " + std::to_string(port) +
                                                      " on: give one with --port");
}

}  // namespace jangteo::boot
