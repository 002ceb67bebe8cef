#pragma once

// Registry: the inventory that modules fill at start and the runtime reads afterwards: routes,
// subscriptions, timers, effects, event types. Not changed once the lane runs.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "contracts/codec/avro.hpp"
#include "contracts/codec/json.hpp"
#include "runtime/migration.hpp"
#include "runtime/routes.hpp"
#include "runtime/transaction.hpp"

namespace jangteo::runtime {

enum class OutcomeKind {
    done,      // the outside did it: `payload` says what
    refused,   // the outside said no, finally: `code` says why
    unknown,   // sent, and nobody knows: ask before anything else
    not_sent,  // provably without effect: the runtime tries again by itself, the handler never sees
               // this
};
BOOST_DESCRIBE_ENUM(OutcomeKind, done, refused, unknown, not_sent)

struct Outcome {
    OutcomeKind kind = OutcomeKind::unknown;
    std::string code;     // the outside's own error code, or what failed
    std::string payload;  // encoded by the executor for the outcome handler
};

// Calls under way to one outside system. Where each takes half a second it is a thousand a second.
inline constexpr std::size_t calls_max = 512;

// Performs one kind of effect outside. Called on the lane's thread, must not block; `done` may be
// called once, from any thread.
class EffectExecutor {
  public:
    virtual ~EffectExecutor() = default;
    virtual void perform(const Effect& effect, std::function<void(Outcome)> done) = 0;
};

struct EventType {
    std::string_view name;
    std::string_view topic;
    const codec::Shape* shape = nullptr;
    std::string (*to_json)(const std::string& payload) = nullptr;  // empty: the bytes do not decode
};

using EventHandler = std::function<void(Transaction&, const Event&)>;
using TimerHandler = std::function<void(Transaction&, const Uuid& key)>;
using OutcomeHandler = std::function<void(Transaction&, const Effect&, const Outcome&)>;

struct Subscription {
    std::string_view consumer;  // the group: the service that reacts
    std::string_view topic;     // known even where the event's publisher is another process
    EventHandler handle;
};

struct EffectKind {
    EffectExecutor* executor = nullptr;
    std::string_view system;  // the outside system: one breaker and one bounded pool each
    OutcomeHandler on_outcome;
};

[[noreturn]] void fail_decode(std::string_view type);

class Registry {
  public:
    Routes routes;

    void add_migrations(const std::vector<Migration>& more) {
        migrations_.insert(migrations_.end(), more.begin(), more.end());
    }

    // Declares an event that a service publishes; E::topic names where.
    template <class E>
    void publishes() {
        types_[codec::shape_of<E>().name] = event_type_of<E>();
    }

    // `consumer` and the handler's owner live as long as the registry.
    template <class E>
    void on(std::string_view consumer, std::function<void(Transaction&, const E&)> handler) {
        const EventType type = event_type_of<E>();
        consumed_types_[type.name] = type;
        auto& last = last_decoded_[type.name];
        if (!last) last = std::make_shared<Decoded<E>>();
        auto decode_and_handle = [handler = std::move(handler),
                                  last = std::static_pointer_cast<Decoded<E>>(last)](
                                     Transaction& tx, const Event& event) {
            if (!last->body || last->payload != event.payload) {
                last->body = codec::decode_avro<E>(event.payload);
                last->payload = event.payload;
                if (!last->body) fail_decode(event.type);
            }
            handler(tx, *last->body);
        };
        subscribe(type.name, {consumer, E::topic, std::move(decode_and_handle)});
    }

    // After the modules are installed: whatever is published elsewhere comes from the broker.
    // `everything`: what is published here too, as if each service were alone.
    void consume_from_broker(bool everything = false);

    void on_timer(std::string_view name, TimerHandler handler) {
        timers_[name] = std::move(handler);
    }

    void effect(std::string_view kind, std::string_view system, EffectExecutor& executor,
                OutcomeHandler handler) {
        effects_[kind] = {&executor, system, std::move(handler)};
    }

    const std::vector<Migration>& migrations() const { return migrations_; }
    const std::map<std::string_view, EventType>& event_types() const { return types_; }
    // Published or consumed here; null: neither.
    const EventType* event_type(std::string_view name) const;
    // Those who are told on this lane.
    const std::vector<Subscription>& subscribers(std::string_view type) const;
    // Those who hear of it from the broker.
    const std::vector<Subscription>& broker_subscribers(std::string_view type) const;
    std::vector<std::string> broker_topics() const;
    const std::unordered_map<std::string_view, std::vector<Subscription>>& subscriptions() const {
        return subscriptions_;
    }
    const TimerHandler* timer(std::string_view name) const;
    const EffectKind* effect(std::string_view kind) const;
    const std::unordered_map<std::string_view, EffectKind>& effects() const { return effects_; }

  private:
    template <class E>
    struct Decoded {
        std::string payload;
        std::optional<E> body;
    };
    using Subscriptions = std::unordered_map<std::string_view, std::vector<Subscription>>;

    template <class E>
    static EventType event_type_of() {
        const codec::Shape& shape = codec::shape_of<E>();
        return {shape.name, E::topic, &shape, [](const std::string& payload) {
                    auto event = codec::decode_avro<E>(payload);
                    return event ? codec::encode_json(*event) : std::string();
                }};
    }

    void subscribe(std::string_view type, Subscription subscription);

    std::vector<Migration> migrations_;
    std::map<std::string_view, EventType> types_;
    std::map<std::string_view, EventType> consumed_types_;
    // Of each type what was decoded last: several who hear of an event share what it says. The
    // lane's.
    std::map<std::string_view, std::shared_ptr<void>> last_decoded_;
    Subscriptions subscriptions_;
    Subscriptions broker_subscriptions_;
    std::unordered_map<std::string_view, TimerHandler> timers_;
    std::unordered_map<std::string_view, EffectKind> effects_;
};

}  // namespace jangteo::runtime
