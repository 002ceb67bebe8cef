#include "boot/bench/bench.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

#include "boot/audit/audit.hpp"
#include "boot/bench/kafka_bench.hpp"
#include "boot/bench/order_load.hpp"
#include "boot/bench/pgbench.hpp"
#include "boot/bench/probes.hpp"
#include "boot/bench/relay_bench.hpp"
#include "boot/kafka_setup.hpp"
#include "boot/store_url.hpp"
#include "kernel/fault.hpp"
#include "platform/threads/system_clock.hpp"

namespace jangteo::boot {
namespace {

struct Lengths {
    Duration probe;
    Duration load;
    std::uint64_t whole_orders;
    int alone;
    std::int64_t events;
};

constexpr Lengths full{seconds(3), seconds(6), 40'000, 200, 1'000'000};
constexpr Lengths quick{seconds(1), seconds(2), 6'000, 50, 200'000};
constexpr unsigned whole_in_flight = 1024;
constexpr unsigned whole_in_flight_on_servers = 256;

class TemporaryFolder {
  public:
    explicit TemporaryFolder(const std::string& wanted) : own_(wanted.empty()) {
        path_ = own_ ? (std::filesystem::temp_directory_path() /
                        fmt::format("jangteo-bench-{}", ::getpid()))
                           .string()
                     : wanted;
        std::filesystem::create_directories(path_);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        if (own_) std::filesystem::remove_all(path_, ignored);
    }
    const std::string& path() const { return path_; }

  private:
    bool own_;
    std::string path_;
};

class Bench {
  public:
    explicit Bench(const BenchOptions& options)
        : options_(options), lengths_(options.quick ? quick : full), folder_(options.data) {}

    int run() {
        probes();
        if (!options_.running.shop_url.empty()) {
            running_rows();
        } else if (engine_of(options_.config) == StoreEngine::sqlite) {
            shop_rows();
            if (wanted("relay_consume")) relay_row();
        } else {
            cluster_rows();
        }
        fmt::print("\n{}\n", bench_table(rows_));
        if (!options_.json_file.empty())
            std::ofstream(options_.json_file) << bench_json(rows_) << "\n";
        bool all = std::all_of(rows_.begin(), rows_.end(),
                               [](const BenchRow& row) { return row.holds(); });
        return all && audit_clean_ ? 0 : 1;
    }

  private:
    bool wanted(std::string_view id) const {
        return options_.only.empty() ||
               std::find(options_.only.begin(), options_.only.end(), id) != options_.only.end();
    }

    void say(const std::string& words) {
        fmt::print("{}\n", words);
        std::fflush(stdout);
    }

    void add(BenchRow row) {
        say(fmt::format("  {:<18} {:>12.1f} {}", row.id, row.value, row.unit));
        rows_.push_back(std::move(row));
    }

    void probes() {
        say("probes of this machine");
        add(probe_bare_http(lengths_.probe));
        bare_ = rows_.back().value;
        add(probe_fsync(folder_.path(), lengths_.probe));
        fsync_ms_ = rows_.back().p50_ms;
        add(probe_sqlite_commit(folder_.path(), lengths_.probe));
        commit_ = rows_.back().value;
    }

    void shop_rows() {
        say("a shop of its own");
        BenchShop shop(folder_.path(), {});
        shop.has_buyers_on_http_1_1 = options_.has_buyers_on_http_1_1;
        if (wanted("get_product")) product_row(shop);
        if (wanted("whole_order")) whole_rows(shop);
        if (wanted("place_order")) order_row(shop);
        say("audit");
        shop.stop();
        auto report = audit_store(shop.data());
        audit_clean_ = report.violations_total == 0;
        say(audit_table(report));
        if (wanted("start")) start_rows(shop);
    }

    // What the lane has spent so far.
    struct LaneCost {
        double commits = 0;
        double cpu_seconds = 0;
        double round_trips = 0;
    };
    static LaneCost lane_cost(const BenchShop& shop) {
        return {metric(shop, "jangteo_store_commits_total"), cpu_seconds_of("lane"),
                metric(shop, "jangteo_store_round_trips_total")};
    }

    void cluster_rows() {
        if (wanted("order_alone") || wanted("cluster_order")) servers_shop_rows();
        if (!uses_kafka(options_.config) || !wanted("kafka_events")) return;
        if (names_databases(options_.config)) return kafka_rows();
        say("kafka_events is left out: two services need two databases, and store.url has no "
            "{services}");
    }

    // Every service in one process, on servers.
    void servers_shop_rows() {
        if (auto row = probe_pgbench(options_.config, folder_.path(), lengths_.probe)) {
            pgbench_ = row->value;
            add(*row);
        }
        say(fmt::format("a shop on {}", store_name(options_.config)));
        BenchShop shop(folder_.path(), options_.config);
        shop.has_buyers_on_http_1_1 = options_.has_buyers_on_http_1_1;
        if (wanted("order_alone")) alone_row(shop);
        if (wanted("cluster_order")) cluster_order_row(shop);
        memory_row();
        say("audit");
        shop.stop();
        auto store = open_server_store(options_.config);
        auto report = audit_parts({{store->reader(), {}}}, platform::SystemClock().now());
        audit_clean_ = report.violations_total == 0;
        say(audit_table(report));
    }

    // A shop that runs has floors of its own: they depend on what it is made of.
    void running_rows() {
        say("the shop at " + options_.running.shop_url);
        BenchShop shop(options_.running);
        shop.has_buyers_on_http_1_1 = options_.has_buyers_on_http_1_1;
        const int alone = lengths_.alone / 2;
        whole_order_alone_ms(shop, alone / 10);
        if (wanted("order_alone"))
            add({.id = "order_alone",
                 .about = "one whole order on an idle shop",
                 .value = whole_order_alone_ms(shop, alone),
                 .unit = "ms",
                 .less_is_better = true});
        if (!wanted("whole_order")) return;
        const std::uint64_t orders = lengths_.whole_orders / 8;
        load_whole_orders(shop, whole_in_flight_on_servers, orders / 5, 0);
        auto whole = load_whole_orders(shop, whole_in_flight_on_servers, orders, 0);
        expect(whole.failed == 0, "every order went through: " + whole.first_failure);
        auto half = load_whole_orders(shop, whole_in_flight_on_servers, orders / 5, whole.rate / 2);
        add({.id = "whole_order",
             .about = "whole order to delivery started",
             .value = whole.rate,
             .unit = "1/s",
             .p50_ms = half.p50_ms,
             .p99_ms = half.p99_ms,
             .note = "latencies at half load"});
    }

    static std::string trips_words(const LaneCost& before, const LaneCost& after, double orders) {
        return fmt::format("{:.2f} commits and {:.1f} round trips to the store an order",
                           (after.commits - before.commits) / orders,
                           (after.round_trips - before.round_trips) / orders);
    }

    void alone_row(BenchShop& shop) {
        whole_order_alone_ms(shop, lengths_.alone / 10);
        const LaneCost before = lane_cost(shop);
        const double alone = whole_order_alone_ms(shop, lengths_.alone);
        const LaneCost after = lane_cost(shop);
        add({.id = "order_alone",
             .about = "one whole order on an idle shop",
             .value = alone,
             .unit = "ms",
             .floor = 25,
             .goal = 15,
             .note = trips_words(before, after, lengths_.alone),
             .less_is_better = true});
    }

    void cluster_order_row(BenchShop& shop) {
        const std::uint64_t orders = lengths_.whole_orders / 4;
        load_whole_orders(shop, whole_in_flight_on_servers, orders / 10, 0);
        platform::SystemClock clock;
        const LaneCost before = lane_cost(shop);
        auto whole = load_whole_orders(shop, whole_in_flight_on_servers, orders, 0);
        const auto ended = clock.monotonic_ns();
        const LaneCost after = lane_cost(shop);
        expect(whole.failed == 0, "every order went through: " + whole.first_failure);
        while (metric(shop, "jangteo_relay_backlog_records") > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        const double drained = static_cast<double>(clock.monotonic_ns() - ended) / 1e6;
        auto half = load_whole_orders(shop, whole_in_flight_on_servers, orders / 4, whole.rate / 2);
        add({.id = "cluster_order",
             .about = "whole order, every event published",
             .value = whole.rate,
             .unit = "1/s",
             .probe = pgbench_,
             .ratio = pgbench_ > 0 ? whole.rate / pgbench_ : 0,
             .floor = 1'000,
             .goal = 3'000,
             .p50_ms = half.p50_ms,
             .p99_ms = half.p99_ms,
             .note = fmt::format("latencies at half load; at full load {}; {}; the last event is "
                                 "with the brokers {:.0f} ms after the last order",
                                 trips_words(before, after, static_cast<double>(orders)),
                                 lane_words(before, after, static_cast<double>(orders)), drained)});
    }

    void kafka_rows() {
        const Config servers = kafka_bench_config(options_.config);
        const double bare = bare_kafka_records_per_second(servers, lengths_.events);
        add({.id = "kafka_records",
             .about = "librdkafka: records of 512 bytes, stored and read",
             .value = bare,
             .unit = "1/s"});
        const double rate = kafka_events_per_second(servers, lengths_.events / 2);
        add({.id = "kafka_events",
             .about = "events through Kafka with their effect",
             .value = rate,
             .unit = "1/s",
             .probe = bare,
             .ratio = rate / bare,
             .floor = 50'000,
             .goal = 100'000});
    }

    // The load and its clients are in this process too.
    void memory_row() {
        add({.id = "memory",
             .about = "the most that shop and load had resident",
             .value = static_cast<double>(resident_bytes_max()) / 1e6,
             .unit = "MB",
             .floor = 150,
             .goal = 60,
             .less_is_better = true});
    }

    void product_row(BenchShop& shop) {
        load_products(shop, 64, milliseconds(300));
        auto load = load_products(shop, 64, lengths_.load);
        expect(load.not_2xx + load.errors == 0, "every product was served");
        add({.id = "get_product",
             .about = "GET a product, 64 connections",
             .value = load.rate,
             .unit = "1/s",
             .probe = bare_,
             .ratio = load.rate / bare_,
             .floor = 0.5 * bare_,
             .goal = 0.8 * bare_,
             .p50_ms = load.p50_ms,
             .p99_ms = load.p99_ms});
    }

    static std::string lane_words(const LaneCost& before, const LaneCost& after, double orders) {
        return fmt::format("{:.1f} orders a commit, {:.1f} us of the lane's CPU an order",
                           orders / (after.commits - before.commits),
                           1e6 * (after.cpu_seconds - before.cpu_seconds) / orders);
    }

    void order_row(BenchShop& shop) {
        load_orders(shop, 256, milliseconds(300));
        LaneCost before = lane_cost(shop);
        auto load = load_orders(shop, 256, lengths_.load);
        LaneCost after = lane_cost(shop);
        expect(load.not_2xx + load.errors == 0, "every order was placed");
        add({.id = "place_order",
             .about = "order placed, durable, 256 connections",
             .value = load.rate,
             .unit = "1/s",
             .probe = commit_,
             .ratio = load.rate / commit_,
             .floor = 25'000,
             .goal = 50'000,
             .p50_ms = load.p50_ms,
             .p99_ms = load.p99_ms,
             .note = lane_words(before, after, static_cast<double>(load.answers))});
    }

    void whole_rows(BenchShop& shop) {
        double alone = whole_order_alone_ms(shop, lengths_.alone);
        auto warm = load_whole_orders(shop, whole_in_flight, lengths_.whole_orders / 20, 0);
        LaneCost before = lane_cost(shop);
        auto whole = load_whole_orders(shop, whole_in_flight, lengths_.whole_orders, 0);
        LaneCost after = lane_cost(shop);
        expect(warm.failed + whole.failed == 0, "every order went through: " + whole.first_failure);
        auto half =
            load_whole_orders(shop, whole_in_flight, lengths_.whole_orders / 4, whole.rate / 2);
        add({.id = "whole_order",
             .about = "whole order to delivery started, providers over HTTP",
             .value = whole.rate,
             .unit = "1/s",
             .probe = commit_,
             .ratio = whole.rate / commit_,
             .floor = 6'000,
             .goal = 15'000,
             .p50_ms = half.p50_ms,
             .p99_ms = half.p99_ms,
             .note = fmt::format(
                 "latencies at half load; alone {:.2f} ms, goal 6 x fdatasync + 1 ms = {:.2f} ms; "
                 "at full load, {} at a time over HTTP/{}, {}",
                 alone, 6 * fsync_ms_ + 1, whole_in_flight,
                 options_.has_buyers_on_http_1_1 ? "1.1" : "2",
                 lane_words(before, after, static_cast<double>(lengths_.whole_orders)))});
    }

    void relay_row() {
        double rate = relay_events_per_second(folder_.path(), lengths_.events);
        add({.id = "relay_consume",
             .about = "events through the log with their effect",
             .value = rate,
             .unit = "1/s",
             .probe = commit_,
             .ratio = rate / commit_,
             .goal = 300'000});
    }

    // The store of the runs before: at least 100 k orders in a full run.
    void start_rows(const BenchShop& shop) {
        platform::SystemClock clock;
        auto begun = clock.monotonic_ns();
        Child child(sibling_program("jangteo"),
                    {"serve", "--data", shop.data(), "--port", "18099", "--log-level", "error"},
                    folder_.path() + "/serve.log");
        ApiClient api("http://127.0.0.1:18099");
        api.wait_until_ready(seconds(60));
        double taken = static_cast<double>(clock.monotonic_ns() - begun) / 1e9;
        add({.id = "start",
             .about = "start to first answer on that store",
             .value = taken,
             .unit = "s",
             .floor = 2,
             .goal = 1,
             .less_is_better = true});
        std::this_thread::sleep_for(std::chrono::seconds(2));
        add({.id = "idle_memory",
             .about = "resident when idle",
             .value = static_cast<double>(child.resident_bytes()) / 1e6,
             .unit = "MB",
             .floor = 150,
             .goal = 100,
             .less_is_better = true});
        child.stop();
    }

    void expect(bool holds, const std::string& words) {
        if (!holds) throw Fault(FaultKind::permanent, "this run counts for nothing: " + words);
    }

    BenchOptions options_;
    Lengths lengths_;
    TemporaryFolder folder_;
    std::vector<BenchRow> rows_;
    double bare_ = 0;
    double commit_ = 0;
    double fsync_ms_ = 0;
    double pgbench_ = 0;
    bool audit_clean_ = true;
};

}  // namespace

int run_bench(const BenchOptions& options) { return Bench(options).run(); }

}  // namespace jangteo::boot
