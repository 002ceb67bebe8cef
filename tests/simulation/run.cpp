#include "tests/simulation/run.hpp"

#include <array>

#include "tests/simulation/shopkeepers.hpp"
#include "tests/simulation/shoppers.hpp"
#include "tests/simulation/verdict.hpp"
#include "tests/simulation/violation.hpp"

namespace jangteo::simulation {
namespace {

constexpr Duration shopping = hours(3);
constexpr std::int64_t troubled_parts = 60;  // of the first phase
constexpr Duration rest_at_most = days(60);

class Run {
  public:
    Run(Stage& stage, const RunOptions& options)
        : world(stage, {options.seed, options.delivery}),
          provider(world),
          carrier(world),
          market(world, options.size),
          shoppers(market, provider),
          shopkeepers(market, carrier),
          verdict(world, provider, carrier) {
        for (Trouble trouble : options.without) world.faults.switch_off(trouble);
        if (options.listens) world.history.listen();
        world.watch.prices_are_current = world.delivery == runtime::Delivery::local &&
                                         !world.faults.is_on(Trouble::poison_throws);
        world.watch.on_status = [this](const contracts::OrderStatusChanged& event) {
            shoppers.on_status(event);
            shopkeepers.on_status(event);
        };
        world.watch.on_poison = [this](const Uuid& found) { verdict.poison.insert(found); };
        world.watch.on_started = [this](const contracts::DeliveryStarted& event) {
            shopkeepers.on_started(event);
        };
    }

    void play() {
        shoppers.plan(shopping);
        shopkeepers.plan(shopping);
        Duration troubled = world.chance.between(hours(4), days(3));
        world.faults.begin();
        for (std::int64_t part = 1; part <= troubled_parts; ++part) {
            world.after({troubled.us / troubled_parts * part}, [this, part] { stir(part); });
        }
        run_until(world.now() + troubled);
        world.repair();
        come_to_rest();
        verdict.judge(shoppers.acknowledged());
    }

    World world;
    Provider provider;
    Carrier carrier;
    Market market;
    Shoppers shoppers;
    Shopkeepers shopkeepers;
    Verdict verdict;

  private:
    void run_until(Timestamp end) {
        bool has_come = false;
        world.after(end - world.now(), [&has_come] { has_come = true; });
        while (!has_come && world.step()) {
        }
    }

    // What goes wrong by itself, not at a step of somebody.
    void stir(std::int64_t part) {
        Faults& faults = world.faults;
        Chance& chance = faults.chance();
        if (part % 12 == 0) shopkeepers.look_around();
        if (part % 20 == 0 && verdict.is_quiet()) verdict.audit();
        if (faults.strikes(Trouble::crash_while_idle)) {
            bool is_long = faults.strikes(Trouble::long_downtime);
            world.kill(is_long ? chance.between(minutes(20), hours(3))
                               : chance.between(seconds(1), minutes(5)));
        }
        if (faults.strikes(Trouble::stale_process)) {
            world.overtake(chance.between(seconds(1), minutes(3)));
        }
        if (faults.strikes(Trouble::clock_forward)) skew(chance.between(minutes(1), hours(20)));
        if (faults.strikes(Trouble::clock_back)) skew({-chance.between(minutes(1), hours(20)).us});
        if (faults.strikes(Trouble::clock_frozen))
            world.freeze_clock(chance.between(seconds(10), minutes(20)));
        if (faults.strikes(Trouble::poison_undecodable)) poison();
        if (faults.strikes(Trouble::table_fails)) break_table();
    }

    // What is handled there goes to dead letters; all else goes on.
    void break_table() {
        constexpr std::array<std::string_view, 5> tables = {"order_order", "payment_payment",
                                                            "inventory_reservation",
                                                            "delivery_shipment", "seller_approval"};
        Chance& chance = world.faults.chance();
        world.break_table(tables[static_cast<std::size_t>(chance.below(5))],
                          chance.between(seconds(1), minutes(30)));
    }

    void skew(Duration by) {
        world.set_skew(by);
        world.after(world.faults.chance().between(minutes(5), hours(2)),
                    [this] { world.set_skew({}); });
    }

    // An event that nobody can read. Until its commit is known it may be lost with the process.
    void poison() {
        Uuid aggregate{};
        world.stage.random.fill(aggregate);
        world.transact([aggregate](runtime::Transaction& tx) {
            tx.publish_bytes({aggregate, 1, aggregate}, "OrderStatusChanged", "poison");
        });
    }

    void come_to_rest() {
        Timestamp end = world.now() + rest_at_most;
        Duration pause = minutes(30);
        std::string left = "?";
        while (world.now() < end) {
            shopkeepers.look_around();
            run_until(world.now() + pause);
            left = verdict.what_is_left();
            if (left.empty()) return;
            if (pause < hours(12)) pause = pause * 2;
        }
        throw Violation(
            "G4", "the shop",
            "not at rest after sixty days without faults: " + left + verdict.who_is_left());
    }
};

}  // namespace

RunResult run_seed(Stage& stage, const RunOptions& options) {
    RunResult result;
    Run run(stage, options);
    try {
        run.play();
    } catch (const Violation& violation) {
        result.failure = Failure{violation.invariant, violation.object, violation.what()};
    }
    result.coverage = run.world.coverage;
    result.coverage.runs = 1;
    result.coverage.faults = run.world.faults.struck();
    result.hash = run.world.history.hash();
    result.told = run.world.history.told();
    return result;
}

}  // namespace jangteo::simulation
