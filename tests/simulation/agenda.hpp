#pragma once

// Agenda: what will happen outside the program, by true time. Things of one moment happen in the
// order in which they were planned.

#include <functional>
#include <map>
#include <utility>

#include "kernel/timestamp.hpp"

namespace jangteo::simulation {

inline constexpr Timestamp never{INT64_MAX};

class Agenda {
  public:
    void at(Timestamp when, std::function<void()> what) { entries_.emplace(when, std::move(what)); }
    Timestamp next() const { return entries_.empty() ? never : entries_.begin()->first; }
    bool empty() const { return entries_.empty(); }
    void run_next() {
        auto what = std::move(entries_.begin()->second);
        entries_.erase(entries_.begin());
        what();
    }
    void clear() { entries_.clear(); }

  private:
    std::multimap<Timestamp, std::function<void()>> entries_;
};

}  // namespace jangteo::simulation
