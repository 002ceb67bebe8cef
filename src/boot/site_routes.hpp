#pragma once

// The routes outside /v1: health, metrics, the API's document and its explorer.

#include <functional>
#include <string>

#include "runtime/metrics.hpp"
#include "runtime/registry.hpp"

namespace jangteo::boot {

std::string_view swagger_ui_bundle_js();
std::string_view swagger_ui_css();

// `readiness` names each dependency and whether it is ready.
using Readiness = std::function<std::vector<std::pair<std::string, bool>>()>;

void install_site_routes(runtime::Registry& registry, runtime::Metrics& metrics,
                         Readiness readiness);

}  // namespace jangteo::boot
