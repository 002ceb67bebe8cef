// What the lane takes from the broker and hands to it.

#include <iterator>
#include <map>

#include "runtime/lane_messages.hpp"

namespace jangteo::runtime {

void Lane::publish_to(BrokerProducer& producer) {
    relay_.emplace(ports_.registry, ports_.metrics, producer, letters_, ports_.wake);
}

void Lane::post(Batch messages) {
    bool wakes = false;
    {
        std::lock_guard lock(queue_mutex_);
        wakes = is_queue_empty();
        std::move(messages.begin(), messages.end(), std::back_inserter(posted_));
    }
    if (wakes) ports_.wake();
}

void Lane::arrived(std::vector<Arrival> arrivals, BrokerConsumer& from) {
    // The broker is told once for all that came together of a partition.
    std::map<BrokerPartition, std::size_t> last;
    for (std::size_t i = 0; i < arrivals.size(); ++i) last[arrivals[i].partition] = i;
    Batch messages;
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        auto arrival = std::make_shared<const Arrival>(std::move(arrivals[i]));
        const bool is_last = last[arrival->partition] == i;
        if (arrival->event) {
            for (const Subscription& to :
                 ports_.registry.broker_subscribers(arrival->event->event.type)) {
                messages.push_back(std::make_unique<ArrivalMessage>(*this, &to, arrival, nullptr));
            }
        }
        if (is_last || !arrival->event) {
            messages.push_back(std::make_unique<ArrivalMessage>(*this, nullptr, arrival,
                                                                is_last ? &from : nullptr));
        }
    }
    post(std::move(messages));
}

// What cannot be read now is read when the store works again.
void Lane::pump_relay() {
    if (!relay_ || !fenced_by_.empty() || ports_.clock.now() < store_rests_until_) return;
    try {
        relay_->pump(ports_.store.writer());
    } catch (const std::exception& error) {
        store_failed("publish", error);
    }
}

}  // namespace jangteo::runtime
