#pragma once

// The events as documents for those who read our topics: an AsyncAPI 3 document and a page for each
// event, all from the registry.

#include <map>
#include <string>

namespace jangteo::boot {

// By file name: asyncapi.json, README.md, order_created.md, …
std::map<std::string, std::string> event_documents();

}  // namespace jangteo::boot
