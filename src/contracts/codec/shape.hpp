#pragma once

// Shape: the run-time description of a plain struct, derived once from its Boost.Describe
// annotation. JSON, Avro (schema and binary) and OpenAPI are all walks over a Shape, compiled once,
// so that a contract costs its readers no template code. Shapes are immutable, made on first use,
// and live as long as the program.

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "kernel/check.hpp"
#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::codec {

enum class Kind {
    boolean,      // bool
    integer,      // int64_t in memory; min and max hold its limits
    text,         // std::string in memory; min and max are code points
    email,        // std::string in memory
    url,          // std::string in memory
    binary,       // std::string in memory
    enumeration,  // names[i] is the text of the enumerator with value i
    id,           // Uuid in memory; `prefix` says which
    money,        // Money in memory
    timestamp,    // Timestamp in memory
    optional,     // element
    list,         // element; min and max are counts
    map,          // std::map<std::string, std::string> in memory
    object,       // fields
};

struct Shape;

struct Field {
    std::string_view name;
    std::size_t offset = 0;
    const Shape* shape = nullptr;
};

struct Shape {
    Kind kind = Kind::object;
    std::string_view name;  // of an object or an enumeration: the C++ name without its namespace
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::string_view prefix;              // id
    std::vector<std::string_view> names;  // enumeration
    std::vector<Field> fields;            // object
    const Shape* element = nullptr;       // optional, list

    // object: a default-constructed one
    std::shared_ptr<void> (*make)() = nullptr;

    // enumeration: the enumerator's value
    std::size_t (*index)(const void*) = nullptr;
    void (*set_index)(void*, std::size_t) = nullptr;
    // optional: nullptr when empty; engage gives a fresh value to fill
    const void* (*value)(const void*) = nullptr;
    void* (*engage)(void*) = nullptr;
    // list
    std::size_t (*size)(const void*) = nullptr;
    const void* (*at)(const void*, std::size_t) = nullptr;
    void* (*append)(void*) = nullptr;
};

template <class T>
const Shape& shape_of();

namespace detail {

template <class T>
struct ShapeMaker;

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

template <class T>
std::string_view name_of_type() {
    std::string_view text = __PRETTY_FUNCTION__;  // "... [with T = a::b::Name; ...]"
    auto begin = text.find("T = ") + 4;
    auto end = text.find_first_of(";]", begin);
    auto name = text.substr(begin, end - begin);
    auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// A decoder fills what it finds: an item that is there by default would be in every value.
inline bool is_empty_by_default(const void* member, const Shape& shape) {
    return (shape.value == nullptr || shape.value(member) == nullptr) &&
           (shape.size == nullptr || shape.size(member) == 0);
}

inline Shape scalar(Kind kind, std::int64_t min = 0, std::int64_t max = 0) {
    Shape shape;
    shape.kind = kind;
    shape.min = min;
    shape.max = max;
    return shape;
}

template <>
struct ShapeMaker<bool> {
    static Shape make() { return scalar(Kind::boolean); }
};
template <>
struct ShapeMaker<std::int64_t> {
    static Shape make() {
        return scalar(Kind::integer, std::numeric_limits<std::int64_t>::min(),
                      std::numeric_limits<std::int64_t>::max());
    }
};
template <std::int64_t Min, std::int64_t Max>
struct ShapeMaker<Int<Min, Max>> {
    static Shape make() { return scalar(Kind::integer, Min, Max); }
};
template <>
struct ShapeMaker<std::string> {
    static Shape make() { return scalar(Kind::text, 0, std::numeric_limits<std::int64_t>::max()); }
};
template <std::size_t Min, std::size_t Max>
struct ShapeMaker<Text<Min, Max>> {
    static Shape make() { return scalar(Kind::text, Min, Max); }
};
template <>
struct ShapeMaker<Email> {
    static Shape make() { return scalar(Kind::email, 3, 254); }
};
template <>
struct ShapeMaker<Url> {
    static Shape make() { return scalar(Kind::url, 8, 2000); }
};
template <>
struct ShapeMaker<Binary> {
    static Shape make() { return scalar(Kind::binary); }
};
template <>
struct ShapeMaker<Money> {
    static Shape make() { return scalar(Kind::money); }
};
template <>
struct ShapeMaker<Timestamp> {
    static Shape make() { return scalar(Kind::timestamp); }
};
template <>
struct ShapeMaker<std::map<std::string, std::string>> {
    static Shape make() { return scalar(Kind::map, 0, 100); }
};
template <class K>
struct ShapeMaker<Id<K>> {
    static Shape make() {
        Shape shape = scalar(Kind::id);
        shape.prefix = Id<K>::prefix;
        return shape;
    }
};

template <class T>
struct ShapeMaker<std::optional<T>> {
    static Shape make() {
        Shape shape = scalar(Kind::optional);
        shape.element = &shape_of<T>();
        shape.value = [](const void* p) -> const void* {
            const auto& optional = *static_cast<const std::optional<T>*>(p);
            return optional ? &*optional : nullptr;
        };
        shape.engage = [](void* p) -> void* {
            return &static_cast<std::optional<T>*>(p)->emplace();
        };
        return shape;
    }
};

template <class T>
Shape list_shape(std::int64_t min, std::int64_t max) {
    Shape shape = scalar(Kind::list, min, max);
    shape.element = &shape_of<T>();
    shape.size = [](const void* p) { return static_cast<const std::vector<T>*>(p)->size(); };
    shape.at = [](const void* p, std::size_t i) -> const void* {
        return &(*static_cast<const std::vector<T>*>(p))[i];
    };
    shape.append = [](void* p) -> void* {
        return &static_cast<std::vector<T>*>(p)->emplace_back();
    };
    return shape;
}
template <class T>
struct ShapeMaker<std::vector<T>> {
    static Shape make() { return list_shape<T>(0, std::numeric_limits<std::int64_t>::max()); }
};
template <class T, std::size_t Min, std::size_t Max>
struct ShapeMaker<List<T, Min, Max>> {
    static Shape make() { return list_shape<T>(Min, Max); }
};

// Enumerators must be 0, 1, 2, … in the order described: their number is their value.
template <class T>
requires std::is_enum_v<T>
struct ShapeMaker<T> {
    static Shape make() {
        Shape shape = scalar(Kind::enumeration);
        shape.name = name_of_type<T>();
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
            [&](auto enumerator) { shape.names.emplace_back(enumerator.name); });
        shape.index = [](const void* p) {
            return static_cast<std::size_t>(*static_cast<const T*>(p));
        };
        shape.set_index = [](void* p, std::size_t i) { *static_cast<T*>(p) = static_cast<T>(i); };
        return shape;
    }
};

template <Described T>
struct ShapeMaker<T> {
    static Shape make() {
        Shape shape;
        shape.kind = Kind::object;
        shape.name = name_of_type<T>();
        shape.make = []() -> std::shared_ptr<void> { return std::make_shared<T>(); };
        static const T sample{};
        using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                                 boost::describe::mod_inherited>;
        boost::mp11::mp_for_each<Members>([&](auto member) {
            using M = std::remove_cvref_t<decltype(sample.*member.pointer)>;
            auto offset = reinterpret_cast<const char*>(&(sample.*member.pointer)) -
                          reinterpret_cast<const char*>(&sample);
            check(is_empty_by_default(&(sample.*member.pointer), shape_of<M>()),
                  std::string(shape.name) + "." + member.name + " is not empty by default");
            shape.fields.push_back({member.name, static_cast<std::size_t>(offset), &shape_of<M>()});
        });
        return shape;
    }
};

}  // namespace detail

template <class T>
const Shape& shape_of() {
    static const Shape shape = detail::ShapeMaker<T>::make();
    return shape;
}

// The text of an enumerator: the same on the wire, in the store and in logs.
template <class E>
std::string_view text_of_enum(E value) {
    return shape_of<E>().names.at(static_cast<std::size_t>(value));
}

template <class E>
std::optional<E> parse_enum(std::string_view text) {
    const auto& names = shape_of<E>().names;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == text) return static_cast<E>(i);
    }
    return std::nullopt;
}

}  // namespace jangteo::codec
