#pragma once

// ServerExchange: one request in the hands of the runtime. It knows its connection only by key, so
// it may outlive the connection and the server.

#include <atomic>
#include <memory>

#include "platform/http/mailbox.hpp"
#include "runtime/exchange.hpp"

namespace jangteo::platform::http {

class ServerExchange final : public runtime::Exchange {
  public:
    struct Place {
        ConnectionKey connection;
        std::uint64_t sequence = 0;
        std::size_t stream_buffer_bytes_max = 0;
    };

    ServerExchange(runtime::HttpRequest request, std::shared_ptr<Mailbox> mailbox, Place place)
        : request_(std::move(request)), mailbox_(std::move(mailbox)), place_(place) {}
    ~ServerExchange() override;
    ServerExchange(const ServerExchange&) = delete;
    ServerExchange& operator=(const ServerExchange&) = delete;

    const runtime::HttpRequest& request() const override { return request_; }
    void answer(runtime::HttpAnswer answer) override;
    void open_stream(runtime::HttpAnswer head) override;
    bool send(std::string chunk) override;
    void close() override;

  private:
    enum class Stage : std::uint8_t { waiting, streaming, done };

    void push(Message::Kind kind, runtime::HttpAnswer answer);

    runtime::HttpRequest request_;
    std::shared_ptr<Mailbox> mailbox_;
    std::shared_ptr<StreamGauge> gauge_;
    Place place_;
    std::atomic<Stage> stage_{Stage::waiting};
};

}  // namespace jangteo::platform::http
