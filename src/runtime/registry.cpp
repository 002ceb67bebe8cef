#include "runtime/registry.hpp"

#include "kernel/check.hpp"
#include "kernel/fault.hpp"

namespace jangteo::runtime {
namespace {

template <class Map>
auto find(const Map& map, std::string_view key) -> decltype(&map.begin()->second) {
    auto it = map.find(key);
    return it == map.end() ? nullptr : &it->second;
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

const std::vector<Subscription>& Registry::subscribers(std::string_view type) const {
    static const std::vector<Subscription> none;
    const auto* found = find(subscriptions_, type);
    return found ? *found : none;
}

const TimerHandler* Registry::timer(std::string_view name) const { return find(timers_, name); }

const EffectKind* Registry::effect(std::string_view kind) const { return find(effects_, kind); }

}  // namespace jangteo::runtime
