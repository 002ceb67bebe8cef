#pragma once

// Lease: who may write a store. Whoever starts on it takes the lease and so raises its epoch; every
// transaction that writes holds the epoch that it knows against the stored one, and a lane that was
// overtaken (a paused process whose lock on the folder was lost, say) can commit nothing more.
// Lane's thread only.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "runtime/sql.hpp"

namespace jangteo::runtime {

// Another has taken the lease. Nothing of this transaction may be committed, nor of any later one.
class Fenced : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class Lease {
  public:
    // Takes the lease from whoever has it, in a commit of its own. `holder` is for people.
    void take(sql::Connection& db, std::string_view holder);

    // Throws Fenced when the epoch is not ours. Inside a transaction that writes, so that none can
    // take the lease between this and the commit.
    void hold(sql::Connection& db) const;

    // 0: not taken.
    std::int64_t epoch() const { return epoch_; }

  private:
    std::int64_t epoch_ = 0;
};

}  // namespace jangteo::runtime
