#include "boot/bench/relay_bench.hpp"

#include "contracts/inventory/events.hpp"
#include "kernel/check.hpp"
#include "platform/sodium/random.hpp"
#include "platform/spdlog/spdlog_log.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "platform/threads/system_clock.hpp"
#include "runtime/lane.hpp"
#include "runtime/migrate.hpp"
#include "runtime/work_message.hpp"

namespace jangteo::boot {
namespace {

constexpr std::int64_t events_in_record = 64;

const sql::Query count_event{
    "INSERT INTO probe_effect (subject, seen) VALUES (?, 1) "
    "ON CONFLICT (subject) DO UPDATE SET seen = probe_effect.seen + 1"};
const sql::Query sum_events{"SELECT sum(seen) FROM probe_effect"};

constexpr runtime::Migration effect_table{
    "probe", 1, "effect",
    "CREATE TABLE probe_effect (subject INTEGER PRIMARY KEY, seen INTEGER NOT NULL)"};

}  // namespace

double relay_events_per_second(const std::string& folder, std::int64_t events) {
    platform::SystemClock clock;
    platform::sodium::SodiumRandom random;
    platform::sqlite::SqliteStore store({.path = folder + "/relay.db"});
    platform::SpdlogLog log(platform::LogFormat::human, runtime::LogLevel::error);
    runtime::Metrics metrics;
    runtime::Watches watches;
    runtime::Registry registry;
    registry.add_migrations(runtime::migrations());
    registry.add_migrations({effect_table});
    registry.publishes<contracts::ProductStockChanged>();
    registry.on<contracts::ProductStockChanged>(
        "probe", [](runtime::Transaction& tx, const contracts::ProductStockChanged& event) {
            tx.db().execute(count_event, {event.on_hand % 1000});
        });
    runtime::migrate(store.writer(), registry.migrations(), clock.now());
    runtime::Lane lane({store, clock, random, registry, metrics, log, watches, [] {}},
                       {.delivery = runtime::Delivery::log});
    lane.recover();

    auto begin = clock.monotonic_ns();
    for (std::int64_t published = 0; published < events; published += events_in_record) {
        lane.post(std::make_unique<runtime::WorkMessage>(
            "publish",
            [published](runtime::Transaction& tx) {
                for (std::int64_t i = 0; i < events_in_record; ++i) {
                    SkuId sku = tx.next_id<SkuId>();
                    tx.publish(
                        runtime::subject(sku, 1),
                        contracts::ProductStockChanged{sku, {}, {}, published + i, 0, true, false});
                }
            },
            nullptr));
        lane.run_batch();
    }
    while (lane.run_batch()) {
    }
    double taken = static_cast<double>(clock.monotonic_ns() - begin) / 1e9;
    auto rows = store.writer().query(sum_events);
    rows.next();
    check(rows.integer(0) >= events, "every event had its effect");
    return static_cast<double>(rows.integer(0)) / taken;
}

}  // namespace jangteo::boot
