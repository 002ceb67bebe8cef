#include "platform/schema_registry/schema_registry.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "kernel/fault.hpp"

namespace jangteo::platform::schema_registry {
namespace {

namespace json = boost::json;

constexpr std::size_t shown_bytes_max = 300;
constexpr long conflict = 409;

json::value parsed(std::string_view text) {
    boost::system::error_code error;
    json::value value = json::parse(text, error);
    return error ? json::value() : value;
}

const json::value* member(const json::value& value, std::string_view name) {
    const auto* object = value.if_object();
    return object ? object->if_contains(name) : nullptr;
}

std::string text_member(const json::value& value, std::string_view name) {
    const auto* found = member(value, name);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string(*text) : "";
}

std::string schema_body(const std::string& schema) {
    return json::serialize(json::object{{"schema", schema}});
}

[[noreturn]] void fail(std::string_view what, const RegistryAnswer& answer) {
    std::string words = text_member(parsed(answer.body), "message");
    if (words.empty()) words = answer.body;
    words.resize(std::min(words.size(), shown_bytes_max));
    throw Fault(FaultKind::permanent,
                fmt::format("{}: the schema registry answers {}: {}", what, answer.status, words));
}

int id_in(std::string_view what, const RegistryAnswer& answer) {
    if (answer.status == 200) {
        const json::value body = parsed(answer.body);
        const auto* id = member(body, "id");
        if (id && id->is_int64() && id->as_int64() > 0) return static_cast<int>(id->as_int64());
    }
    fail(what, answer);
}

std::string cache_key(const std::string& subject, const std::string& schema) {
    return subject + '\n' + schema;
}

}  // namespace

int SchemaRegistry::register_schema(const std::string& subject, const std::string& schema) {
    const std::string path = "/subjects/" + RegistryHttp::escaped(subject) + "/versions";
    const auto answer = http_.ask("POST", path, schema_body(schema));
    if (answer.status == conflict) {
        // Somebody else may have registered the same at this moment.
        if (auto known = find_id(subject, schema)) return *known;
    }
    const int id = id_in(subject, answer);
    const std::lock_guard lock(mutex_);
    schemas_.emplace(id, schema);
    ids_[cache_key(subject, schema)] = id;
    return id;
}

std::optional<int> SchemaRegistry::find_id(const std::string& subject, const std::string& schema) {
    const std::string key = cache_key(subject, schema);
    {
        const std::lock_guard lock(mutex_);
        auto known = ids_.find(key);
        if (known != ids_.end()) return known->second;
    }
    const auto answer =
        http_.ask("POST", "/subjects/" + RegistryHttp::escaped(subject), schema_body(schema));
    if (answer.status == 404) return std::nullopt;
    const int id = id_in(subject, answer);
    const std::lock_guard lock(mutex_);
    schemas_.emplace(id, schema);
    ids_[key] = id;
    return id;
}

std::optional<std::string> SchemaRegistry::find_schema(int id) {
    {
        const std::lock_guard lock(mutex_);
        auto known = schemas_.find(id);
        if (known != schemas_.end()) return known->second;
    }
    const auto answer = http_.ask("GET", fmt::format("/schemas/ids/{}", id));
    if (answer.status == 404) return std::nullopt;
    const json::value body = parsed(answer.body);
    std::string schema = text_member(body, "schema");
    if (answer.status != 200 || schema.empty()) fail(fmt::format("schema {}", id), answer);
    const std::string type = text_member(body, "schemaType");
    if (!type.empty() && type != "AVRO") return "\"" + type + "\"";  // no Avro type has this name
    const std::lock_guard lock(mutex_);
    return schemas_.emplace(id, std::move(schema)).first->second;
}

std::string SchemaRegistry::incompatibility(const std::string& subject, const std::string& schema) {
    const auto answer = http_.ask(
        "POST",
        "/compatibility/subjects/" + RegistryHttp::escaped(subject) + "/versions?verbose=true",
        schema_body(schema));
    if (answer.status == 404) return "";  // nothing to be compatible with
    const json::value body = parsed(answer.body);
    const auto* verdict = member(body, "is_compatible");
    if (answer.status != 200 || !verdict || !verdict->is_bool()) fail(subject, answer);
    if (verdict->as_bool()) return "";
    std::string words = "it cannot read what earlier versions wrote";
    const auto* messages = member(body, "messages");
    if (messages && messages->is_array()) {
        for (const auto& message : messages->as_array()) {
            if (message.is_string()) words += "; " + std::string(message.as_string());
        }
    }
    words.resize(std::min(words.size(), shown_bytes_max));
    return words;
}

std::string SchemaRegistry::compatibility(const std::string& subject) {
    const auto answer = http_.ask("GET", "/config/" + RegistryHttp::escaped(subject));
    if (answer.status == 404) return "";
    if (answer.status != 200) fail(subject, answer);
    return text_member(parsed(answer.body), "compatibilityLevel");
}

void SchemaRegistry::set_compatibility(const std::string& subject, std::string_view level) {
    const auto answer = http_.ask("PUT", "/config/" + RegistryHttp::escaped(subject),
                                  json::serialize(json::object{{"compatibility", level}}));
    if (answer.status == 200) return;
    // Somebody else may have set the same at this moment.
    if (answer.status != conflict || compatibility(subject) != level) fail(subject, answer);
}

std::optional<Timestamp> SchemaRegistry::clock() { return http_.ask("GET", "/subjects").date; }

std::string record_name(std::string_view schema) {
    const std::string name = text_member(parsed(schema), "name");
    return name.substr(name.rfind('.') + 1);  // npos + 1 is 0
}

bool are_equal(std::string_view one, std::string_view other) {
    return one == other || (parsed(one) == parsed(other) && !parsed(one).is_null());
}

}  // namespace jangteo::platform::schema_registry
