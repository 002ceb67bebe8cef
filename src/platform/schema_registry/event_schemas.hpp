#pragma once

// EventSchemas: the schema of each event that this program knows, its subject in the registry and
// its id there. Several events share a topic, so a subject is `<topic>-<namespace>.<Name>`
// (Confluent's TopicRecordNameStrategy); the namespace follows from the topic: order.events →
// jangteo.order. Not changed once the ids are known: any thread may read then.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/schema_registry/schema_registry.hpp"
#include "runtime/registry.hpp"

namespace jangteo::platform::schema_registry {

// New versions read what any earlier one wrote.
inline constexpr std::string_view wanted_compatibility = "BACKWARD_TRANSITIVE";

struct EventSchema {
    runtime::EventType type;
    std::string topic;  // as the brokers know it, with the prefix
    std::string subject;
    std::string schema;
    int id = 0;  // 0: not asked for yet
};

std::string avro_namespace(std::string_view topic);
EventSchema event_schema(const runtime::EventType& type, std::string_view topic_prefix);

class EventSchemas {
  public:
    EventSchemas(const std::vector<runtime::EventType>& types, std::string_view topic_prefix,
                 SchemaRegistry& registry);

    // Sets each subject's compatibility, checks and registers; how many were new. Safe twice and by
    // two at once. Fault{permanent} names the event that does not fit what is registered.
    int publish();
    // Asks for the ids alone. Fault{permanent} names an event that is not registered.
    void find_ids();

    // nullptr: no such event is declared.
    const EventSchema* find(std::string_view type) const;
    const std::map<std::string_view, EventSchema>& all() const { return schemas_; }
    SchemaRegistry& registry() const { return registry_; }

  private:
    bool publish(EventSchema& event);

    SchemaRegistry& registry_;
    std::map<std::string_view, EventSchema> schemas_;
};

}  // namespace jangteo::platform::schema_registry
