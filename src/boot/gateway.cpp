#include "boot/gateway.hpp"

#include <fmt/format.h>

#include "boot/declared_shop.hpp"
#include "boot/forward.hpp"
#include "boot/modules.hpp"
#include "kernel/fault.hpp"
#include "runtime/call_of.hpp"

namespace jangteo::boot {
namespace {

using platform::http::ClientFailure;
using platform::http::ClientResult;

// The routes of each service; made once.
const std::map<std::string_view, runtime::Registry>& routes_by_service() {
    static const auto made = [] {
        std::map<std::string_view, runtime::Registry> routes;
        for (std::string_view service : service_names) declare_service(service, routes[service]);
        return routes;
    }();
    return made;
}

}  // namespace

Gateway::Gateway(const Config& config) : host_(config.host) {
    for (const std::string& upstream : config.upstreams) {
        const std::size_t mark = upstream.find('=');
        services_[upstream.substr(0, mark)].processes.push_back(
            std::make_unique<platform::http::HttpClient>(
                platform::http::ClientOptions{.base_url = upstream.substr(mark + 1),
                                              .connections_max = forward_connections_max}));
    }
    for (std::string_view service : service_names) {
        if (services_.contains(service)) continue;
        throw Fault(
            FaultKind::permanent,
            fmt::format("gateway.upstreams: no process of the service {} is named", service));
    }
    server_ = std::make_unique<platform::http::HttpServer>(
        platform::http::ServerOptions{
            .address = config.host, .port = config.port, .threads = config.http_threads},
        random_, [this](runtime::ExchangePtr exchange) { take(std::move(exchange)); });
}

Gateway::~Gateway() { stop(); }

void Gateway::start() { server_->start(); }

void Gateway::stop() {
    server_->stop_accepting();
    server_->drain(seconds(2));
    server_->stop();
}

std::string Gateway::url() const { return fmt::format("http://{}:{}", host_, server_->port()); }

Gateway::Service* Gateway::owner_of(const runtime::HttpRequest& request) {
    for (const auto& [service, registry] : routes_by_service()) {
        auto match = registry.routes.match(request.method, request.path);
        if (match.route || match.path_known) return &services_.find(service)->second;
    }
    return nullptr;
}

void Gateway::take(runtime::ExchangePtr exchange) {
    const runtime::HttpRequest& request = exchange->request();
    if (request.path == "/livez" || request.path == "/readyz") {
        exchange->answer({.status = 200, .body = R"({"status":"alive"})"});
        return;
    }
    Service* service = owner_of(request);
    if (!service) {
        exchange->answer(runtime::refusal(request, random_, 404, "route_not_found",
                                          {"없는 주소입니다.", "No service has such a route."}));
        return;
    }
    forward(std::move(exchange), *service, service->processes.size());
}

void Gateway::forward(runtime::ExchangePtr exchange, Service& service, std::size_t tries_left) {
    const std::size_t turn = service.next++ % service.processes.size();
    const auto request = forwarded(exchange->request());
    service.processes[turn]->send(
        request, forward_patience,
        [this, exchange = std::move(exchange), &service, tries_left](ClientResult result) {
            if (result) {
                exchange->answer(forwarded(*result));
            } else if (result.error().failure == ClientFailure::not_sent && tries_left > 1) {
                forward(exchange, service, tries_left - 1);
            } else {
                exchange->answer(
                    not_forwarded(exchange->request(), random_, result.error().failure));
            }
        });
}

}  // namespace jangteo::boot
