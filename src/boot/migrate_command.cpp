// `jangteo migrate`: brings the store's tables up to this version, and, where there are brokers,
// their topics and the registry's schemas; safe to run twice and by two at once.

#include <fmt/core.h>

#include "boot/commands.hpp"
#include "boot/data_folder.hpp"
#include "boot/declared_shop.hpp"
#include "boot/kafka_setup.hpp"
#include "boot/store_url.hpp"
#include "platform/schema_registry/event_schemas.hpp"
#include "platform/spdlog/spdlog_log.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "platform/threads/system_clock.hpp"
#include "runtime/migrate.hpp"

namespace jangteo::boot {
namespace {

void migrate_brokers(const Config& config) {
    platform::SpdlogLog log(platform::LogFormat::human, runtime::LogLevel::error);
    platform::kafka::KafkaAdmin admin(kafka_options(config), log);
    const auto topics = planned_topics(config);
    const std::size_t made = admin.create_missing(topics).size();
    fmt::print("{}: {} of {} topics made now, the others before\n", config.kafka_brokers, made,
               topics.size());
    platform::schema_registry::SchemaRegistry registry(registry_options(config));
    platform::schema_registry::EventSchemas schemas(declared_events(), config.kafka_topic_prefix,
                                                    registry);
    const int fresh = schemas.publish();
    fmt::print("{}: {} of {} schemas registered now, the others before\n",
               config.schema_registry_url, fresh, schemas.all().size());
}

Status migrate(const Config& config) {
    std::unique_ptr<DataFolder> folder;
    std::unique_ptr<sql::Store> store;
    if (engine_of(config) == StoreEngine::sqlite) {
        folder = std::make_unique<DataFolder>(config.data);
        store = std::make_unique<platform::sqlite::SqliteStore>(
            platform::sqlite::SqliteOptions{.path = folder->store_path()});
    } else {
        if (ensure_database(config)) fmt::print("{}: the database is made\n", store_name(config));
        store = open_server_store(config);
    }
    const auto steps = migrations_of(config);
    int applied = runtime::migrate(store->writer(), steps, platform::SystemClock().now());
    store->flush();
    fmt::print("{}: {} of {} steps applied now, the others before\n", store_name(config), applied,
               steps.size());
    if (uses_kafka(config)) migrate_brokers(config);
    return 0;
}

}  // namespace

void add_migrate_command(Program& program) {
    auto config = std::make_shared<Config>();
    Command command =
        program.command("migrate", "Bring tables, topics and schemas up to this version");
    add_config_option(command, *config);
    add_services_option(command, *config);
    command.option("--data", config->data, "folder of the shop's data").variable("JANGTEO_DATA");
    command.runs([config] { return migrate(*config); });
}

}  // namespace jangteo::boot
