#pragma once

// The OpenAPI 3.1 document, made from the routes' declarations alone.

#include <string>

#include "runtime/routes.hpp"

namespace jangteo::runtime {

// "seller_owner, operator": who may call, for people; "" for anyone.
std::string roles_text(Roles roles);

std::string openapi_document(const Routes& routes, const std::string& server_url);

}  // namespace jangteo::runtime
