#pragma once

#include <boost/json/fwd.hpp>

#include <string>

namespace jangteo::boot {

// Indented by two; what fits in a line stays in one.
std::string pretty_json(const boost::json::value& value);

}  // namespace jangteo::boot
