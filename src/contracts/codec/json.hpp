#pragma once

// JSON by shape. Decoding collects every wrong field at once, each with a JSON pointer (RFC 6901);
// unknown fields are errors. Depth is limited to 64 (`json_depth_max`), and after 100 errors no
// more are looked for. A plain std::string takes any UTF-8; Text, Email and Url are checked.

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/codec/shape.hpp"

namespace jangteo::codec {

inline constexpr std::size_t json_depth_max = 64;
inline constexpr std::size_t json_errors_max = 100;

enum class FieldProblem {
    malformed,  // not JSON at all; pointer is ""
    too_deep,
    missing,
    unknown_field,
    wrong_type,
    too_short,
    too_long,
    too_small,
    too_large,
    too_few,
    too_many,
    not_utf8,
    control_character,
    not_an_enumerator,
    not_an_id,
    wrong_id_kind,
    not_a_time,
    not_an_email,
    not_a_url,
    unknown_currency,
    duplicate_field,
};
BOOST_DESCRIBE_ENUM(FieldProblem, malformed, too_deep, missing, unknown_field, wrong_type,
                    too_short, too_long, too_small, too_large, too_few, too_many, not_utf8,
                    control_character, not_an_enumerator, not_an_id, wrong_id_kind, not_a_time,
                    not_an_email, not_a_url, unknown_currency, duplicate_field)

struct FieldError {
    std::string pointer;
    FieldProblem problem = FieldProblem::malformed;
    std::string expected;  // what would be right, e.g. "1..100", "ord_…", "one of: card, transfer";
                           // may be empty
};

// Members in declared order; an empty optional is left out (and is null inside a list).
std::string encode_json(const void* object, const Shape& shape);

// Fills a default-constructed object. Empty when all is well.
std::vector<FieldError> decode_json(std::string_view text, void* object, const Shape& shape);

template <class T>
std::string encode_json(const T& object) {
    return encode_json(&object, shape_of<T>());
}

template <class T>
std::expected<T, std::vector<FieldError>> decode_json(std::string_view text) {
    T object{};
    if (auto errors = decode_json(text, &object, shape_of<T>()); !errors.empty()) {
        return std::unexpected(std::move(errors));
    }
    return object;
}

}  // namespace jangteo::codec
