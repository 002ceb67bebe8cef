#pragma once

// Body: a JSON request body, read leniently as the real services do: unknown fields are ignored,
// and a field of the wrong type counts as absent. Views live as long as the Body.

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace jangteo::sandbox {

class Body {
  public:
    explicit Body(std::string_view text);
    Body(const Body&) = delete;
    Body& operator=(const Body&) = delete;

    bool is_object() const { return object_ != nullptr; }
    const boost::json::value& value() const { return value_; }
    const boost::json::object* object() const { return object_; }

    bool has(std::string_view name) const { return find(name) != nullptr; }
    // "" when absent or not a string.
    std::string_view text(std::string_view name) const;
    // Numbers with a fraction of zero are whole.
    std::optional<std::int64_t> whole(std::string_view name) const;
    bool flag(std::string_view name) const;
    const boost::json::object* object(std::string_view name) const;

  private:
    const boost::json::value* find(std::string_view name) const;

    std::array<unsigned char, 2048> first_bytes_;
    boost::json::monotonic_resource memory_;
    boost::json::value value_;
    const boost::json::object* object_ = nullptr;
};

std::string_view text_in(const boost::json::object& object, std::string_view name);

}  // namespace jangteo::sandbox
