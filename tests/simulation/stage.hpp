#pragma once

// Stage: what all runs of one process share, because making it anew for each would cost more than
// the run itself: the migrated database in memory with its prepared statements, the modules with
// their routes and reactions, and ports that keep nothing. A run begins with wipe().

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "boot/modules.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "runtime/metrics.hpp"
#include "runtime/registry.hpp"
#include "runtime/watches.hpp"
#include "tests/support/shop.hpp"

namespace jangteo::runtime {
class Lane;
}

namespace jangteo::simulation {

using OutcomeTaker = std::function<void(runtime::Outcome)>;

// Whom the program calls outside, whoever plays it in this run.
class OutsideLine : public runtime::EffectExecutor {
  public:
    std::function<void(const runtime::Effect&, OutcomeTaker)> to;
    void perform(const runtime::Effect& effect, OutcomeTaker done) override {
        to(effect, std::move(done));
    }
};

class ReseededRandom : public runtime::Random {
  public:
    void seed(std::uint64_t seed) { random_ = test::SeededRandom(seed); }
    void fill(std::span<std::uint8_t> bytes) override { random_.fill(bytes); }

  private:
    test::SeededRandom random_{1};
};

class Stage {
  public:
    Stage();
    ~Stage();

    // Everything that a run has left is gone; the schema and the statements stay.
    void wipe(std::uint64_t seed);

    platform::sqlite::SqliteStore store{{.path = ":memory:", .durable = false, .cache_kib = 16384}};
    ReseededRandom random;
    test::FakeTokens tokens;
    test::FakePasswords passwords;
    test::FakeDigest digest;
    test::SilentLog log;
    runtime::Metrics metrics;
    runtime::Watches watches;
    runtime::Registry registry;
    OutsideLine provider;
    OutsideLine carrier;
    OutsideLine tracking;

    // Set by the run.
    std::function<runtime::Lane&()> lane;
    // The witness, a consumer of our own, has got an event: throws to be a poisoned one.
    std::function<void(std::uint64_t event)> on_witnessed;

  private:
    template <class E>
    void witness();
    void install_witness();
    void keep_first_rows();

    std::unique_ptr<boot::Modules> modules_;
    std::deque<sql::Query> wiping_;
};

// The same bytes, the same number.
std::uint64_t number_of(std::string_view bytes);

}  // namespace jangteo::simulation
