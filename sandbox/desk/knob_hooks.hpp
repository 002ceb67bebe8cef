#pragma once

// /__sandbox/knobs, the same for every provider: POST adds one, GET lists, DELETE removes (by
// operation, by subject).

#include "sandbox/desk/body.hpp"
#include "sandbox/desk/knobs.hpp"
#include "sandbox/desk/provider.hpp"

namespace jangteo::sandbox {

Reply add_knob(Knobs& knobs, const Body& body);
Reply list_knobs(const Knobs& knobs);
Reply remove_knobs(Knobs& knobs, std::string_view query);

Reply json_reply(int status, std::string body);

// `limit` of a query: 100 unless given, at most 1,000.
std::int64_t limit_in(std::string_view query);

}  // namespace jangteo::sandbox
