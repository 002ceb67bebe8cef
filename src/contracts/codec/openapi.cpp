#include "contracts/codec/openapi.hpp"

#include <boost/json.hpp>

#include <limits>

#include "kernel/check.hpp"

namespace jangteo::codec {
namespace {

namespace json = boost::json;

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

// Every schema is an object; boost::json::value is only what the interface asks for.
json::object schema_of(const Shape& shape, json::object& components);

json::object typed(std::string_view type) { return {{"type", type}}; }

json::object reference(std::string_view name) {
    return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

// One name stands for one schema: two that differ would make the document lie about one of them.
json::object named(std::string_view name, json::object schema, json::object& components) {
    auto [entry, fresh] = components.emplace(name, schema);
    check(fresh || entry->value() == schema, std::string(name) + " names two different schemas");
    return reference(name);
}

json::object integer(const Shape& shape) {
    auto schema = typed("integer");
    schema["format"] = "int64";
    if (shape.min != std::numeric_limits<std::int64_t>::min()) schema["minimum"] = shape.min;
    if (shape.max != no_limit) schema["maximum"] = shape.max;
    return schema;
}

json::object text(const Shape& shape) {
    auto schema = typed("string");
    if (shape.kind == Kind::email) schema["format"] = "email";
    if (shape.kind == Kind::url) schema["format"] = "uri";
    if (shape.min != 0) schema["minLength"] = shape.min;
    if (shape.max != no_limit) schema["maxLength"] = shape.max;
    return schema;
}

json::object list(const Shape& shape, json::object& components) {
    auto schema = typed("array");
    schema["items"] = schema_of(*shape.element, components);
    if (shape.min != 0) schema["minItems"] = shape.min;
    if (shape.max != no_limit) schema["maxItems"] = shape.max;
    return schema;
}

json::object map(const Shape& shape) {
    auto schema = typed("object");
    schema["additionalProperties"] = typed("string");
    schema["maxProperties"] = shape.max;
    return schema;
}

json::object id(const Shape& shape) {
    auto schema = typed("string");
    schema["pattern"] = "^" + std::string(shape.prefix) + "_[0-7][0-9a-hjkmnp-tv-z]{25}$";
    return schema;
}

json::object timestamp() {
    auto schema = typed("string");
    schema["format"] = "date-time";
    return schema;
}

json::object money(json::object& components) {
    json::array names;
    for (Currency currency : currencies) names.emplace_back(text_of(currency));
    json::object amount{{"type", "integer"},
                        {"format", "int64"},
                        {"description", "In minor units: won, cents, yen."}};
    json::object currency{{"type", "string"}, {"enum", names}};
    json::object schema{{"type", "object"},
                        {"properties", {{"amount", amount}, {"currency", currency}}},
                        {"required", {"amount", "currency"}},
                        {"additionalProperties", false}};
    return named("Money", schema, components);
}

json::object enumeration(const Shape& shape, json::object& components) {
    json::array names(shape.names.begin(), shape.names.end());
    json::object schema{{"type", "string"}, {"enum", names}};
    return named(shape.name, schema, components);
}

// JSON Schema 2020-12 has no "nullable": null is a type of its own.
json::object optional(const Shape& shape, json::object& components) {
    auto schema = schema_of(*shape.element, components);
    if (schema.contains("$ref")) {
        return {{"anyOf", json::array{schema, typed("null")}}};
    }
    schema["type"] = json::array{schema["type"], "null"};
    return schema;
}

json::object object(const Shape& shape, json::object& components) {
    json::object properties;
    json::array required;
    for (const auto& field : shape.fields) {
        properties[field.name] = schema_of(*field.shape, components);
        if (field.shape->kind != Kind::optional) required.emplace_back(field.name);
    }
    json::object schema{{"type", "object"}, {"properties", properties}};
    if (!required.empty()) schema["required"] = required;
    schema["additionalProperties"] = false;
    return named(shape.name, schema, components);
}

json::object schema_of(const Shape& shape, json::object& components) {
    switch (shape.kind) {
        case Kind::boolean: return typed("boolean");
        case Kind::integer: return integer(shape);
        case Kind::text:
        case Kind::email:
        case Kind::url: return text(shape);
        case Kind::binary: break;
        case Kind::enumeration: return enumeration(shape, components);
        case Kind::id: return id(shape);
        case Kind::money: return money(components);
        case Kind::timestamp: return timestamp();
        case Kind::optional: return optional(shape, components);
        case Kind::list: return list(shape, components);
        case Kind::map: return map(shape);
        case Kind::object: return object(shape, components);
    }
    check(false, "no HTTP body holds binary data");
    return {};
}

}  // namespace

boost::json::value openapi_schema(const Shape& shape, boost::json::object& components) {
    return schema_of(shape, components);
}

}  // namespace jangteo::codec
