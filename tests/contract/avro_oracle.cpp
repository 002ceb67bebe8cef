#include "tests/contract/avro_oracle.hpp"

#include <fmt/format.h>

#include "kernel/check.hpp"

namespace jangteo::testing {
namespace {

using codec::Kind;
using codec::Shape;
using Map = std::map<std::string, std::string>;

void must(int result) { check(result == 0, avro_strerror()); }

class Value {
  public:
    explicit Value(avro_value_iface_t* type) { must(avro_generic_value_new(type, &value_)); }
    Value(const Value&) = delete;
    ~Value() { avro_value_decref(&value_); }
    avro_value_t* get() { return &value_; }

  private:
    avro_value_t value_;
};

std::string_view text_of(avro_value_t* value) {
    const char* text = nullptr;
    std::size_t size = 0;
    must(avro_value_get_string(value, &text, &size));
    return {text, size - 1};  // avro-c counts the NUL behind the text
}

void set_text(avro_value_t* value, const std::string& text) {
    must(avro_value_set_string_len(value, text.c_str(), text.size() + 1));
}

std::string_view bytes_of(avro_value_t* value) {
    const void* bytes = nullptr;
    std::size_t size = 0;
    must(avro_value_get_bytes(value, &bytes, &size));
    return {static_cast<const char*>(bytes), size};
}

void set_bytes(avro_value_t* value, const std::string& bytes) {
    must(avro_value_set_bytes(value, const_cast<char*>(bytes.data()), bytes.size()));
}

std::int64_t long_of(avro_value_t* value) {
    std::int64_t number = 0;
    must(avro_value_get_long(value, &number));
    return number;
}

int symbol_of(avro_value_t* value) {
    int symbol = 0;
    must(avro_value_get_enum(value, &symbol));
    return symbol;
}

bool boolean_of(avro_value_t* value) {
    int truth = 0;
    must(avro_value_get_boolean(value, &truth));
    return truth != 0;
}

std::string base32_of_fixed(avro_value_t* value) {
    const void* bytes = nullptr;
    std::size_t size = 0;
    must(avro_value_get_fixed(value, &bytes, &size));
    Uuid uuid{};
    std::memcpy(uuid.data(), bytes, std::min(size, uuid.size()));
    return base32_of(uuid);
}

avro_value_t child_of(avro_value_t* value, std::string_view name) {
    avro_value_t child;
    must(avro_value_get_by_name(value, std::string(name).c_str(), &child, nullptr));
    return child;
}

template <class T>
std::string compared(const T& theirs, const T& ours) {
    return theirs == ours ? "" : fmt::format(" is {} there and {} here", theirs, ours);
}

std::string difference_of(avro_value_t* value, const void* object, const Shape& shape);

std::string money_difference(avro_value_t* value, const Money& money) {
    auto amount = child_of(value, "amount");
    auto currency = child_of(value, "currency");
    auto text = compared(long_of(&amount), money.amount);
    return text + compared(symbol_of(&currency), static_cast<int>(money.currency));
}

std::string optional_difference(avro_value_t* value, const void* object, const Shape& shape) {
    int branch = 0;
    must(avro_value_get_discriminant(value, &branch));
    const void* inner = shape.value(object);
    if ((branch == 1) != (inner != nullptr)) return fmt::format(" is branch {} there", branch);
    if (inner == nullptr) return "";
    avro_value_t child;
    must(avro_value_get_current_branch(value, &child));
    return difference_of(&child, inner, *shape.element);
}

std::string list_difference(avro_value_t* value, const void* object, const Shape& shape) {
    std::size_t size = 0;
    must(avro_value_get_size(value, &size));
    if (size != shape.size(object)) return fmt::format(" has {} items there", size);
    for (std::size_t i = 0; i < size; ++i) {
        avro_value_t child;
        must(avro_value_get_by_index(value, i, &child, nullptr));
        auto text = difference_of(&child, shape.at(object, i), *shape.element);
        if (!text.empty()) return fmt::format("[{}]{}", i, text);
    }
    return "";
}

std::string map_difference(avro_value_t* value, const Map& map) {
    std::size_t size = 0;
    must(avro_value_get_size(value, &size));
    if (size != map.size()) return fmt::format(" has {} entries there", size);
    for (const auto& [name, ours] : map) {
        auto child = child_of(value, name);
        auto text = compared(text_of(&child), std::string_view(ours));
        if (!text.empty()) return fmt::format("[{}]{}", name, text);
    }
    return "";
}

std::string object_difference(avro_value_t* value, const void* object, const Shape& shape) {
    for (const auto& field : shape.fields) {
        auto child = child_of(value, field.name);
        auto text =
            difference_of(&child, static_cast<const char*>(object) + field.offset, *field.shape);
        if (!text.empty()) return fmt::format(".{}{}", field.name, text);
    }
    return "";
}

std::string difference_of(avro_value_t* value, const void* object, const Shape& shape) {
    switch (shape.kind) {
        case Kind::boolean: return compared(boolean_of(value), *static_cast<const bool*>(object));
        case Kind::integer:
            return compared(long_of(value), *static_cast<const std::int64_t*>(object));
        case Kind::timestamp:
            return compared(long_of(value), static_cast<const Timestamp*>(object)->us);
        case Kind::enumeration:
            return compared(symbol_of(value), static_cast<int>(shape.index(object)));
        case Kind::id:
            return compared(base32_of_fixed(value), base32_of(*static_cast<const Uuid*>(object)));
        case Kind::text:
        case Kind::email:
        case Kind::url:
            return compared(text_of(value),
                            std::string_view(*static_cast<const std::string*>(object)));
        case Kind::binary:
            return compared(bytes_of(value),
                            std::string_view(*static_cast<const std::string*>(object)));
        case Kind::money: return money_difference(value, *static_cast<const Money*>(object));
        case Kind::optional: return optional_difference(value, object, shape);
        case Kind::list: return list_difference(value, object, shape);
        case Kind::map: return map_difference(value, *static_cast<const Map*>(object));
        case Kind::object: return object_difference(value, object, shape);
    }
    return "";
}

void set(avro_value_t* value, const void* object, const Shape& shape);

void set_money(avro_value_t* value, const Money& money) {
    auto amount = child_of(value, "amount");
    auto currency = child_of(value, "currency");
    must(avro_value_set_long(&amount, money.amount));
    must(avro_value_set_enum(&currency, static_cast<int>(money.currency)));
}

void set_optional(avro_value_t* value, const void* object, const Shape& shape) {
    const void* inner = shape.value(object);
    avro_value_t child;
    must(avro_value_set_branch(value, inner == nullptr ? 0 : 1, &child));
    if (inner == nullptr) must(avro_value_set_null(&child));
    if (inner != nullptr) set(&child, inner, *shape.element);
}

void set_list(avro_value_t* value, const void* object, const Shape& shape) {
    for (std::size_t i = 0; i < shape.size(object); ++i) {
        avro_value_t child;
        must(avro_value_append(value, &child, nullptr));
        set(&child, shape.at(object, i), *shape.element);
    }
}

void set_map(avro_value_t* value, const Map& map) {
    for (const auto& [name, text] : map) {
        avro_value_t child;
        must(avro_value_add(value, name.c_str(), &child, nullptr, nullptr));
        set_text(&child, text);
    }
}

void set_object(avro_value_t* value, const void* object, const Shape& shape) {
    for (const auto& field : shape.fields) {
        auto child = child_of(value, field.name);
        set(&child, static_cast<const char*>(object) + field.offset, *field.shape);
    }
}

void set(avro_value_t* value, const void* object, const Shape& shape) {
    switch (shape.kind) {
        case Kind::boolean:
            return must(avro_value_set_boolean(value, *static_cast<const bool*>(object)));
        case Kind::integer:
            return must(avro_value_set_long(value, *static_cast<const std::int64_t*>(object)));
        case Kind::timestamp:
            return must(avro_value_set_long(value, static_cast<const Timestamp*>(object)->us));
        case Kind::enumeration:
            return must(avro_value_set_enum(value, static_cast<int>(shape.index(object))));
        case Kind::id:
            return must(avro_value_set_fixed(value, const_cast<void*>(object), sizeof(Uuid)));
        case Kind::text:
        case Kind::email:
        case Kind::url: return set_text(value, *static_cast<const std::string*>(object));
        case Kind::binary: return set_bytes(value, *static_cast<const std::string*>(object));
        case Kind::money: return set_money(value, *static_cast<const Money*>(object));
        case Kind::optional: return set_optional(value, object, shape);
        case Kind::list: return set_list(value, object, shape);
        case Kind::map: return set_map(value, *static_cast<const Map*>(object));
        case Kind::object: return set_object(value, object, shape);
    }
}

// Says what is wrong with the bytes, if anything is.
std::string read(const std::string& bytes, avro_value_t* value) {
    auto* reader = avro_reader_memory(bytes.data(), static_cast<std::int64_t>(bytes.size()));
    int failed = avro_value_read(reader, value);
    char rest = 0;
    bool is_longer = failed == 0 && avro_read(reader, &rest, 1) == 0;
    avro_reader_free(reader);
    if (failed != 0) return avro_strerror();
    return is_longer ? "there are bytes left" : "";
}

}  // namespace

AvroOracle::AvroOracle(avro_schema_t schema)
    : schema_(schema, [](auto* one) { avro_schema_decref(one); }),
      type_(avro_generic_class_from_schema(schema),
            [](auto* type) { avro_value_iface_decref(type); }) {}

std::optional<AvroOracle> AvroOracle::of(const std::string& schema_text) {
    avro_schema_t schema = nullptr;
    if (avro_schema_from_json_length(schema_text.data(), schema_text.size(), &schema) != 0) {
        return std::nullopt;
    }
    return AvroOracle(schema);
}

std::string AvroOracle::difference(const std::string& bytes, const void* object,
                                   const Shape& shape) const {
    Value value(type_.get());
    auto error = read(bytes, value.get());
    return error.empty() ? difference_of(value.get(), object, shape) : error;
}

std::string AvroOracle::resolved_difference(const AvroOracle& writer, const std::string& bytes,
                                            const void* object, const Shape& shape) const {
    auto* resolver = avro_resolved_writer_new(writer.schema_.get(), schema_.get());
    if (resolver == nullptr) return avro_strerror();
    Value value(type_.get());
    avro_value_t source;
    must(avro_resolved_writer_new_value(resolver, &source));
    avro_resolved_writer_set_dest(&source, value.get());
    auto error = read(bytes, &source);
    avro_value_decref(&source);
    avro_value_iface_decref(resolver);
    return error.empty() ? difference_of(value.get(), object, shape) : error;
}

std::string AvroOracle::encode(const void* object, const Shape& shape) const {
    Value value(type_.get());
    set(value.get(), object, shape);
    std::size_t size = 0;
    must(avro_value_sizeof(value.get(), &size));
    std::string bytes(size, '\0');
    auto* writer = avro_writer_memory(bytes.data(), static_cast<std::int64_t>(size));
    must(avro_value_write(writer, value.get()));
    avro_writer_free(writer);
    return bytes;
}

}  // namespace jangteo::testing
