#pragma once

// The lane's own messages: an event for one consumer, a due timer, a dead letter tried again. Each
// refers to the lane, which outlives it.

#include "runtime/lane.hpp"

namespace jangteo::runtime {

class DeliveryMessage : public Message {
  public:
    DeliveryMessage(Lane& lane, const Subscription& to, Cursor& cursor, LoggedEvent logged)
        : lane_(lane), to_(to), cursor_(cursor), logged_(std::move(logged)) {}

    std::string cause() const override {
        return "event " + logged_.event.type + " to " + std::string(to_.consumer);
    }
    std::string trace() const override { return logged_.trace; }
    void handle(Transaction& tx) override;
    bool set_aside(Transaction& tx, std::string_view error) override;
    void failed(const std::exception&) override {}

  private:
    Lane& lane_;
    const Subscription& to_;
    Cursor& cursor_;
    LoggedEvent logged_;
};

// An event from the broker for one of its consumers here; `to` null: nobody's.
class ArrivalMessage : public Message {
  public:
    // `teller`: told that everything up to this one has been handled; may be null.
    ArrivalMessage(Lane& lane, const Subscription* to, std::shared_ptr<const Arrival> arrival,
                   BrokerConsumer* teller)
        : lane_(lane), to_(to), arrival_(std::move(arrival)), teller_(teller) {}

    std::string cause() const override;
    std::string trace() const override { return arrival_->event ? arrival_->event->trace : ""; }
    void handle(Transaction& tx) override;
    void committed(AfterFlush& after) override;
    void kept(AfterFlush& after) override { committed(after); }
    bool set_aside(Transaction& tx, std::string_view error) override;
    void failed(const std::exception&) override {}

  private:
    LoggedEvent logged() const;

    Lane& lane_;
    const Subscription* to_;
    std::shared_ptr<const Arrival> arrival_;
    BrokerConsumer* teller_;
};

// Marks records that every consumer has passed.
class DeliveredMessage : public Message {
  public:
    explicit DeliveredMessage(std::vector<std::int64_t> positions)
        : positions_(std::move(positions)) {}

    std::string cause() const override { return "delivered"; }
    void handle(Transaction& tx) override;
    bool set_aside(Transaction&, std::string_view) override { return false; }
    void failed(const std::exception&) override {}

  private:
    std::vector<std::int64_t> positions_;
};

class TimerMessage : public Message {
  public:
    TimerMessage(const Registry& registry, Timer timer)
        : registry_(registry), timer_(std::move(timer)) {}

    std::string cause() const override { return "timer " + timer_.name; }
    void handle(Transaction& tx) override;
    bool set_aside(Transaction& tx, std::string_view error) override;
    void failed(const std::exception&) override {}

  private:
    const Registry& registry_;
    Timer timer_;
};

class RetryMessage : public Message {
  public:
    RetryMessage(Lane& lane, Letter letter) : lane_(lane), letter_(std::move(letter)) {}

    std::string cause() const override {
        return "retry " + letter_.kind + " for " + letter_.consumer;
    }
    std::string trace() const override { return letter_.trace; }
    void handle(Transaction& tx) override;
    void committed(AfterFlush& after) override;
    bool set_aside(Transaction& tx, std::string_view error) override;
    void failed(const std::exception&) override;

  private:
    void handle_event(Transaction& tx);
    void handle_event(Transaction& tx, const Event& event,
                      const std::vector<Subscription>& subscribers);
    void republish(Transaction& tx);
    void handle_outcome(Transaction& tx);

    Lane& lane_;
    Letter letter_;
};

}  // namespace jangteo::runtime
