#pragma once

// Lease: who may write a store. Whoever starts on it takes the lease and so raises its epoch; every
// transaction that writes holds the epoch that it knows against the stored one, and a lane that was
// overtaken (a paused process, say) can commit nothing more.
//
// A lease does not run out by a clock: where processes stand by, its holder beats, and whoever sees
// the beat stand still for long enough by a clock of its own may take over. Should the holder live
// after all, the epoch keeps it from doing harm.

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "runtime/sql.hpp"

namespace jangteo::runtime {

// Another has taken the lease. Nothing of this transaction may be committed, nor of any later one.
class Fenced : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct Holder {
    std::string words;  // for people
    std::string host;   // its machine, and
    std::string url;    // where it answers there; empty: nobody stands by
};

// Who holds a lease, as others see it.
struct SeenHolder {
    std::int64_t epoch = 0;
    Holder holder;
    std::int64_t beat = 0;  // rises while it lives
};

class Lease {
  public:
    // Any thread; none: nobody has ever held it.
    static std::optional<SeenHolder> seen(sql::Connection& db);

    // Takes the lease in a commit of its own, from whoever has it, or from the epoch `from` alone:
    // false when that has ended meanwhile. Thread: the lane's, or before it runs.
    bool take(sql::Connection& db, const Holder& holder, std::optional<std::int64_t> from = {});
    // Whoever stands by may take it at once. In a commit of its own.
    void release(sql::Connection& db);

    // Throws Fenced when the epoch is not ours. Inside a transaction that writes, so that none can
    // take the lease between this and the commit.
    void hold(sql::Connection& db) const;
    // In a transaction that holds it.
    static void beat(sql::Connection& db);

    // 0: not taken.
    std::int64_t epoch() const { return epoch_; }

  private:
    std::int64_t epoch_ = 0;
};

}  // namespace jangteo::runtime
