#include "boot/broker.hpp"

#include <fmt/format.h>

#include "boot/kafka_setup.hpp"
#include "boot/modules.hpp"
#include "kernel/fault.hpp"
#include "platform/kafka/kafka_consumer.hpp"
#include "platform/kafka/kafka_producer.hpp"
#include "platform/schema_registry/event_schemas.hpp"

namespace jangteo::boot {
namespace {

// Processes of the same services share the work; others have groups of their own.
std::string group_of(const Config& config) {
    return fmt::format("{}jangteo-{}", config.kafka_topic_prefix, names_of_services(config, "-"));
}

}  // namespace

struct Broker::Parts {
    Parts(const Config& config, const BrokerPorts& given)
        : ports(given),
          schema_registry(registry_options(config)),
          schemas(declared_events(), config.kafka_topic_prefix, schema_registry),
          topics(ports.registry.broker_topics()) {
        if (config.schema_registry_register == "start") {
            schemas.publish();
        } else {
            schemas.find_ids();
        }
        producer.emplace(kafka_options(config), schemas, ports.log, ports.metrics);
        ports.lane.publish_to(*producer);
        if (topics.empty()) return;
        consumer.emplace(platform::kafka::ConsumerOptions{.kafka = kafka_options(config),
                                                          .group = group_of(config)},
                         schemas, ports.log, ports.metrics);
    }

    BrokerPorts ports;
    platform::schema_registry::SchemaRegistry schema_registry;
    platform::schema_registry::EventSchemas schemas;
    std::vector<std::string> topics;  // of services that live elsewhere
    std::optional<platform::kafka::KafkaProducer> producer;
    std::optional<platform::kafka::KafkaConsumer> consumer;
};

Broker::Broker(const Config& config, BrokerPorts ports)
    : parts_(std::make_unique<Parts>(config, ports)) {}

Broker::~Broker() = default;

void Broker::start() {
    if (!parts_->consumer) return;
    platform::kafka::KafkaConsumer& consumer = *parts_->consumer;
    consumer.start(parts_->topics, {.arrived =
                                        [&lane = parts_->ports.lane,
                                         &consumer](std::vector<runtime::Arrival> arrivals) {
                                            lane.arrived(std::move(arrivals), consumer);
                                        },
                                    .assigned = nullptr});
}

void Broker::stop() {
    if (parts_->consumer) parts_->consumer->stop();
}

}  // namespace jangteo::boot
