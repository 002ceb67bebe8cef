#pragma once

// One line of a provider's table of calls.

#include <string_view>
#include <vector>

#include "runtime/exchange.hpp"
#include "sandbox/desk/path.hpp"
#include "sandbox/desk/provider.hpp"

namespace jangteo::sandbox {

template <class Desk, class Request>
struct Route {
    runtime::Method method;
    std::string_view pattern;
    std::string_view operation;  // as knobs and books name it
    Reply (Desk::*run)(Request&);
    bool is_ours = false;  // a hook or a page: no key, no knobs
};

template <class AnyRoute>
struct FoundRoute {
    const AnyRoute* route = nullptr;
    bool is_path_known = false;  // with another method
};

// Leaves the path's parameter set as the route that was found wants it.
template <class AnyRoute>
FoundRoute<AnyRoute> find_route(const std::vector<AnyRoute>& routes, runtime::Method method,
                                Path& path) {
    FoundRoute<AnyRoute> found;
    for (const AnyRoute& route : routes) {
        if (!path.matches(route.pattern)) continue;
        found.is_path_known = true;
        if (route.method == method) return {&route, true};
    }
    return found;
}

}  // namespace jangteo::sandbox
