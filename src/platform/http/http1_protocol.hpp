#pragma once

// Http1Protocol: HTTP/1.1 and HTTP/1.0 on a connection. It parses requests one after the other and
// keeps their answers in the order of the requests.

#include <memory>
#include <optional>

#include "platform/http/protocol.hpp"
#include "platform/http/request_parser.hpp"
#include "platform/http/slots.hpp"

namespace jangteo::platform::http {

class Connection;

class Http1Protocol final : public Protocol {
  public:
    explicit Http1Protocol(Connection& connection) : connection_(connection) {}

    void refuse(EngineError error);

    bool consume() override;
    bool takes_more() const override;
    void apply(Message&& message) override;
    bool is_quiet() const override { return !parser_ && slots_.is_empty(); }
    void on_idle() override;
    void on_tick() override;
    void begin_drain() override;
    void on_eof() override;
    void on_flushed() override;
    void on_cut() override;

  private:
    bool has_preface();
    bool parse_one();
    void begin_request();
    void hand_over();
    void offer_continue();

    void advance();
    bool advance_front();
    void append_head(Slot& slot);
    void end_after(const Slot& slot);
    void comment();

    Connection& connection_;
    std::optional<RequestParser> parser_;
    Slots slots_;
    std::shared_ptr<StreamGauge> gauge_;  // of the stream in front
    std::size_t stream_bytes_ = 0;        // of that stream, not yet with the socket
    std::int64_t request_since_ms_ = 0;
    bool is_preface_possible_ = true;  // of HTTP/2: only as the first bytes
    bool is_continue_offered_ = false;
};

}  // namespace jangteo::platform::http
