#pragma once

// Story: one order with a fixed script, for what is tried exhaustively: a crash at each commit,
// each fate of each call, each order of notices. Whatever is done to it, it must come to rest with
// all books equal.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/run.hpp"
#include "tests/simulation/shopkeepers.hpp"
#include "tests/simulation/verdict.hpp"

namespace jangteo::simulation {

class Story;

struct Script {
    std::string_view name;
    void (*begin)(Story&);
};

std::span<const Script> scripts();

struct StoryOptions {
    const Script* script = nullptr;
    runtime::Delivery delivery = runtime::Delivery::local;
    std::uint64_t seed = 1;
    bool listens = false;
    // Changes the world before the script begins.
    std::function<void(Story&)> arrange;
};

class Story {
  public:
    Story(Stage& stage, const StoryOptions& options);

    // Until all is at rest; throws a Violation.
    void play();
    // How it ended: status and money of the orders.
    std::string end();

    // What scripts are made of.
    struct Wanted {
        std::vector<std::size_t> things;  // one of each
        std::int64_t quantity = 1;
        bool by_stored_method = false;
    };
    void order(const Wanted& wanted);
    void on(contracts::OrderStatus status, std::function<void()> then) {
        hooks_.emplace_back(status, std::move(then));
    }
    void pay(std::string_view prefix = "pk_", std::int64_t amount = 0);
    void cancel(bool whole);
    void decide(bool approves);
    void ship_by_hand();
    void arrive_by_hand(std::string_view status);
    void refund(std::size_t seller, bool restocks);
    void receive();
    void later(Duration delay, std::function<void()> what) { world.after(delay, std::move(what)); }

    World world;
    Provider provider;
    Carrier carrier;
    Market market;
    Shopkeepers shopkeepers;
    Verdict verdict;
    std::string order_id;
    std::string payment_key;
    std::function<void()> on_ordered;

  private:
    void moved(const contracts::OrderStatusChanged& event);
    void ask(const std::string& path, const std::string& body, const std::string& token);
    void run_for(Duration time);

    const Script& script_;
    std::vector<std::pair<contracts::OrderStatus, std::function<void()>>> hooks_;
    std::vector<std::string> acknowledged_;
    std::int64_t total_ = 0;
    int orders_ = 0;
    int keys_ = 0;
};

// As a run: its result, with how it ended as an extra.
struct StoryResult {
    RunResult run;
    std::string end;
    std::uint64_t commits = 0;
};
StoryResult play_story(Stage& stage, const StoryOptions& options);

}  // namespace jangteo::simulation
