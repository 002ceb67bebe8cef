#include <fmt/format.h>

#include "contracts/codec/avro.hpp"
#include "kernel/check.hpp"

namespace jangteo::codec {
namespace {

// Avro defines a name where it first stands and refers to it by name from there on.
class SchemaWriter {
  public:
    explicit SchemaWriter(std::string_view space) : space_(space) {}

    std::string type(const Shape& shape) {
        switch (shape.kind) {
            case Kind::boolean: return R"("boolean")";
            case Kind::integer: return R"("long")";
            case Kind::text:
            case Kind::email:
            case Kind::url: return R"("string")";
            case Kind::binary: return R"("bytes")";
            case Kind::timestamp: return R"({"type":"long","logicalType":"timestamp-micros"})";
            case Kind::id: return id();
            case Kind::money: return money();
            case Kind::map: return R"({"type":"map","values":"string"})";
            case Kind::list:
                return fmt::format(R"({{"type":"array","items":{}}})", type(*shape.element));
            case Kind::optional: return optional(shape);
            case Kind::enumeration: return enumeration(shape.name, shape.names, &shape);
            case Kind::object: return object(shape);
        }
        return "";
    }

  private:
    std::string reference(std::string_view name) const { return fmt::format(R"("{}")", name); }

    // True when the name is to be defined now.
    bool is_new(std::string_view name, const Shape* shape) {
        auto [entry, fresh] = defined_.emplace(name, shape);
        check(entry->second == shape, std::string(name) + " names two shapes of one Avro schema");
        return fresh;
    }

    // Only the outermost type says the namespace: the others inherit it.
    std::string head(std::string_view kind, std::string_view name) {
        auto space = defined_.size() == 1 ? fmt::format(R"(,"namespace":"{}")", space_) : "";
        return fmt::format(R"({{"type":"{}","name":"{}"{})", kind, name, space);
    }

    std::string id() {
        if (!is_new("Uuid", nullptr)) return reference("Uuid");
        return head("fixed", "Uuid") + R"(,"size":16,"logicalType":"uuid"})";
    }

    std::string money() {
        if (!is_new("Money", nullptr)) return reference("Money");
        std::vector<std::string_view> symbols;
        for (Currency currency : currencies) symbols.push_back(text_of(currency));
        auto text = head("record", "Money") + R"(,"fields":[{"name":"amount","type":"long"},)";
        return text + R"({"name":"currency","type":)" + enumeration("Currency", symbols, nullptr) +
               "}]}";
    }

    std::string enumeration(std::string_view name, const std::vector<std::string_view>& symbols,
                            const Shape* shape) {
        if (!is_new(name, shape)) return reference(name);
        return head("enum", name) +
               fmt::format(R"(,"symbols":["{}"]}})", fmt::join(symbols, R"(",")"));
    }

    std::string optional(const Shape& shape) {
        check(shape.element->kind != Kind::optional, "Avro has no union in a union");
        return fmt::format(R"(["null",{}])", type(*shape.element));
    }

    std::string object(const Shape& shape) {
        if (!is_new(shape.name, &shape)) return reference(shape.name);
        auto text = head("record", shape.name) + R"(,"fields":[)";
        for (const auto& field : shape.fields) {
            if (&field != &shape.fields.front()) text += ',';
            text += fmt::format(R"({{"name":"{}","type":{})", field.name, type(*field.shape));
            // The default lets a reader that knows the field read bytes from before it existed.
            text += field.shape->kind == Kind::optional ? R"(,"default":null})" : "}";
        }
        return text + "]}";
    }

    std::string_view space_;
    std::map<std::string, const Shape*, std::less<>> defined_;
};

}  // namespace

std::string avro_schema(const Shape& shape, std::string_view space) {
    return SchemaWriter(space).type(shape);
}

}  // namespace jangteo::codec
