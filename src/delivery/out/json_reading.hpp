#pragma once

// Reading what carriers answer: a missing or mistyped field is empty, an unknown one is passed
// over.

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace jangteo::delivery {

inline std::optional<boost::json::object> parse_object(std::string_view body) {
    boost::json::error_code error;
    auto value = boost::json::parse({body.data(), body.size()}, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

inline std::string text_at(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string(text->data(), text->size()) : std::string();
}

inline const boost::json::object* object_at(const boost::json::object& object,
                                            std::string_view name) {
    const auto* value = object.if_contains(name);
    return value ? value->if_object() : nullptr;
}

inline const boost::json::array* array_at(const boost::json::object& object,
                                          std::string_view name) {
    const auto* value = object.if_contains(name);
    return value ? value->if_array() : nullptr;
}

}  // namespace jangteo::delivery
