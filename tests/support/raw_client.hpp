#pragma once

// RawClient: a blocking TCP client that sends whatever bytes a test wants, also wrong ones. Every
// wait is bounded.

#include <cstdint>
#include <string>
#include <string_view>

namespace jangteo::test {

class RawClient {
  public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes);
    void close_sending();

    // One answer with a content-length, or its head when there is no body (`is_head`). "" at the
    // end.
    std::string read_answer(bool is_head = false);
    // Up to and with `end`; what had come when the connection closed before.
    std::string read_until(std::string_view end);
    // What comes next, "" at the end.
    std::string read_some();
    // Everything up to the close.
    std::string read_to_end();
    bool is_closed_by_peer();

  private:
    bool receive();

    int socket_;
    std::string received_;
};

// A port of 127.0.0.1 at which nobody listens, and that no call to somebody else takes.
std::uint16_t free_port();

// A peer that is accepted by nobody's rules: accepts one connection, reads until `request_end`,
// writes `answer`, closes.
class OneShotServer {
  public:
    explicit OneShotServer(std::uint16_t port = 0);  // 0: any
    ~OneShotServer();
    OneShotServer(const OneShotServer&) = delete;
    OneShotServer& operator=(const OneShotServer&) = delete;

    std::uint16_t port() const { return port_; }
    // Blocks for the next connection and its first request.
    void serve(std::string_view answer);
    // The same without an answer, until the peer closes.
    void ignore();

  private:
    std::uint16_t port_;
    int socket_;  // behind port_, which making it sets
};

}  // namespace jangteo::test
