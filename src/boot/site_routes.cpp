#include "boot/site_routes.hpp"

#include <boost/json.hpp>

#include "runtime/openapi_document.hpp"

namespace jangteo::boot {
namespace {

using runtime::Call;
using runtime::HttpAnswer;

constexpr std::string_view docs_page = R"(<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>장터 Jangteo API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>
window.ui = SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, docExpansion: "none",
  filter: true, persistAuthorization: true, tryItOutEnabled: true
});
</script>
</body>
</html>
)";

HttpAnswer page(std::string_view type, std::string_view body) {
    HttpAnswer answer;
    answer.content_type = type;
    answer.body = body;
    return answer;
}

HttpAnswer ready(const Readiness& readiness) {
    boost::json::object checks;
    bool all = true;
    for (const auto& [name, is_ready] : readiness()) {
        checks[name] = is_ready ? "ready" : "not ready";
        all = all && is_ready;
    }
    HttpAnswer answer;
    answer.status = all ? 200 : 503;
    answer.body = boost::json::serialize(boost::json::object{
        {"status", all ? "ready" : "not ready"}, {"dependencies", std::move(checks)}});
    return answer;
}

void install_page(runtime::Routes& routes, std::string_view path, std::string_view name,
                  std::string_view summary, std::function<HttpAnswer()> make) {
    routes.query({.path = path, .name = name, .summary = summary, .roles = runtime::anyone},
                 [make = std::move(make)](sql::Connection&, const Call&) { return make(); });
}

}  // namespace

void install_site_routes(runtime::Registry& registry, runtime::Metrics& metrics,
                         Readiness readiness) {
    runtime::Routes& routes = registry.routes;
    install_page(routes, "/livez", "livez", "Whether the process is alive",
                 [] { return page("application/json", R"({"status":"alive"})"); });
    install_page(routes, "/readyz", "readyz", "Whether it can serve, by dependency",
                 [readiness = std::move(readiness)] { return ready(readiness); });
    install_page(routes, "/metrics", "metrics", "Prometheus metrics", [&metrics] {
        return page("text/plain; version=0.0.4; charset=utf-8", metrics.text());
    });
    install_page(routes, "/openapi.json", "openapi", "This document", [&routes] {
        return page("application/json", runtime::openapi_document(routes, "/"));
    });
    install_page(routes, "/docs", "docs", "The API explorer",
                 [] { return page("text/html; charset=utf-8", docs_page); });
    install_page(routes, "/docs/swagger-ui.css", "docs_css", "Styles of the explorer",
                 [] { return page("text/css; charset=utf-8", swagger_ui_css()); });
    install_page(routes, "/docs/swagger-ui-bundle.js", "docs_js", "Script of the explorer",
                 [] { return page("text/javascript; charset=utf-8", swagger_ui_bundle_js()); });
}

}  // namespace jangteo::boot
