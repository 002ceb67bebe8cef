#include "platform/kafka/consumer_partitions.hpp"

#include <algorithm>
#include <chrono>

namespace jangteo::platform::kafka {

void ConsumerPartitions::add(const Partition& partition) {
    const std::lock_guard lock(mutex_);
    states_[partition] = {};
}

void ConsumerPartitions::remove(const Partition& partition) {
    const std::lock_guard lock(mutex_);
    states_.erase(partition);
    changed_.notify_all();
}

std::vector<runtime::BrokerPartition> ConsumerPartitions::all() {
    const std::lock_guard lock(mutex_);
    std::vector<Partition> partitions;
    for (const auto& [partition, state] : states_) partitions.push_back(partition);
    return partitions;
}

void ConsumerPartitions::arrived(const Partition& partition, std::int64_t offset) {
    const std::lock_guard lock(mutex_);
    auto state = states_.find(partition);
    if (state != states_.end()) state->second.unhandled.push_back(offset);
}

bool ConsumerPartitions::handled(const Partition& partition, std::int64_t offset) {
    const std::lock_guard lock(mutex_);
    auto state = states_.find(partition);
    if (state == states_.end()) return false;
    auto& unhandled = state->second.unhandled;
    while (!unhandled.empty() && unhandled.front() <= offset) unhandled.pop_front();
    changed_.notify_all();
    return true;
}

ConsumerPartitions::Changes ConsumerPartitions::changes() {
    const std::lock_guard lock(mutex_);
    Changes changes;
    for (auto& [partition, state] : states_) {
        if (becomes_full(state)) {
            state.is_full = true;
            changes.full.push_back(partition);
        } else if (state.is_full && state.unhandled.size() <= most_ / 2) {
            state.is_full = false;
            changes.free.push_back(partition);
        }
    }
    return changes;
}

bool ConsumerPartitions::is_full(const Partition& partition) {
    const std::lock_guard lock(mutex_);
    auto state = states_.find(partition);
    return state != states_.end() && state->second.is_full;
}

bool ConsumerPartitions::wait_for_room(Duration patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::microseconds(patience.us), [&] {
        return std::ranges::none_of(states_,
                                    [&](const auto& state) { return becomes_full(state.second); });
    });
}

bool ConsumerPartitions::wait_until_handled(const std::vector<Partition>& partitions,
                                            Duration patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::microseconds(patience.us), [&] {
        return std::ranges::all_of(partitions, [&](const Partition& partition) {
            auto state = states_.find(partition);
            return state == states_.end() || state->second.unhandled.empty();
        });
    });
}

std::size_t ConsumerPartitions::unhandled() {
    const std::lock_guard lock(mutex_);
    std::size_t sum = 0;
    for (const auto& [partition, state] : states_) sum += state.unhandled.size();
    return sum;
}

}  // namespace jangteo::platform::kafka
