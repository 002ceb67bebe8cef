#pragma once

// ConsumerPartitions: what has come of each partition that is ours, and what of it is handled. The
// consumer's thread adds, any thread says what is handled.

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "kernel/timestamp.hpp"
#include "runtime/broker.hpp"

namespace jangteo::platform::kafka {

class ConsumerPartitions {
  public:
    using Partition = runtime::BrokerPartition;

    // Above `most` unhandled records a partition is full, until half of them are handled.
    explicit ConsumerPartitions(std::size_t most) : most_(most) {}

    void add(const Partition& partition);
    void remove(const Partition& partition);
    std::vector<Partition> all();

    void arrived(const Partition& partition, std::int64_t offset);
    // True: the partition is ours, so its offset may be stored.
    bool handled(const Partition& partition, std::int64_t offset);

    // Those that became full, or can take more again, since this was asked last.
    struct Changes {
        std::vector<Partition> full;
        std::vector<Partition> free;
    };
    Changes changes();
    bool is_full(const Partition& partition);
    // False: one of them would become full, still after all that time.
    bool wait_for_room(Duration patience);

    // False: something of these is not handled after all that time.
    bool wait_until_handled(const std::vector<Partition>& partitions, Duration patience);
    std::size_t unhandled();

  private:
    struct State {
        std::deque<std::int64_t> unhandled;
        bool is_full = false;
    };

    bool becomes_full(const State& state) const {
        return !state.is_full && state.unhandled.size() > most_;
    }

    std::size_t most_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<Partition, State> states_;
};

}  // namespace jangteo::platform::kafka
