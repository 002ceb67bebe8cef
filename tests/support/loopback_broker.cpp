#include "tests/support/loopback_broker.hpp"

#include <algorithm>
#include <utility>

namespace jangteo::test {
namespace {

constexpr std::uint64_t repeat_every = 5;

// Nobody here listens to dead letters.
bool is_told_only(const std::string& topic) { return topic.ends_with(runtime::dead_letter_suffix); }

}  // namespace

void LoopbackBroker::send(std::vector<runtime::BrokerEvent> events, Done done) {
    waiting_.push_back({std::move(events), std::move(done)});
    if (!is_away_) come_back();
}

void LoopbackBroker::come_back() {
    is_away_ = false;
    for (Sent& sent : std::exchange(waiting_, {})) take(std::move(sent));
}

void LoopbackBroker::take(Sent sent) {
    std::vector<runtime::SendFailure> failures;
    for (std::size_t i = 0; i < sent.events.size(); ++i) {
        runtime::BrokerEvent& event = sent.events[i];
        std::string error = refuses ? refuses(event) : "";
        if (!error.empty()) {
            failures.push_back({i, std::move(error)});
            continue;
        }
        int number = event.event.aggregate.uuid()[15] % partitions;
        logs_[{event.topic, number}].events.push_back(std::move(event));
    }
    sent.done(std::move(failures));
}

void LoopbackBroker::handled(const runtime::BrokerPartition& partition, std::int64_t offset) {
    Log& log = logs_[partition];
    log.handled = std::max(log.handled, static_cast<std::size_t>(offset) + 1);
}

bool LoopbackBroker::deliver(runtime::Lane& lane) {
    std::vector<runtime::Arrival> arrivals;
    for (auto& [partition, log] : logs_) {
        if (log.next == log.events.size() || is_told_only(partition.topic)) continue;
        const bool again = ++deliveries_ % repeat_every == 0;
        std::size_t from = log.next;
        if (again) from = std::min(from, log.handled > 0 ? log.handled - 1 : 0);
        for (; from < log.events.size(); ++from) {
            arrivals.push_back(
                {partition, static_cast<std::int64_t>(from), log.events[from], "", ""});
        }
        log.next = log.events.size();
    }
    if (arrivals.empty()) return false;
    lane.arrived(std::move(arrivals), *this);
    return true;
}

void LoopbackBroker::rewind() {
    for (auto& [partition, log] : logs_) log.next = log.handled;
}

std::vector<runtime::BrokerEvent> LoopbackBroker::events(const std::string& topic) const {
    std::vector<runtime::BrokerEvent> all;
    for (const auto& [partition, log] : logs_) {
        if (partition.topic == topic) all.insert(all.end(), log.events.begin(), log.events.end());
    }
    return all;
}

bool LoopbackBroker::all_handled() const {
    return std::ranges::all_of(logs_, [](const auto& entry) {
        const auto& [partition, log] = entry;
        return is_told_only(partition.topic) || log.handled == log.events.size();
    });
}

}  // namespace jangteo::test
