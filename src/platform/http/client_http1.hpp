#pragma once

// ClientHttp1: HTTP/1.1 on a client's connection, one call at a time.

#include <optional>

#include "platform/http/answer_parser.hpp"
#include "platform/http/client_session.hpp"

namespace jangteo::platform::http {

class ClientConnection;

class ClientHttp1 : public ClientSession {
  public:
    explicit ClientHttp1(ClientConnection& line) : line_(line) {}

    State state() const override { return State::open; }
    std::size_t calls_max() const override { return 1; }
    std::size_t calls() const override { return call_ ? 1 : 0; }
    bool takes_calls() const override { return !call_; }
    void take(PendingCall call) override;
    void write(std::string& out) override;
    void read(InputBuffer& input) override;
    void read_end() override;
    void on_tick(std::chrono::steady_clock::time_point now) override;
    void drop_calls(std::string_view words) override;

  private:
    bool tell_parts();
    void complete();
    PendingCall remove();

    ClientConnection& line_;
    std::optional<PendingCall> call_;
    std::optional<AnswerParser> parser_;
    std::uint64_t begins_at_ = nowhere;  // of the call's bytes, in all that is said on the line
    bool is_head_told_ = false;
    bool is_told_in_parts_ = false;
};

}  // namespace jangteo::platform::http
