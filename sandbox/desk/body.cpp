#include "sandbox/desk/body.hpp"

#include <boost/json/parse.hpp>

#include <cmath>

namespace jangteo::sandbox {

namespace json = boost::json;

Body::Body(std::string_view text) : memory_(first_bytes_.data(), first_bytes_.size()) {
    boost::system::error_code error;
    value_ = json::parse(text, error, json::storage_ptr(&memory_));
    if (!error) object_ = value_.if_object();
}

const json::value* Body::find(std::string_view name) const {
    return object_ == nullptr ? nullptr : object_->if_contains(name);
}

std::string_view Body::text(std::string_view name) const {
    return object_ == nullptr ? std::string_view{} : text_in(*object_, name);
}

std::optional<std::int64_t> Body::whole(std::string_view name) const {
    constexpr double exact_max = 9007199254740992.0;  // 2^53
    const json::value* value = find(name);
    if (value == nullptr) return {};
    if (value->is_int64()) return value->get_int64();
    if (!value->is_double()) return {};
    const double number = value->get_double();
    if (std::abs(number) > exact_max || number != std::floor(number)) return {};
    return static_cast<std::int64_t>(number);
}

bool Body::flag(std::string_view name) const {
    const json::value* value = find(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

const json::object* Body::object(std::string_view name) const {
    const json::value* value = find(name);
    return value == nullptr ? nullptr : value->if_object();
}

std::string_view text_in(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return {value->get_string().data(), value->get_string().size()};
}

}  // namespace jangteo::sandbox
