#pragma once

// World: one run. The program's process with its store, the network between it and everybody else,
// true time, and what goes wrong. One thread; the next thing to happen is always the earliest.
//
//   World world(stage, options);
//   world.call(request);            // while nothing goes wrong
//   world.faults.begin();
//   while (world.now() < end) world.step();

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>

#include "tests/simulation/agenda.hpp"
#include "tests/simulation/coverage.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/simulation/history.hpp"
#include "tests/simulation/life.hpp"
#include "tests/simulation/log_watch.hpp"

namespace jangteo::simulation {

struct WorldOptions {
    std::uint64_t seed = 1;
    std::optional<runtime::Delivery> delivery;  // none: as the seed says
};

struct Request {
    runtime::Method method = runtime::Method::get;
    std::string path;
    std::string body;
    std::string token;
    std::string key;       // Idempotency-Key
    std::string if_match;  // a version
};

using Answered = std::function<void(const runtime::HttpAnswer&)>;  // status 0: no answer came

class World : public StoreWatcher, public runtime::LogFaults {
  public:
    World(Stage& stage, WorldOptions options);
    ~World() override;

    Stage& stage;
    Coverage coverage;
    History history;
    Faults faults;
    Chance chance;  // the actors'
    LogWatch watch;
    test::VirtualClock clock;  // the process's; may be wrong
    const runtime::Delivery delivery;

    Timestamp now() const { return now_; }
    void after(Duration delay, std::function<void()> what) {
        agenda_.at(now_ + delay, std::move(what));
    }
    // The next thing; false when nothing will ever happen again.
    bool step();
    Timestamp next() const;

    // One try over the network.
    void send(const Request& request, Answered done);
    // As a patient client: again with the same key until there is an answer, or for an hour.
    void ask(Request request, Answered done, int tries = 0);
    // Runs the world until there is an answer. For preparing.
    runtime::HttpAnswer call(const Request& request);

    // The running life takes the outcome, if it is still there then.
    OutcomeTaker guarded(OutcomeTaker done);
    Life* life() { return life_.get(); }
    void kill(Duration downtime);
    // The process is paused, another takes its store, and then it wakes up beside it.
    void overtake(Duration pause);
    // A piece of work in the lane, as the program's own.
    void transact(std::function<void(runtime::Transaction&)> work);
    // Everything is repaired: clocks right, process up.
    void repair();
    void set_skew(Duration skew);
    void freeze_clock(Duration how_long);
    void fill_disk(Duration how_long) { disk_is_full_until_ = now_ + how_long; }
    void break_table(std::string_view table, Duration how_long) {
        broken_table_ = table;
        table_is_broken_until_ = now_ + how_long;
    }
    std::string new_key() { return "key-" + std::to_string(++keys_); }

    // A commit that ends the process, counted from 1 since arming.
    struct CrashAt {
        std::uint64_t commit = 0;
        bool after = false;
    };
    std::optional<CrashAt> crash_at;
    std::uint64_t commits_seen = 0;

    // Poison.
    void on_witnessed(std::uint64_t event);

    void before(StoreStep step) override;
    void on_write(const sql::Query& query) override;
    void after_commit() override;
    bool hold(std::string_view consumer, std::string_view topic, int partition) override;
    bool repeat(std::string_view consumer, const runtime::Event& event) override;

  private:
    friend class SimExchange;

    void start_life();
    void run_lane();
    void run_ghost();
    Timestamp due_of_lane();
    Duration scheduling_delay();
    void move_time(Timestamp to);
    void set_clock();
    void arrive(const Request& request, const Answered& done);
    void answered(const Answered& done, const runtime::HttpAnswer& answer);
    void remember_answer(const Request& request, const runtime::HttpAnswer& answer);
    Duration network() { return chance_of_network_.between(microseconds(200), milliseconds(4)); }

    Agenda agenda_;
    Timestamp now_{1'800'000'000'000'000};
    Chance chance_of_network_;
    Chance chance_of_schedule_;
    std::unique_ptr<Life> life_;
    std::unique_ptr<Life> ghost_;  // was paused while another took its store
    Life* acting_ = nullptr;       // whose lane runs now
    bool ghost_has_acted_ = false;
    bool is_closing_ = false;
    std::uint64_t lives_ = 0;

    Duration skew_;
    std::optional<Timestamp> frozen_at_;
    Timestamp disk_is_full_until_;
    std::string broken_table_;
    Timestamp table_is_broken_until_;
    std::map<std::tuple<std::string, std::string, int>, Timestamp, std::less<>> held_until_;
    std::unordered_map<EventId, int> repeated_;
    std::map<std::uint64_t, std::int64_t> poisoned_;  // event → times that it still throws
    std::unordered_map<std::string, std::pair<int, std::string>> answers_;  // by token and key
    int keys_ = 0;
};

std::string field_of(const runtime::HttpAnswer& answer, std::string_view name);

}  // namespace jangteo::simulation
