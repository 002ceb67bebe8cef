#include "runtime/registry.hpp"

#include <set>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"

namespace jangteo::runtime {
namespace {

template <class Map>
auto find(const Map& map, std::string_view key) -> decltype(&map.begin()->second) {
    auto it = map.find(key);
    return it == map.end() ? nullptr : &it->second;
}

const std::vector<Subscription>& found_or_none(const std::vector<Subscription>* found) {
    static const std::vector<Subscription> none;
    return found ? *found : none;
}

}  // namespace

void fail_decode(std::string_view type) {
    throw Fault(FaultKind::permanent, "cannot decode the bytes of a " + std::string(type));
}

void Registry::subscribe(std::string_view type, Subscription subscription) {
    auto& subscriptions = subscriptions_[type];
    for (const Subscription& other : subscriptions) {
        // A group has one position in a topic: of two handlers only the first would see the event.
        check(other.consumer != subscription.consumer, "a consumer handles an event type once");
    }
    subscriptions.push_back(std::move(subscription));
}

void Registry::consume_from_broker(bool everything) {
    for (auto it = subscriptions_.begin(); it != subscriptions_.end();) {
        if (everything || !types_.contains(it->first)) {
            broker_subscriptions_[it->first] = std::move(it->second);
            it = subscriptions_.erase(it);
        } else {
            ++it;
        }
    }
}

const EventType* Registry::event_type(std::string_view name) const {
    const EventType* published = find(types_, name);
    return published ? published : find(consumed_types_, name);
}

const std::vector<Subscription>& Registry::subscribers(std::string_view type) const {
    return found_or_none(find(subscriptions_, type));
}

const std::vector<Subscription>& Registry::broker_subscribers(std::string_view type) const {
    return found_or_none(find(broker_subscriptions_, type));
}

std::vector<std::string> Registry::broker_topics() const {
    std::set<std::string> topics;
    for (const auto& [type, subscriptions] : broker_subscriptions_) {
        topics.emplace(subscriptions.front().topic);
    }
    return {topics.begin(), topics.end()};
}

const TimerHandler* Registry::timer(std::string_view name) const { return find(timers_, name); }

const EffectKind* Registry::effect(std::string_view kind) const { return find(effects_, kind); }

}  // namespace jangteo::runtime
