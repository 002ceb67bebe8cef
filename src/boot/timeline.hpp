#pragma once

// The story of one order as text: every step with what set it off, its events, calls and timers.

#include <string>
#include <vector>

#include "runtime/outbox.hpp"
#include "runtime/registry.hpp"

namespace jangteo::boot {

std::string timeline_text(const std::vector<runtime::StoredRecord>& records,
                          const runtime::Registry& registry, bool with_payloads);
std::string timeline_json(const std::vector<runtime::StoredRecord>& records,
                          const runtime::Registry& registry);

}  // namespace jangteo::boot
