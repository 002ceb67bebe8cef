#include "runtime/routes.hpp"

#include <algorithm>

#include "kernel/check.hpp"

namespace jangteo::runtime {
namespace {

// The next segment of a path, without its slash; takes it off.
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    auto end = path.find('/');
    auto segment = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    return segment;
}

std::ptrdiff_t depth_of(std::string_view path) { return std::ranges::count(path, '/'); }

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

std::string_view name_of(std::string_view parameter) {
    return parameter.substr(1, parameter.size() - 2);
}

// Ids and slugs need no percent-encoding; a path parameter that has some is decoded by the edge
// before matching.
bool match_path(std::string_view pattern, std::string_view path,
                std::vector<std::pair<std::string_view, std::string>>& found) {
    found.clear();
    while (!pattern.empty() && !path.empty()) {
        auto wanted = take_segment(pattern);
        auto segment = take_segment(path);
        if (is_parameter(wanted)) {
            if (segment.empty()) return false;
            found.emplace_back(name_of(wanted), segment);
        } else if (wanted != segment) {
            return false;
        }
    }
    return pattern.empty() && path.empty();
}

// A literal segment wins over a parameter, whatever the method: what is at a path is one thing.
bool more_literal(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        bool pa = is_parameter(take_segment(a));
        bool pb = is_parameter(take_segment(b));
        if (pa != pb) return !pa;
    }
    return false;
}

}  // namespace

Route& Routes::add(RouteInfo info) {
    for (const auto& route : routes_) {
        check(route->info.name != info.name, "a route's name is unique");
        check(route->info.method != info.method || route->info.path != info.path,
              "a route is declared once");
    }
    routes_.push_back(std::make_unique<Route>());
    routes_.back()->depth = depth_of(info.path);
    routes_.back()->prefix = info.path.substr(0, info.path.find('{'));
    routes_.back()->info = std::move(info);
    return *routes_.back();
}

Route& Routes::command(RouteInfo info,
                       std::function<HttpAnswer(Transaction&, const Call&)> handler) {
    Route& route = add(std::move(info));
    route.command = [handler = std::move(handler)](Transaction& tx, const Call& call, const void*,
                                                   void*) { return handler(tx, call); };
    return route;
}

Route& Routes::query(RouteInfo info, QueryHandler handler) {
    Route& route = add(std::move(info));
    route.query = std::move(handler);
    return route;
}

Route& Routes::stream(RouteInfo info, StreamHandler handler) {
    Route& route = add(std::move(info));
    route.stream = std::move(handler);
    return route;
}

Routes::Match Routes::match(Method method, std::string_view path) const {
    Match best;
    if (path.empty() || path.front() != '/') return best;
    std::vector<std::pair<std::string_view, std::string>> found;
    std::string_view pattern;
    const std::ptrdiff_t depth = depth_of(path);
    for (const auto& route : routes_) {
        if (route->depth != depth || !path.starts_with(route->prefix)) continue;
        if (!match_path(route->info.path, path, found)) continue;
        if (!best.path_known || more_literal(route->info.path, pattern)) {
            best = {nullptr, true, {}};
            pattern = route->info.path;
        }
        if (more_literal(pattern, route->info.path) || route->info.method != method) continue;
        best.route = route.get();
        best.path = std::move(found);
    }
    return best;
}

std::string Routes::methods_of(std::string_view path) const {
    std::string methods;
    std::string_view pattern;
    std::vector<std::pair<std::string_view, std::string>> found;
    for (const auto& route : routes_) {
        std::string_view method = text_of(route->info.method);
        if (!match_path(route->info.path, path, found)) continue;
        if (pattern.empty() || more_literal(route->info.path, pattern)) {
            pattern = route->info.path;
            methods.clear();
        }
        if (more_literal(pattern, route->info.path)) continue;
        if (!methods.empty()) methods += ", ";
        methods += method;
    }
    return methods;
}

}  // namespace jangteo::runtime
