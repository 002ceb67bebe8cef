#include "boot/shop.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <mutex>
#include <optional>

#include "boot/audit/self_audit.hpp"
#include "boot/broker.hpp"
#include "boot/data_folder.hpp"
#include "boot/kafka_setup.hpp"
#include "boot/modules.hpp"
#include "boot/ports.hpp"
#include "boot/site_routes.hpp"
#include "boot/standby.hpp"
#include "boot/store_check.hpp"
#include "boot/store_url.hpp"
#include "kernel/fault.hpp"
#include "platform/http/server.hpp"
#include "platform/sodium/digest.hpp"
#include "platform/sodium/passwords.hpp"
#include "platform/sodium/random.hpp"
#include "platform/sodium/tokens.hpp"
#include "platform/spdlog/spdlog_log.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "platform/threads/flush_thread.hpp"
#include "platform/threads/lane_thread.hpp"
#include "platform/threads/system_clock.hpp"
#include "platform/threads/worker_pool.hpp"
#include "runtime/edge.hpp"
#include "runtime/idempotency.hpp"
#include "runtime/migrate.hpp"
#include "runtime/openapi_document.hpp"
#include "runtime/ops_routes.hpp"
#include "runtime/store_metrics.hpp"
#include "runtime/work_message.hpp"

namespace jangteo::boot {
namespace {

constexpr Duration sweep_every = seconds(10);
constexpr std::int64_t sweep_rows_max = 5'000;  // a sweep must not hold the lane

runtime::LogLevel level_of(const std::string& text) {
    if (text == "debug") return runtime::LogLevel::debug;
    if (text == "warning") return runtime::LogLevel::warning;
    if (text == "error") return runtime::LogLevel::error;
    return runtime::LogLevel::info;
}

std::map<std::string, runtime::RateLimit, std::less<>> limits_of(const Config& config) {
    return {{"", {config.mutations_per_second, config.mutations_per_second * 4}},
            {"login", {config.logins_per_second, config.logins_per_second * 4}}};
}

// Where the other processes of the shop reach this one.
std::string advertised_url(const Config& config, std::string_view machine) {
    if (!config.advertised_url.empty()) return config.advertised_url;
    const bool is_any = config.host == "0.0.0.0";
    return fmt::format("http://{}:{}", is_any ? machine : config.host, config.port);
}

runtime::LaneOptions lane_options(const Config& config) {
    runtime::LaneOptions options = config.lane;
    char machine[256] = "unknown";
    ::gethostname(machine, sizeof machine - 1);
    options.holder = {fmt::format("process {} on {}", ::getpid(), machine), machine, ""};
    const bool is_file = engine_of(config) == StoreEngine::sqlite;
    // While these are flushed more arrive. On a server a commit is a round trip: as many as wait.
    if (is_file) options.commands_max = 96;
    if (!is_file) options.holder.url = advertised_url(config, machine);
    return options;
}

// For whoever must not touch the store any more, which another process has or will have.
void end_process(const std::string& why) {
    fmt::print(stderr, "jangteo: {}; this process stops, and nothing acknowledged is lost\n", why);
    std::fflush(nullptr);
    std::_Exit(1);
}

std::string random_password(runtime::Random& random) {
    Uuid bytes;
    random.fill(bytes);
    return base32_of(bytes).substr(6);
}

std::array<std::uint8_t, 32> token_seed(const Config& config, const DataFolder& folder,
                                        runtime::Random& random) {
    if (config.tokens_seed.empty()) return folder.token_seed(random);
    std::array<std::uint8_t, 32> seed{};
    for (std::size_t i = 0; i < seed.size(); ++i) {
        const char* digits = config.tokens_seed.data() + 2 * i;
        std::from_chars(digits, digits + 2, seed[i], 16);
    }
    return seed;
}

std::unique_ptr<sql::Store> open_store(const Config& config, const DataFolder& folder) {
    if (engine_of(config) != StoreEngine::sqlite) return open_server_store(config);
    // Before the store is opened, which already writes to it.
    refuse_damaged_log(folder.store_path());
    refuse_foreign_store(folder.store_path());
    return std::make_unique<platform::sqlite::SqliteStore>(
        platform::sqlite::SqliteOptions{.path = folder.store_path(), .durable = config.durable});
}

}  // namespace

// In the order of their making; destroyed in reverse.
struct Shop::Parts {
    explicit Parts(Config given);
    void start();
    bool stop();
    void release();
    void install_modules();
    void refuse_services_without_broker();
    void bind();
    void handle(runtime::ExchangePtr exchange);
    bool take_lease();
    void begin_to_write();
    void watch_writer();
    void take_over();
    std::vector<std::pair<std::string, bool>> readiness() const;
    void make_operator();
    void sweep();
    void transact(std::string name, std::function<void(runtime::Transaction&)> work);

    Config config;
    DataFolder folder;
    platform::SystemClock clock;
    platform::sodium::SodiumRandom random;
    platform::sodium::SodiumDigest digest;
    platform::sodium::Argon2Passwords passwords;
    platform::SpdlogLog log;
    platform::sodium::EdDsaTokens tokens;
    std::unique_ptr<sql::Store> opened_store;
    sql::Store& store;
    runtime::Metrics metrics;
    runtime::Watches watches;
    runtime::Registry registry;
    platform::LaneThread lane_thread;
    platform::FlushThread flusher;
    runtime::Lane lane;
    // Destroyed before the lane: calls that are still out end then, and the lane is told of each.
    Modules modules;
    std::optional<Broker> broker;
    platform::WorkerPool workers;
    SelfAudit self_audit;
    std::unique_ptr<runtime::Edge> edge;
    std::optional<Standby> standby;  // where others may write this store
    std::unique_ptr<platform::http::HttpServer> server;
    std::atomic<bool> writes{false};
    runtime::Gauge& is_writer;
    bool started = false;
    std::mutex stop_mutex;  // nothing is taken over by a process that stops
    bool stopped = false;
};

Shop::Parts::Parts(Config given)
    : config(std::move(given)),
      folder(config.data),
      log(config.log_format == "json" ? platform::LogFormat::json : platform::LogFormat::human,
          level_of(config.log_level)),
      tokens(token_seed(config, folder, random), random),
      opened_store(open_store(config, folder)),
      store(*opened_store),
      lane_thread(clock),
      flusher(store),
      lane({store, clock, random, registry, metrics, log, watches, [this] { lane_thread.wake(); },
            end_process, &flusher},
           lane_options(config)),
      modules(config, {tokens, passwords, digest, random, metrics, watches}),
      workers(clock, static_cast<int>(config.workers)),
      self_audit(
          [this] {
              if (engine_of(config) == StoreEngine::sqlite) return audit_store(config.data);
              return audit_parts({{store.reader(), config.services}}, clock.now());
          },
          {workers, clock, metrics, log}),
      is_writer(metrics.gauge("jangteo_writer", "1 while this process writes its store")) {
    const runtime::Holder self = lane_options(config).holder;
    if (!self.url.empty()) standby.emplace(self, clock, random);
}

void Shop::Parts::install_modules() {
    registry.add_migrations(runtime::migrations());
    modules.install(registry, config);
    registry.consume_from_broker();
    runtime::install_ops_routes(registry, [this]() -> runtime::Lane& { return lane; });
    install_site_routes(registry, metrics, [this] { return readiness(); });
    runtime::install_store_metrics(metrics, store, clock);
}

void Shop::Parts::refuse_services_without_broker() {
    const auto topics = registry.broker_topics();
    if (topics.empty()) return;
    throw Fault(FaultKind::permanent,
                fmt::format("kafka.brokers is empty, and {} comes from services that `services` "
                            "leaves to other processes",
                            fmt::join(topics, ", ")));
}

// Connections wait until the server starts.
void Shop::Parts::bind() {
    server = std::make_unique<platform::http::HttpServer>(
        platform::http::ServerOptions{
            .address = config.host, .port = config.port, .threads = config.http_threads},
        random, [this](runtime::ExchangePtr exchange) { handle(std::move(exchange)); });
    server->bind();
}

void Shop::Parts::handle(runtime::ExchangePtr exchange) {
    if (standby && !writes && Standby::is_for_writer(exchange->request()))
        return standby->forward(exchange);
    edge->handle(std::move(exchange));
}

std::vector<std::pair<std::string, bool>> Shop::Parts::readiness() const {
    if (writes || !standby) return {{"store", true}, {"lane", writes.load()}};
    return {{"store", true}, {"writer", !standby->writer_url().empty()}};
}

void Shop::Parts::start() {
    // First of all: a start that cannot listen must not make the operator, whose password is told
    // once.
    bind();
    install_modules();
    runtime::migrate(store.writer(), registry.migrations(), clock.now());
    if (uses_kafka(config)) {
        broker.emplace(config, BrokerPorts{lane, registry, log, metrics});
    } else {
        refuse_services_without_broker();
    }
    edge = std::make_unique<runtime::Edge>(
        runtime::EdgePorts{store, clock, random, registry, metrics, log, watches, tokens, digest,
                           workers, lane},
        runtime::EdgeOptions{.limits = limits_of(config),
                             .cors_origins = config.cors_origins,
                             .trusted_proxies = config.trusted_proxies});
    {
        std::lock_guard lock(stop_mutex);
        if (take_lease()) {
            begin_to_write();
        } else {
            watch_writer();
        }
    }
    server->start();
    started = true;
    log.write(runtime::LogLevel::info, "started",
              {{"url", fmt::format("{}:{}", config.host, server->port())},
               {"writer", writes ? "this process" : standby->writer_url()}});
}

// False: another process writes.
bool Shop::Parts::take_lease() {
    if (!standby) return lane.recover();
    auto from = standby->look(store.reader());
    if (from && lane.recover(from)) return true;
    if (from) standby->look(store.reader());  // another was faster
    return false;
}

void Shop::Parts::begin_to_write() {
    lane_thread.start(lane);
    if (broker) broker->start();
    if (serves(config.services, "member") && !modules.member.has_members(store.reader()))
        make_operator();
    writes = true;
    is_writer.set(1);
    if (standby) standby->end();
    sweep();
    self_audit.start(minutes(config.audit_every_minutes));
}

void Shop::Parts::watch_writer() {
    workers.run_after(Standby::look_every, [this] {
        std::lock_guard lock(stop_mutex);
        if (stopped) return;
        bool is_ours = false;
        try {
            is_ours = take_lease();
            if (!is_ours) watches.look(store.reader());
        } catch (const std::exception& error) {
            log.write(runtime::LogLevel::warning, "standby_failed", {{"error", error.what()}});
        }
        if (is_ours) {
            take_over();
        } else {
            watch_writer();
        }
    });
}

void Shop::Parts::take_over() {
    try {
        begin_to_write();
    } catch (const std::exception& error) {
        end_process(fmt::format("cannot take over: {}", error.what()));
    }
    log.write(runtime::LogLevel::warning, "took_over", {{"store", store_name(config)}});
}

void Shop::Parts::transact(std::string name, std::function<void(runtime::Transaction&)> work) {
    std::promise<std::string> done;
    lane.post(std::make_unique<runtime::WorkMessage>(
        std::move(name), std::move(work),
        [&done](std::string error) { done.set_value(std::move(error)); }));
    std::string error = done.get_future().get();
    if (!error.empty()) throw Fault(FaultKind::permanent, error);
}

void Shop::Parts::make_operator() {
    const bool is_given = !config.operator_password.empty();
    const std::string password = is_given ? config.operator_password : random_password(random);
    std::string hash = passwords.hash(password);
    transact("first operator", [&](runtime::Transaction& tx) {
        modules.member.ensure_operator(tx, {config.operator_email, "operator", hash});
    });
    if (is_given) return;
    fmt::print("operator login: {} / {} (shown once; change it)\n", config.operator_email,
               password);
}

void Shop::Parts::sweep() {
    workers.run_after(sweep_every, [this] {
        lane.post(std::make_unique<runtime::WorkMessage>(
            "sweep",
            [](runtime::Transaction& tx) {
                runtime::sweep_idempotency(tx.db(), tx.now(), sweep_rows_max);
            },
            nullptr));
        sweep();
    });
}

bool Shop::Parts::stop() {
    {
        std::lock_guard lock(stop_mutex);
        if (stopped) return true;
        stopped = true;
    }
    if (edge) edge->close();
    if (server) server->stop_accepting();
    if (broker) broker->stop();
    bool finished = lane_thread.stop(config.stop_patience);
    flusher.stop();
    if (writes) release();
    workers.stop();
    if (server) {
        server->drain(seconds(2));
        server->stop();
    }
    if (started) log.write(runtime::LogLevel::info, "stopped", {});
    return finished;
}

// Others need not wait until they see that it is gone.
void Shop::Parts::release() {
    writes = false;
    if (!standby) return;
    try {
        lane.release();
    } catch (const std::exception& error) {
        log.write(runtime::LogLevel::warning, "lease_not_released", {{"error", error.what()}});
    }
}

Shop::Shop(Config config) {
    // Webhooks are told our port before we listen.
    if (config.port == 0) config.port = free_port_from(config.host, 0);
    parts_ = std::make_unique<Parts>(std::move(config));
}

Shop::~Shop() { stop(); }

void Shop::start() { parts_->start(); }

bool Shop::stop() { return parts_->stop(); }

std::uint16_t Shop::port() const { return parts_->server->port(); }

std::string Shop::url() const { return fmt::format("http://{}:{}", parts_->config.host, port()); }

std::string Shop::writer_url() const {
    return parts_->writes ? url() : parts_->standby->writer_url();
}

const Config& Shop::config() const { return parts_->config; }

}  // namespace jangteo::boot
