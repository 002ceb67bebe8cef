#pragma once

// Watches: who waits to hear that a process (an order) changed: `Prefer: wait` and event streams.
// Any thread. A watcher is called after the commit, on the lane's thread; what it has to say goes
// out with the flush.

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "kernel/id.hpp"
#include "runtime/after_flush.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

class Watches {
  public:
    using Handle = std::uint64_t;
    using Changed = std::function<void(sql::Connection&, AfterFlush&)>;

    Handle watch(const Uuid& process, Changed changed);
    void unwatch(Handle handle);
    // On the lane's thread, with a connection that sees the commit.
    void changed(sql::Connection& db, const std::vector<Uuid>& processes, AfterFlush& after);
    // Every watcher looks, as nobody here knows what changed: another process has written. Any one
    // thread.
    void look(sql::Connection& db);
    bool empty() const { return count_.load(std::memory_order_relaxed) == 0; }

  private:
    struct Watcher {
        Handle handle;
        Changed changed;
    };

    std::mutex mutex_;
    std::atomic<std::size_t> count_{0};
    Handle next_ = 1;
    std::unordered_map<EventId, std::vector<Watcher>> watchers_;
    std::unordered_map<Handle, EventId> processes_;
};

}  // namespace jangteo::runtime
