#pragma once

// TestShop: modules on one lane in one thread: a private store in memory (or on the engine that
// JANGTEO_TEST_STORE names: the same stories hold on each), events on their usual way (or, where
// JANGTEO_TEST_TOPOLOGY is "split", each through a broker), a virtual clock, seeded randomness,
// routes called in process, effects answered by functions. Nothing sleeps; time moves when the test
// says so.
//
//   TestShop shop;
//   MemberModule member({}, {...}); member.install(shop.registry);
//   shop.start();
//   auto answer = shop.call(Method::post, "/v1/members", R"({"email": …})", shop.as_member(id));
//   shop.settle();            // until nothing is left to do now
//   shop.advance(hours(1));   // fires what falls due on the way

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "runtime/edge.hpp"
#include "tests/support/faulty_store.hpp"
#include "tests/support/loopback_broker.hpp"
#include "tests/support/store_engines.hpp"

namespace jangteo::test {

using runtime::HttpAnswer;
using runtime::Method;

class VirtualClock : public runtime::Clock {
  public:
    Timestamp now() const override { return now_; }
    std::int64_t monotonic_ns() const override { return now_.us * 1000; }
    void set(Timestamp now) { now_ = now; }

  private:
    Timestamp now_{1'800'000'000'000'000};  // 2027-01-15T08:00:00Z
};

// SplitMix64: the same seed gives the same bytes.
class SeededRandom : public runtime::Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override;
    std::uint64_t next();

  private:
    std::uint64_t state_;
};

// Tokens are "mem_…" texts of principals handed out by as_member() and friends; real ones are a
// service's business.
class FakeTokens : public runtime::Tokens {
  public:
    std::string issue(const runtime::Principal& principal, Timestamp now,
                      Duration lifetime) override;
    std::optional<runtime::Principal> verify(std::string_view token, Timestamp now) override;
    std::string jwks() const override { return "{\"keys\":[]}"; }

  private:
    std::map<std::string, runtime::Principal, std::less<>> issued_;
};

class FakePasswords : public runtime::Passwords {
  public:
    std::string hash(std::string_view password) override { return "fake:" + std::string(password); }
    bool verify(std::string_view password, const std::string& hash) override {
        return hash == "fake:" + std::string(password);
    }
};

class FakeDigest : public runtime::Digest {
  public:
    std::string digest(std::initializer_list<std::string_view> parts) const override;
};

// Runs everything at once; delayed work when the clock gets there.
class InlineBackground : public runtime::Background {
  public:
    explicit InlineBackground(VirtualClock& clock) : clock_(clock) {}
    bool run(std::function<void()> work) override;
    Delayed run_after(Duration delay, std::function<void()> work) override;
    void cancel(const Delayed& delayed) override { delayed_.erase(delayed); }
    void run_due();

  private:
    VirtualClock& clock_;
    std::map<Delayed, std::function<void()>> delayed_;  // due by the virtual clock
    std::uint64_t next_serial_ = 1;
};

class SilentLog : public runtime::Log {
  public:
    void write(runtime::LogLevel, std::string_view,
               std::initializer_list<runtime::LogField>) override {}
    bool wants(runtime::LogLevel) const override { return false; }
};

// An effect executor that answers through a function; without one it keeps the effects for the test
// to answer.
class StubExecutor : public runtime::EffectExecutor {
  public:
    std::function<runtime::Outcome(const runtime::Effect&)> respond;
    std::vector<std::pair<runtime::Effect, std::function<void(runtime::Outcome)>>> waiting;
    std::vector<runtime::Effect> seen;

    void perform(const runtime::Effect& effect,
                 std::function<void(runtime::Outcome)> done) override;
};

struct CallOptions {
    std::vector<runtime::Header> headers;
    std::string key;  // Idempotency-Key; "" makes a fresh one for every call, "-" sends none
};

class TestShop {
  public:
    explicit TestShop(std::uint64_t seed = 1,
                      runtime::Delivery delivery = runtime::Delivery::local);
    ~TestShop();

    VirtualClock clock;
    SeededRandom random;
    std::unique_ptr<StoreEngine> engine = make_shop_engine();
    std::unique_ptr<sql::Store> opened = engine->open();
    sql::Store& store = *opened;
    FaultyStore faulty{store};  // what lane and edge use
    runtime::Registry registry;
    runtime::Metrics metrics;
    SilentLog log;
    runtime::Watches watches;
    FakeTokens tokens;
    FakePasswords passwords;
    FakeDigest digest;
    InlineBackground background;
    std::unique_ptr<runtime::Lane> lane;
    std::unique_ptr<runtime::Edge> edge;
    // Changed before start().
    runtime::LaneOptions lane_options;
    runtime::EdgeOptions edge_options;
    runtime::Flusher* flusher = nullptr;
    std::optional<LoopbackBroker> broker;

    // After the modules are installed: migrates, recovers.
    void start();
    // As after a crash: everything in memory is forgotten, the store is kept.
    void restart();

    // Calls a route and runs the lane until it answers. `authorization` is a token or "".
    HttpAnswer call(Method method, std::string_view target, std::string body = "",
                    const std::string& token = "", CallOptions options = {});
    // Submits without running the lane; the answer appears in the result once the lane has run.
    std::shared_ptr<HttpAnswer> begin_call(Method method, std::string_view target, std::string body,
                                           const std::string& token, CallOptions options = {});

    std::string as(const runtime::Principal& principal);
    std::string as_member(MemberId member);
    std::string as_seller(MemberId member, EnterpriseId enterprise,
                          runtime::Role role = runtime::Role::seller_owner);
    std::string as_operator(MemberId member);

    // Runs a piece of work as a transaction of the lane: for seeding.
    void transact(std::function<void(runtime::Transaction&)> work);
    // Publishes an event of a service that is not part of this test.
    template <class E>
    void publish(const runtime::Subject& about, const E& event) {
        transact([&](runtime::Transaction& tx) { tx.publish(about, event); });
        settle();
    }

    // Every published event in order: (type, payload), newest last.
    std::vector<runtime::Event> events();
    // The last event of a type, decoded.
    template <class E>
    std::optional<E> last_event() {
        std::optional<E> found;
        for (const auto& event : events()) {
            if (event.type == codec::shape_of<E>().name)
                found = codec::decode_avro<E>(event.payload);
        }
        return found;
    }
    template <class E>
    std::size_t count_events() {
        std::size_t count = 0;
        for (const auto& event : events()) count += event.type == codec::shape_of<E>().name ? 1 : 0;
        return count;
    }

    void settle();
    bool run();  // the lane and the broker, once
    void advance(Duration by);
    template <class IdType>
    IdType new_id() {
        return ids_.next<IdType>(clock.now());
    }

  private:
    void make_lane();

    runtime::Ids ids_;
    int key_number_ = 0;
};

}  // namespace jangteo::test
