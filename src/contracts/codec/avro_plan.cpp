#include "contracts/codec/avro_plan.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include <algorithm>

namespace jangteo::codec {
namespace {

namespace json = boost::json;
using Type = AvroPlan::Type;
using Planned = std::expected<AvroPlan, std::string>;

struct Primitive {
    std::string_view name;
    Type type;
    std::size_t size = 0;
};
constexpr std::array primitives{
    Primitive{"null", Type::nothing},  Primitive{"boolean", Type::boolean},
    Primitive{"int", Type::number},    Primitive{"long", Type::number},
    Primitive{"float", Type::real, 4}, Primitive{"double", Type::real, 8},
    Primitive{"bytes", Type::bytes},   Primitive{"string", Type::text},
};

// What each kind is read from.
Type type_for(Kind kind) {
    switch (kind) {
        case Kind::boolean: return Type::boolean;
        case Kind::integer:
        case Kind::timestamp: return Type::number;
        case Kind::text:
        case Kind::email:
        case Kind::url: return Type::text;
        case Kind::binary: return Type::bytes;
        case Kind::enumeration: return Type::enumeration;
        case Kind::id: return Type::fixed;
        case Kind::list: return Type::list;
        case Kind::map: return Type::map;
        case Kind::money:
        case Kind::object: return Type::record;
        case Kind::optional: return Type::choice;
    }
    return Type::unreadable;
}

// A named type, and the namespace in which the names inside it are meant.
struct Definition {
    const json::object* schema = nullptr;
    std::string space;
};

// Where in the writer's schema we are.
struct Place {
    std::string space;
    std::size_t depth = 0;

    Place inside() const { return {space, depth + 1}; }
};

std::string_view text_at(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view();
}

const json::array* array_at(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_array();
}

class Planner {
  public:
    Planned plan_of(const json::value& schema, const Shape* shape, const Place& place) {
        if (place.depth > avro_plan_depth_max || ++nodes_ > avro_plan_nodes_max) {
            return std::unexpected("the schema is recursive, too deep or too large");
        }
        if (const auto* branches = schema.if_array()) return choice(*branches, shape, place);
        if (shape != nullptr && shape->kind == Kind::optional)
            return engaged(schema, *shape, place);
        if (const auto* name = schema.if_string()) return named(*name, shape, place);
        const auto* object = schema.if_object();
        if (object == nullptr) return std::unexpected("a schema is a text, a list or an object");
        return complex({object, place.space}, shape, place);
    }

  private:
    static Planned checked(Type type, const Shape* shape) {
        auto is_bytes_or_text = [](Type one) { return one == Type::bytes || one == Type::text; };
        auto wanted = shape == nullptr ? type : type_for(shape->kind);
        bool fits = wanted == type || (is_bytes_or_text(wanted) && is_bytes_or_text(type));
        if (!fits) return std::unexpected("the writer's type is not ours");
        return AvroPlan{type, shape};
    }

    // The writer has no null here, or this is one branch of a union.
    Planned engaged(const json::value& schema, const Shape& optional, const Place& place) {
        bool is_null = schema.is_string() && schema.get_string() == "null";
        auto plan = plan_of(schema, is_null ? nullptr : optional.element, place.inside());
        if (plan && !is_null) plan->optional = &optional;
        return plan;
    }

    Planned choice(const json::array& branches, const Shape* shape, const Place& place) {
        AvroPlan all{Type::choice};
        std::string error = "a union has branches";
        bool any = false;
        for (const auto& branch : branches) {
            auto plan = plan_of(branch, shape, place.inside());
            any |= plan.has_value();
            if (!plan) error = plan.error();
            all.parts.push_back(plan ? std::move(*plan) : AvroPlan{Type::unreadable});
        }
        if (!any) return std::unexpected(error);
        return all;
    }

    Planned named(std::string_view name, const Shape* shape, const Place& place) {
        auto primitive = std::ranges::find(primitives, name, &Primitive::name);
        if (primitive != primitives.end()) {
            auto plan = checked(primitive->type, shape);
            if (plan) plan->size = primitive->size;
            return plan;
        }
        auto found = definitions_.find(full_name(name, place.space));
        if (found == definitions_.end()) found = definitions_.find(name);
        if (found == definitions_.end())
            return std::unexpected(fmt::format("{} is not defined", name));
        return complex(found->second, shape, place);
    }

    Planned complex(Definition definition, const Shape* shape, const Place& place) {
        const auto& schema = *definition.schema;
        const auto* type = schema.if_contains("type");
        if (type == nullptr) return std::unexpected("a schema has a type");
        auto name = text_at(schema, "type");
        bool is_named = name == "record" || name == "enum" || name == "fixed";
        if (is_named) define(definition);
        Place inside{definition.space, place.depth + 1};
        if (name == "array") return list(schema, shape, inside);
        if (name == "map") return map(schema, shape, inside);
        if (name == "record") return record(schema, shape, inside);
        if (name == "enum") return enumeration(schema, shape);
        if (name == "fixed") return fixed(schema, shape);
        return plan_of(*type, shape, inside);
    }

    static std::string full_name(std::string_view name, std::string_view space) {
        if (space.empty() || name.find('.') != std::string_view::npos) return std::string(name);
        return fmt::format("{}.{}", space, name);
    }

    // Avro 1.11, "Names": a name with dots brings its namespace along.
    void define(Definition& definition) {
        auto name = text_at(*definition.schema, "name");
        auto space = text_at(*definition.schema, "namespace");
        auto dot = name.rfind('.');
        if (dot != std::string_view::npos) space = name.substr(0, dot);
        if (!space.empty()) definition.space = space;
        definitions_[full_name(name, definition.space)] = definition;
    }

    Planned list(const json::object& schema, const Shape* shape, const Place& place) {
        auto plan = checked(Type::list, shape);
        if (!plan) return plan;
        return with_items(std::move(*plan), schema.if_contains("items"),
                          shape == nullptr ? nullptr : shape->element, place);
    }

    Planned map(const json::object& schema, const Shape* shape, const Place& place) {
        auto plan = checked(Type::map, shape);
        if (!plan) return plan;
        return with_items(std::move(*plan), schema.if_contains("values"),
                          shape == nullptr ? nullptr : &shape_of<std::string>(), place);
    }

    Planned with_items(AvroPlan plan, const json::value* items, const Shape* shape,
                       const Place& place) {
        if (items == nullptr) return std::unexpected("an array has items, and a map has values");
        auto item = plan_of(*items, shape, place);
        if (!item) return item;
        plan.parts.push_back(std::move(*item));
        return plan;
    }

    static Planned enumeration(const json::object& schema, const Shape* shape) {
        auto plan = checked(Type::enumeration, shape);
        const auto* symbols = array_at(schema, "symbols");
        if (!plan) return plan;
        if (symbols == nullptr) return std::unexpected("an enum has symbols");
        for (const auto& symbol : *symbols) {
            if (!symbol.is_string()) return std::unexpected("a symbol is a text");
            plan->symbols.push_back(shape == nullptr ? 0
                                                     : symbol_index(*shape, symbol.get_string()));
        }
        return plan;
    }

    static std::size_t symbol_index(const Shape& shape, std::string_view symbol) {
        auto found = std::ranges::find(shape.names, symbol);
        if (found == shape.names.end()) return AvroPlan::no_symbol;
        return static_cast<std::size_t>(found - shape.names.begin());
    }

    static Planned fixed(const json::object& schema, const Shape* shape) {
        auto plan = checked(Type::fixed, shape);
        const auto* size = schema.if_contains("size");
        if (!plan) return plan;
        if (size == nullptr || !size->is_int64() || size->get_int64() < 0) {
            return std::unexpected("a fixed has a size");
        }
        plan->size = static_cast<std::size_t>(size->get_int64());
        if (shape != nullptr && plan->size != sizeof(Uuid))
            return std::unexpected("an id has 16 bytes");
        return plan;
    }

    Planned record(const json::object& schema, const Shape* shape, const Place& place) {
        auto plan = checked(Type::record, shape);
        const auto* fields = array_at(schema, "fields");
        if (!plan) return plan;
        if (fields == nullptr) return std::unexpected("a record has fields");
        auto ours = shape == nullptr ? std::vector<Field>() : fields_of(*shape);
        for (const auto& field : *fields) {
            auto part = member(field, ours, place);
            if (!part) return part;
            plan->parts.push_back(std::move(*part));
        }
        // What is still here the writer did not have.
        for (const auto& field : ours) {
            if (field.shape->kind == Kind::optional) continue;
            return std::unexpected(fmt::format("{}: the writer has no such field", field.name));
        }
        return plan;
    }

    static std::vector<Field> fields_of(const Shape& shape) {
        return shape.kind == Kind::money ? money_record_shape().fields : shape.fields;
    }

    // Takes the field out of ours, if it is one of them.
    Planned member(const json::value& field, std::vector<Field>& ours, const Place& place) {
        const auto* schema = field.if_object();
        const auto* type = schema == nullptr ? nullptr : schema->if_contains("type");
        if (type == nullptr) return std::unexpected("a field has a type");
        auto name = text_at(*schema, "name");
        auto found = std::ranges::find(ours, name, &Field::name);
        auto plan = plan_of(*type, found == ours.end() ? nullptr : found->shape, place);
        if (!plan) return std::unexpected(fmt::format("{}: {}", name, plan.error()));
        if (found != ours.end()) {
            plan->offset = found->offset;
            ours.erase(found);
        }
        return plan;
    }

    std::map<std::string, Definition, std::less<>> definitions_;
    std::size_t nodes_ = 0;
};

Shape currency_shape() {
    Shape shape = detail::scalar(Kind::enumeration);
    for (Currency currency : currencies) shape.names.push_back(text_of(currency));
    shape.set_index = [](void* out, std::size_t i) {
        *static_cast<Currency*>(out) = currencies[i];
    };
    return shape;
}

}  // namespace

const Shape& money_record_shape() {
    static const Shape currency = currency_shape();
    static const Shape shape = [] {
        Shape record;
        record.fields = {{"amount", offsetof(Money, amount), &shape_of<std::int64_t>()},
                         {"currency", offsetof(Money, currency), &currency}};
        return record;
    }();
    return shape;
}

std::expected<AvroPlan, std::string> plan_avro(std::string_view writer_schema, const Shape& shape) {
    json::error_code error;
    json::parse_options options;
    options.max_depth =
        4 * avro_plan_depth_max;  // a record in a record is four levels of JSON deeper
    auto schema = json::parse(writer_schema, error, {}, options);
    if (error) return std::unexpected("the schema is not JSON");
    return Planner().plan_of(schema, &shape, {});
}

}  // namespace jangteo::codec
