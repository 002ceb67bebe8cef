// `jangteo doctor`: are the store and the brokers there, can we work with them, and what to do if
// not. It changes nothing that stays.

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "boot/commands.hpp"
#include "boot/declared_shop.hpp"
#include "boot/doctor_brokers.hpp"
#include "boot/findings.hpp"
#include "boot/kafka_setup.hpp"
#include "boot/store_url.hpp"
#include "kernel/fault.hpp"
#include "platform/threads/system_clock.hpp"
#include "runtime/migrate.hpp"

namespace jangteo::boot {
namespace {

constexpr Duration clocks_apart_max = seconds(1);

// What the engines say of themselves in words of their own.
struct Questions {
    sql::Query version;
    sql::Query now;      // microseconds since 1970
    sql::Query durable;  // 1: a commit is on the disk when it returns
    std::string_view make_durable;
};

const Questions postgres_questions{
    sql::Query("SELECT version()"),
    sql::Query("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"),
    sql::Query("SELECT CAST(current_setting('fsync') = 'on' AND "
               "current_setting('synchronous_commit') IN ('on', 'remote_write', 'remote_apply') AS "
               "INTEGER)"),
    "set fsync and synchronous_commit to on"};
const Questions mysql_questions{
    sql::Query("SELECT version()"),
    sql::Query("SELECT CAST(unix_timestamp(now(6)) * 1000000 AS INTEGER)"),
    sql::Query("SELECT @@innodb_flush_log_at_trx_commit"),
    "set innodb_flush_log_at_trx_commit to 1"};

class Examination {
  public:
    explicit Examination(const Config& config)
        : config_(config),
          questions_(engine_of(config) == StoreEngine::postgres ? postgres_questions
                                                                : mysql_questions),
          store_(open_server_store(config)) {}

    void run(Findings& findings) {
        findings.examine("server", [&] { return text(questions_.version); });
        findings.examine("round trip", [&] { return round_trip(); });
        findings.examine("clock", [&] { return clock(); });
        findings.examine("durable", [&] { return durable(); });
        findings.examine("rights", [&] { return rights(); });
        findings.examine("migrations", [&] { return migrations(); });
    }

  private:
    std::string text(const sql::Query& query) {
        auto rows = store_->writer().query(query);
        rows.next();
        return std::string(rows.text(0));
    }
    std::int64_t number(const sql::Query& query) {
        auto rows = store_->writer().query(query);
        return rows.next() ? rows.integer(0) : 0;
    }

    std::string round_trip() {
        constexpr int tries = 20;
        auto before = std::chrono::steady_clock::now();
        for (int i = 0; i < tries; ++i) number(questions_.now);
        std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - before;
        return fmt::format("{:.3f} ms", spent.count() / tries);
    }

    std::string clock() {
        const Timestamp theirs{number(questions_.now)};
        const Timestamp ours = platform::SystemClock().now();
        const Duration apart = std::max(ours - theirs, theirs - ours);
        std::string words = fmt::format("{:.3f} s apart", apart.seconds());
        if (apart > clocks_apart_max) {
            complain(words + ": let both machines keep their time (chrony, ntpd)");
        }
        return words;
    }

    std::string durable() {
        if (number(questions_.durable) != 1) {
            complain("a commit can be lost when the server's machine fails: " +
                     std::string(questions_.make_durable));
        }
        return "a commit is on the disk when it returns";
    }

    std::string rights() {
        sql::Connection& db = store_->writer();
        db.script(
            "CREATE TABLE runtime_doctor (id INTEGER PRIMARY KEY); DROP TABLE runtime_doctor");
        return "tables can be made";
    }

    std::string migrations() {
        const auto steps = migrations_of(config_);
        const auto missing = runtime::missing_migrations(store_->reader(), steps);
        if (!missing.empty()) {
            complain(fmt::format("{} of {} steps are missing, {} {} first: run `jangteo migrate`",
                                 missing.size(), steps.size(), missing.front().service,
                                 missing.front().number));
        }
        return fmt::format("all {} steps are applied", steps.size());
    }

    const Config& config_;
    const Questions& questions_;
    std::unique_ptr<sql::Store> store_;
};

Status examine(const Config& config) {
    const bool has_server = engine_of(config) != StoreEngine::sqlite;
    if (!has_server && !uses_kafka(config)) {
        throw Fault(FaultKind::permanent,
                    "the doctor looks at servers, and neither store.url nor kafka.brokers names "
                    "one: `jangteo audit` checks the store in a data folder");
    }
    Findings findings;
    if (has_server) {
        fmt::print("{}\n", store_name(config));
        Examination(config).run(findings);
    }
    if (uses_kafka(config)) examine_brokers(config, findings);
    return findings.is_well() ? 0 : 1;
}

}  // namespace

void add_doctor_command(Program& program) {
    auto config = std::make_shared<Config>();
    Command command = program.command("doctor", "Check the servers that the configuration names");
    add_config_option(command, *config);
    add_services_option(command, *config);
    command.runs([config] { return examine(*config); });
}

}  // namespace jangteo::boot
