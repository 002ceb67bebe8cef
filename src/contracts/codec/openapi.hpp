#pragma once

// JSON Schema (2020-12, as OpenAPI 3.1 uses it) by shape. Objects and enumerations become named
// components.

#include <boost/json/fwd.hpp>

#include <string>

#include "contracts/codec/shape.hpp"

namespace jangteo::codec {

// The schema of a shape; adds what it names to `components` (name → schema). An object gives a
// $ref.
boost::json::value openapi_schema(const Shape& shape, boost::json::object& components);

}  // namespace jangteo::codec
