#include "boot/bench/kafka_bench.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <semaphore>
#include <thread>

#include "boot/broker.hpp"
#include "boot/kafka_setup.hpp"
#include "boot/store_url.hpp"
#include "contracts/inventory/events.hpp"
#include "kernel/fault.hpp"
#include "platform/kafka/kafka_probe.hpp"
#include "platform/sodium/random.hpp"
#include "platform/spdlog/spdlog_log.hpp"
#include "platform/threads/flush_thread.hpp"
#include "platform/threads/lane_thread.hpp"
#include "platform/threads/system_clock.hpp"
#include "runtime/migrate.hpp"
#include "runtime/work_message.hpp"

namespace jangteo::boot {
namespace {

using contracts::ProductStockChanged;

constexpr std::int64_t events_in_record = 64;
constexpr int records_waiting_max = 64;
constexpr std::int64_t events_to_warm_up = 20'000;
constexpr auto patience = std::chrono::minutes(2);
// Of the bare records: nobody reads these topics.
constexpr std::string_view bare_topic = "member.events";

constexpr runtime::Migration effect_table{
    "bench", 1, "effect",
    "CREATE TABLE bench_effect (sku BLOB NOT NULL PRIMARY KEY, stock INTEGER NOT NULL)"};
const sql::Insert add_effect{"bench_effect", {"sku", "stock"}};
const sql::Query count_effects{"SELECT count(*) FROM bench_effect"};

// One service in a process of its own, as far as events are concerned.
class Service {
  public:
    Service(Config config, const std::function<void(runtime::Registry&)>& declare)
        : config_(std::move(config)),
          log_(platform::LogFormat::human, runtime::LogLevel::error),
          lane_thread_(clock_) {
        ensure_database(config_);
        store_ = open_server_store(config_);
        registry_.add_migrations(runtime::migrations());
        declare(registry_);
        registry_.consume_from_broker();
        runtime::migrate(store_->writer(), registry_.migrations(), clock_.now());
        flusher_.emplace(*store_);
        lane_.emplace(
            runtime::LanePorts{*store_, clock_, random_, registry_, metrics_, log_, watches_,
                               [this] { lane_thread_.wake(); }, nullptr, &*flusher_},
            runtime::LaneOptions{});
        broker_.emplace(config_, BrokerPorts{*lane_, registry_, log_, metrics_});
        lane_->recover();
        lane_thread_.start(*lane_);
        broker_->start();
    }
    ~Service() {
        broker_->stop();
        lane_thread_.stop(seconds(10));
        flusher_->stop();
        lane_->release();
    }
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    runtime::Lane& lane() { return *lane_; }
    // For the calling thread.
    sql::Connection& reader() { return store_->reader(); }

  private:
    Config config_;
    platform::SystemClock clock_;
    platform::sodium::SodiumRandom random_;
    platform::SpdlogLog log_;
    runtime::Metrics metrics_;
    runtime::Watches watches_;
    runtime::Registry registry_;
    std::unique_ptr<sql::Store> store_;
    platform::LaneThread lane_thread_;
    std::optional<platform::FlushThread> flusher_;
    std::optional<runtime::Lane> lane_;
    std::optional<Broker> broker_;
};

Config of_service(Config config, const std::string& name) {
    config.services = {name};
    return config;
}

void publish(Service& service, std::int64_t events) {
    std::counting_semaphore<> free(records_waiting_max);
    for (std::int64_t published = 0; published < events; published += events_in_record) {
        free.acquire();
        service.lane().post(std::make_unique<runtime::WorkMessage>(
            "publish",
            [](runtime::Transaction& tx) {
                for (std::int64_t i = 0; i < events_in_record; ++i) {
                    SkuId sku = tx.next_id<SkuId>();
                    tx.publish(runtime::subject(sku, 1),
                               ProductStockChanged{sku, {}, {}, i, 0, true, false});
                }
            },
            [&free](const std::string&) { free.release(); }));
    }
    for (int i = 0; i < records_waiting_max; ++i) free.acquire();
}

std::int64_t effects_of(Service& service) {
    auto rows = service.reader().query(count_effects);
    rows.next();
    return rows.integer(0);
}

// Published in whole records.
std::int64_t whole(std::int64_t events) {
    return (events + events_in_record - 1) / events_in_record * events_in_record;
}

class Passage {
  public:
    explicit Passage(const Config& config)
        : publisher_(
              of_service(config, "bench_publisher"),
              [](runtime::Registry& registry) { registry.publishes<ProductStockChanged>(); }),
          reader_(of_service(config, "bench_reader"), [this](runtime::Registry& registry) {
              registry.add_migrations({effect_table});
              registry.on<ProductStockChanged>(
                  "bench", [this](runtime::Transaction& tx, const ProductStockChanged& event) {
                      tx.db().insert(add_effect, {event.sku_id, event.on_hand});
                      seen_.fetch_add(1, std::memory_order_relaxed);
                  });
          }) {}

    // Seconds until each has had its effect.
    double pass(std::int64_t events) {
        const std::int64_t before = effects_of(reader_);
        seen_ = 0;
        const auto begun = std::chrono::steady_clock::now();
        publish(publisher_, events);
        while (seen_ < whole(events) || effects_of(reader_) < before + whole(events)) {
            if (std::chrono::steady_clock::now() > begun + patience) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
        if (const auto had = effects_of(reader_) - before; had != whole(events)) {
            throw Fault(FaultKind::permanent,
                        fmt::format("{} events went into Kafka, and {} had their effect",
                                    whole(events), had));
        }
        return taken.count();
    }

  private:
    std::atomic<std::int64_t> seen_{0};
    Service publisher_;
    Service reader_;
};

}  // namespace

Config kafka_bench_config(const Config& servers) {
    Config config = servers;
    config.kafka_topic_prefix += "bench.";
    config.schema_registry_register = "start";
    platform::SpdlogLog log(platform::LogFormat::human, runtime::LogLevel::error);
    platform::kafka::KafkaAdmin(kafka_options(config), log).create_missing(planned_topics(config));
    return config;
}

double bare_kafka_records_per_second(const Config& config, std::int64_t records) {
    platform::SpdlogLog log(platform::LogFormat::human, runtime::LogLevel::error);
    return platform::kafka::bare_records_per_second(
        kafka_options(config),
        {.topic = fmt::format("{}{}", config.kafka_topic_prefix, bare_topic),
         .partitions = static_cast<int>(config.kafka_partitions),
         .records = records},
        log);
}

double kafka_events_per_second(const Config& config, std::int64_t events) {
    Passage passage(config);
    passage.pass(events_to_warm_up);
    return static_cast<double>(whole(events)) / passage.pass(events);
}

}  // namespace jangteo::boot
