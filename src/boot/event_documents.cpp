#include "boot/event_documents.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include <cctype>
#include <set>
#include <vector>

#include "boot/declared_shop.hpp"
#include "boot/pretty_json.hpp"
#include "platform/schema_registry/event_schemas.hpp"
#include "runtime/registry.hpp"

namespace jangteo::boot {
namespace {

namespace json = boost::json;

using codec::Kind;
using codec::Shape;
using platform::schema_registry::EventSchema;

constexpr std::string_view made_by = "*Made by `jangteo events`: not edited by hand.*";

std::vector<EventSchema> all_events() {
    std::vector<EventSchema> events;
    for (const auto& [name, type] : declared_registry().event_types()) {
        events.push_back(platform::schema_registry::event_schema(type, ""));
    }
    return events;
}

std::set<std::string_view> all_topics() {
    std::set<std::string_view> topics;
    for (const auto& [name, type] : declared_registry().event_types()) topics.insert(type.topic);
    return topics;
}

std::string_view owner_of(std::string_view topic) { return topic.substr(0, topic.find('.')); }

// OrderCreated → order_created
std::string snake_case(std::string_view name) {
    std::string out;
    for (char c : name) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        if (is_upper && !out.empty()) out += '_';
        out += is_upper ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return out;
}

// The services that react, in alphabetical order.
std::string consumers_of(std::string_view event) {
    std::set<std::string_view> consumers;
    for (const auto& one : declared_registry().subscribers(event)) consumers.insert(one.consumer);
    return consumers.empty() ? "nobody in this program"
                             : fmt::format("{}", fmt::join(consumers, ", "));
}

std::string type_words(const Shape& shape) {
    switch (shape.kind) {
        case Kind::boolean: return "boolean";
        case Kind::integer: return "long";
        case Kind::text:
        case Kind::email:
        case Kind::url: return "string";
        case Kind::binary: return "bytes";
        case Kind::enumeration: return fmt::format("one of {}", fmt::join(shape.names, ", "));
        case Kind::id: return fmt::format("id, `{}_…` in HTTP; 16 bytes", shape.prefix);
        case Kind::money: return "amount in minor units and currency";
        case Kind::timestamp: return "time, microseconds since 1970, UTC";
        case Kind::optional: return type_words(*shape.element) + ", or null";
        case Kind::list: return "list of " + type_words(*shape.element);
        case Kind::map: return "map of string";
        case Kind::object: return fmt::format("`{}`, below", shape.name);
    }
    return "";
}

// The objects within a shape, each once, in reading order.
void collect_objects(const Shape& shape, std::vector<const Shape*>& objects) {
    if (shape.element) collect_objects(*shape.element, objects);
    if (shape.kind != Kind::object) return;
    for (const Shape* known : objects) {
        if (known == &shape) return;
    }
    objects.push_back(&shape);
    for (const auto& field : shape.fields) collect_objects(*field.shape, objects);
}

std::string field_table(const Shape& shape) {
    std::string out = "| field | is |\n|---|---|\n";
    for (const auto& field : shape.fields) {
        out += fmt::format("| `{}` | {} |\n", field.name, type_words(*field.shape));
    }
    return out;
}

std::string page_of(const EventSchema& event) {
    const auto owner = owner_of(event.type.topic);
    std::string out = fmt::format("# {}\n\n{}\n\n", event.type.name, made_by);
    out += fmt::format(
        "| | |\n|---|---|\n| topic | `{}` |\n| published by | {} |\n| read by | {} |\n"
        "| subject | `{}` |\n| described in | "
        "[`src/contracts/{}/events.hpp`](../../src/contracts/{}/events.hpp) |\n\n",
        event.type.topic, owner, consumers_of(event.type.name), event.subject, owner, owner);
    std::vector<const Shape*> objects;
    collect_objects(*event.type.shape, objects);
    for (const Shape* object : objects) {
        if (object != objects.front()) out += fmt::format("\n`{}`:\n\n", object->name);
        out += field_table(*object);
    }
    return out + fmt::format("\n```json\n{}\n```\n", pretty_json(json::parse(event.schema)));
}

std::string index_page() {
    std::string out = fmt::format(
        "# Events\n\n{}\n\nEvery event that a service publishes, by topic. "
        "[`asyncapi.json`](asyncapi.json) says the same to programs; "
        "[0018](../decisions/0018-kafka.md) has the key, the headers and the value's form.\n",
        made_by);
    for (std::string_view topic : all_topics()) {
        out += fmt::format("\n## {}\n\n| event | read by |\n|---|---|\n", topic);
        for (const auto& [name, type] : declared_registry().event_types()) {
            if (type.topic != topic) continue;
            out +=
                fmt::format("| [{}]({}.md) | {} |\n", name, snake_case(name), consumers_of(name));
        }
    }
    return out;
}

json::object text_schema(std::string_view description) {
    return {{"type", "string"}, {"description", description}};
}

json::object headers_schema() {
    return {{"type", "object"},
            {"required", {"ce_specversion", "ce_id", "ce_type", "ce_source"}},
            {"properties",
             json::object{
                 {"ce_specversion", json::object{{"type", "string"}, {"const", "1.0"}}},
                 {"ce_id", text_schema("the event's id, evt_…; unique within its source")},
                 {"ce_type", text_schema("the event's name")},
                 {"ce_source", text_schema("the outbox that the event stands in")},
                 {"ce_time", text_schema("of the unit of work that published it, RFC 3339")},
                 {"ce_subject", text_schema("the aggregate, as the key")},
                 {"content-type", json::object{{"type", "string"}, {"const", "application/avro"}}},
                 {"traceparent", text_schema("W3C Trace Context")},
                 {"x-correlation-id", text_schema("the process that the event belongs to, a UUID")},
                 {"x-causation-id", text_schema("the event that led to this one, evt_…")},
                 {"x-jangteo-position",
                  text_schema("record.index in the source's outbox; rises within a partition")},
                 {"x-jangteo-version", text_schema("of the aggregate, after the change")}}}};
}

json::object message_of(const EventSchema& event) {
    return {
        {"name", event.type.name},
        {"title", event.type.name},
        {"summary", fmt::format("Subject {}", event.subject)},
        {"contentType", "application/avro"},
        {"headers", json::object{{"$ref", "#/components/schemas/Headers"}}},
        {"payload", json::object{{"schemaFormat", "application/vnd.apache.avro+json;version=1.9.0"},
                                 {"schema", json::parse(event.schema)}}},
        {"bindings",
         json::object{
             {"kafka", json::object{{"key", json::object{{"type", "string"}, {"format", "uuid"}}},
                                    {"schemaIdLocation", "payload"},
                                    {"schemaIdPayloadEncoding", "confluent"},
                                    {"schemaLookupStrategy", "TopicRecordNameStrategy"},
                                    {"bindingVersion", "0.5.0"}}}}}};
}

json::object channel_of(std::string_view topic, const std::vector<EventSchema>& events) {
    json::object messages;
    for (const auto& event : events) {
        if (event.type.topic != topic) continue;
        messages[event.type.name] =
            json::object{{"$ref", fmt::format("#/components/messages/{}", event.type.name)}};
    }
    return {{"address", topic},
            {"title", fmt::format("What happens in the {} service", owner_of(topic))},
            {"messages", std::move(messages)},
            {"bindings",
             json::object{{"kafka", json::object{{"topic", topic}, {"bindingVersion", "0.5.0"}}}}}};
}

std::string asyncapi_document() {
    const auto events = all_events();
    json::object channels;
    json::object operations;
    for (std::string_view topic : all_topics()) {
        channels[topic] = channel_of(topic, events);
        operations[fmt::format("publish_{}_events", owner_of(topic))] =
            json::object{{"action", "send"},
                         {"channel", json::object{{"$ref", fmt::format("#/channels/{}", topic)}}},
                         {"summary", "Once for each event, in the order of its aggregate"}};
    }
    json::object messages;
    for (const auto& event : events) messages[event.type.name] = message_of(event);
    return pretty_json(json::object{
               {"asyncapi", "3.0.0"},
               {"info",
                json::object{{"title", "Jangteo"},
                             {"version", "0.1.0"},
                             {"description",
                              "The events of the shop. Keyed by the aggregate's UUID; the value is "
                              "0x00, the schema's id (four bytes, big-endian) and Avro."},
                             {"license", json::object{{"name", "Apache-2.0"}}}}},
               {"defaultContentType", "application/avro"},
               {"channels", std::move(channels)},
               {"operations", std::move(operations)},
               {"components",
                json::object{{"messages", std::move(messages)},
                             {"schemas", json::object{{"Headers", headers_schema()}}}}}}) +
           "\n";
}

}  // namespace

std::map<std::string, std::string> event_documents() {
    std::map<std::string, std::string> files;
    files["asyncapi.json"] = asyncapi_document();
    files["README.md"] = index_page();
    for (const auto& event : all_events()) {
        files[snake_case(event.type.name) + ".md"] = page_of(event);
    }
    return files;
}

}  // namespace jangteo::boot
