#pragma once

// CommandMessage: an HTTP command on its way through the lane: its idempotency record, its handler,
// its answer.

#include "runtime/edge.hpp"
#include "runtime/message.hpp"

namespace jangteo::runtime {

struct Command {
    ExchangePtr exchange;
    const Route* route = nullptr;
    Call call;
    std::shared_ptr<void> body;
    std::shared_ptr<void> prepared;
    std::string fingerprint;  // of principal, method, route and key; "" without a key
    std::string body_hash;
};

class CommandMessage : public Message {
  public:
    CommandMessage(Edge& edge, Command command) : edge_(edge), command_(std::move(command)) {}

    std::string cause() const override {
        return "command " + std::string(command_.route->info.name);
    }
    std::string trace() const override { return command_.call.trace; }
    void prepare() override;
    void handle(Transaction& tx) override;
    void committed(AfterFlush& after) override;
    bool set_aside(Transaction&, std::string_view) override { return false; }
    void failed(const std::exception& error) override;
    bool outlasts_the_store() const override { return false; }
    // When it never came into the lane.
    void refuse_as_overloaded() { refuse(edge_.overloaded(command_.call)); }

  private:
    void run_handler(Transaction& tx);
    void refuse(HttpAnswer answer);

    Edge& edge_;
    Command command_;
    HttpAnswer answer_;
    bool replayed_ = false;
    std::optional<IdempotencyRecords::Stored> stored_;
};

}  // namespace jangteo::runtime
