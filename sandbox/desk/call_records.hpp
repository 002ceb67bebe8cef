#pragma once

// CallRecords: which calls were done already, by the name that the caller gave them
// (Idempotency-Key and what it is scoped to). The answers themselves are in the journal. Kept for
// so long and then forgotten.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

#include "kernel/timestamp.hpp"
#include "sandbox/desk/by_name.hpp"

namespace jangteo::sandbox {

class CallRecords {
  public:
    struct Record {
        std::int64_t sequence = 0;  // of the journal's entry
        bool is_running = false;    // done, and its answer has not left yet
    };

    explicit CallRecords(Duration kept_for) : kept_for_(kept_for) {}

    const Record* find(const std::string& call, Timestamp now) {
        while (!by_age_.empty() && by_age_.front().first + kept_for_ < now) {
            records_.erase(by_age_.front().second);
            by_age_.pop_front();
        }
        const auto found = records_.find(call);
        return found == records_.end() ? nullptr : &found->second;
    }

    void add(const std::string& call, std::int64_t sequence, Timestamp at) {
        if (!records_.emplace(call, Record{sequence, false}).second) return;
        by_age_.emplace_back(at, call);
    }

    void set_running(const std::string& call, bool is_running) {
        const auto found = records_.find(call);
        if (found != records_.end()) found->second.is_running = is_running;
    }

  private:
    Duration kept_for_;
    ByName<Record> records_;
    std::deque<std::pair<Timestamp, std::string>> by_age_;
};

}  // namespace jangteo::sandbox
