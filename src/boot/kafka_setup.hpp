#pragma once

// What the configuration says of Kafka and its schema registry, as those who talk to them want it.

#include <string>
#include <vector>

#include "boot/config.hpp"
#include "platform/kafka/kafka_admin.hpp"
#include "platform/kafka/kafka_options.hpp"
#include "platform/schema_registry/registry_http.hpp"
#include "runtime/registry.hpp"

namespace jangteo::boot {

bool uses_kafka(const Config& config);

// Fault{permanent} names the keys that contradict each other.
platform::kafka::KafkaOptions kafka_options(const Config& config);
platform::schema_registry::RegistryOptions registry_options(const Config& config);

// Every event that a service publishes, in this process or another.
std::vector<runtime::EventType> declared_events();
// A topic for each owner of events, and one for what a consumer could not handle of it.
std::vector<platform::kafka::TopicPlan> planned_topics(const Config& config);

// "" when nothing is wrong with the value.
std::string brokers_problem(const std::string& brokers);
std::string topic_prefix_problem(const std::string& prefix);
std::string registry_url_problem(const std::string& urls);

}  // namespace jangteo::boot
