#pragma once

// Fault: the world failed (store down, timeout, disk full). The one exception type of the shop;
// only the edges in `runtime` catch it. What the shop refuses is never a Fault: that is a value in
// a std::expected.

#include <stdexcept>
#include <string>

namespace jangteo {

enum class FaultKind {
    retry_now,        // a lost race: the same work may succeed at once
    retry_later,      // the other side is down or full
    permanent,        // will fail again: bad configuration, broken file
    outcome_unknown,  // sent, but the answer was lost: ask before doing it again
};

class Fault : public std::runtime_error {
  public:
    Fault(FaultKind kind, const std::string& words) : std::runtime_error(words), kind_(kind) {}
    FaultKind kind() const { return kind_; }

  private:
    FaultKind kind_;
};

}  // namespace jangteo
