#include "boot/gateway.hpp"

#include <fmt/format.h>

#include "boot/declared_shop.hpp"
#include "boot/forward.hpp"
#include "boot/modules.hpp"
#include "kernel/fault.hpp"
#include "runtime/call_of.hpp"

namespace jangteo::boot {
namespace {

using platform::http::AnswerStream;
using platform::http::ClientAnswer;
using platform::http::ClientFailure;
using platform::http::ClientResult;

constexpr std::size_t streams_max = 4096;  // from one process

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

Gateway::Process::Process(const std::string& url)
    : loop(std::make_shared<platform::http::IoLoop>()),
      requests({.base_url = url, .connections_max = forward_connections_max, .loop = loop}),
      streams({.base_url = url, .connections_max = streams_max, .loop = loop}) {}

Gateway::Gateway(const Config& config) : host_(config.host) {
    for (const std::string& upstream : config.upstreams) {
        const std::size_t mark = upstream.find('=');
        services_[upstream.substr(0, mark)].processes.push_back(
            std::make_unique<Process>(upstream.substr(mark + 1)));
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

std::optional<Gateway::Target> Gateway::target_of(const runtime::HttpRequest& request) {
    for (const auto& [service, registry] : routes_by_service()) {
        auto match = registry.routes.match(request.method, request.path);
        if (!match.route && !match.path_known) continue;
        return Target{services_.find(service)->second, match.route && match.route->stream};
    }
    return {};
}

void Gateway::take(runtime::ExchangePtr exchange) {
    const runtime::HttpRequest& request = exchange->request();
    if (request.path == "/livez" || request.path == "/readyz") {
        exchange->answer({.status = 200, .body = R"({"status":"alive"})"});
        return;
    }
    auto target = target_of(request);
    if (!target) {
        exchange->answer(runtime::refusal(request, random_, 404, "route_not_found",
                                          {"없는 주소입니다.", "No service has such a route."}));
        return;
    }
    forward(exchange, *target, target->service.processes.size());
}

void Gateway::forward(const runtime::ExchangePtr& exchange, Target target, std::size_t tries_left) {
    const std::size_t turn = target.service.next++ % target.service.processes.size();
    Process& process = *target.service.processes[turn];
    auto is_open = std::make_shared<bool>(false);  // the stream that is the answer
    AnswerStream stream;
    if (target.is_stream) {
        stream.begin = [exchange, is_open](const ClientAnswer& head) {
            *is_open = head.header("content-type").starts_with("text/event-stream");
            if (*is_open) exchange->open_stream(forwarded(head));
            return *is_open;
        };
        stream.part = [exchange](std::string bytes) { return exchange->send(std::move(bytes)); };
    }
    auto ended = [this, exchange, target, tries_left, is_open](ClientResult result) {
        if (*is_open) {
            exchange->close();
        } else if (result) {
            exchange->answer(forwarded(std::move(*result)));
        } else if (result.error().failure == ClientFailure::not_sent && tries_left > 1) {
            forward(exchange, target, tries_left - 1);
        } else {
            exchange->answer(not_forwarded(exchange->request(), random_, result.error().failure));
        }
    };
    (target.is_stream ? process.streams : process.requests)
        .send(forwarded(exchange->request()), forward_patience, std::move(ended),
              std::move(stream));
}

}  // namespace jangteo::boot
