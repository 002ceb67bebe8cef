#include "platform/schema_registry/event_schemas.hpp"

#include <fmt/format.h>

#include "contracts/codec/avro.hpp"
#include "kernel/fault.hpp"

namespace jangteo::platform::schema_registry {

std::string avro_namespace(std::string_view topic) {
    return "jangteo." + std::string(topic.substr(0, topic.find('.')));
}

EventSchema event_schema(const runtime::EventType& type, std::string_view topic_prefix) {
    const std::string space = avro_namespace(type.topic);
    EventSchema event{.type = type};
    event.topic = fmt::format("{}{}", topic_prefix, type.topic);
    event.subject = fmt::format("{}-{}.{}", event.topic, space, type.name);
    event.schema = codec::avro_schema(*type.shape, space);
    return event;
}

EventSchemas::EventSchemas(const std::vector<runtime::EventType>& types,
                           std::string_view topic_prefix, SchemaRegistry& registry)
    : registry_(registry) {
    for (const auto& type : types) schemas_[type.name] = event_schema(type, topic_prefix);
}

int EventSchemas::publish() {
    int fresh = 0;
    for (auto& [name, event] : schemas_) fresh += publish(event) ? 1 : 0;
    return fresh;
}

bool EventSchemas::publish(EventSchema& event) {
    const std::string level = registry_.compatibility(event.subject);
    // A stricter level is somebody's decision and stays.
    if (level != wanted_compatibility && level != "FULL_TRANSITIVE") {
        registry_.set_compatibility(event.subject, wanted_compatibility);
    }
    if (auto id = registry_.find_id(event.subject, event.schema)) {
        event.id = *id;
        return false;
    }
    const std::string problem = registry_.incompatibility(event.subject, event.schema);
    if (!problem.empty()) {
        throw Fault(FaultKind::permanent,
                    fmt::format("the schema of {} does not fit its subject {}: {}", event.type.name,
                                event.subject, problem));
    }
    event.id = registry_.register_schema(event.subject, event.schema);
    return true;
}

void EventSchemas::find_ids() {
    for (auto& [name, event] : schemas_) {
        auto id = registry_.find_id(event.subject, event.schema);
        if (!id) {
            throw Fault(FaultKind::permanent,
                        fmt::format("the schema of {} is not registered under {}: run `jangteo "
                                    "migrate`, or set schema_registry.register to start",
                                    name, event.subject));
        }
        event.id = *id;
    }
}

const EventSchema* EventSchemas::find(std::string_view type) const {
    auto found = schemas_.find(type);
    return found == schemas_.end() ? nullptr : &found->second;
}

}  // namespace jangteo::platform::schema_registry
