#pragma once

// FlushThread: the Flusher port: a thread that flushes the store, once for all commits that wait.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "runtime/after_flush.hpp"
#include "runtime/sql.hpp"

namespace jangteo::platform {

class FlushThread : public runtime::Flusher {
  public:
    explicit FlushThread(sql::Store& store);
    ~FlushThread() override { stop(); }

    // Waits for the disk when the lane has run ahead too far (unflushed_commits_max).
    void flush(runtime::AfterFlush after, bool at_once) override;
    // Once the lane has ended: flushes what waits, and ends the thread.
    void stop();

  private:
    void loop();

    sql::Store& store_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::condition_variable flushed_;
    runtime::AfterFlush waiting_;
    bool is_asked_ = false;  // with nothing to run after, perhaps
    bool is_flushing_ = false;
    int unflushed_ = 0;  // commits
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace jangteo::platform
