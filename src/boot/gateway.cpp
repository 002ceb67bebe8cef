#include "boot/gateway.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "boot/modules.hpp"
#include "boot/shop.hpp"
#include "kernel/fault.hpp"
#include "runtime/call_of.hpp"

namespace jangteo::boot {
namespace {

using platform::http::ClientAnswer;
using platform::http::ClientFailure;
using platform::http::ClientRequest;
using platform::http::ClientResult;
using runtime::HttpAnswer;

// Longer than the longest wait that a client may ask for.
constexpr Duration patience = seconds(40);
constexpr std::size_t connections_of_a_process = 256;

// Of one connection, not of the message (RFC 9110, section 7.6.1), and what each engine writes
// itself.
constexpr std::array<std::string_view, 10> of_the_connection = {
    "connection", "keep-alive", "te",   "trailer",        "transfer-encoding",
    "upgrade",    "expect",     "host", "content-length", "date"};

bool is_forwarded(const runtime::Header& header) {
    return std::ranges::find(of_the_connection, header.name) == of_the_connection.end();
}

// An answer's type is a literal: those that a service gives.
std::string_view known_type(std::string_view type) {
    static constexpr std::array<std::string_view, 6> types = {
        "application/json",        "application/problem+json",       "text/html; charset=utf-8",
        "text/css; charset=utf-8", "text/javascript; charset=utf-8", "text/plain; charset=utf-8"};
    auto known = std::ranges::find(types, type);
    return known == types.end() ? "application/octet-stream" : *known;
}

ClientRequest request_of(const runtime::HttpRequest& request) {
    ClientRequest forwarded{request.method, request.path, {}, request.body};
    if (!request.query.empty()) forwarded.target += "?" + request.query;
    std::ranges::copy_if(request.headers, std::back_inserter(forwarded.headers), is_forwarded);
    forwarded.headers.push_back({"x-forwarded-for", request.peer});
    return forwarded;
}

HttpAnswer answer_of(ClientAnswer& answer) {
    HttpAnswer forwarded;
    forwarded.status = answer.status;
    forwarded.content_type = known_type(answer.header("content-type"));
    forwarded.body = std::move(answer.body);
    for (runtime::Header& header : answer.headers) {
        if (is_forwarded(header) && header.name != "content-type") {
            forwarded.headers.push_back(std::move(header));
        }
    }
    return forwarded;
}

HttpAnswer refusal(const runtime::Call& call, int status, std::string_view code, Words title) {
    HttpAnswer answer = runtime::problem(call, status, code, title);
    if (status == 503) answer.headers.push_back({"retry-after", "1"});
    runtime::add_trace(answer, call);
    return answer;
}

HttpAnswer failure(const runtime::Call& call, const platform::http::ClientProblem& problem) {
    if (problem.failure == ClientFailure::not_sent) {
        return refusal(call, 503, "service_unavailable",
                       {"서비스에 연결할 수 없습니다. 아무것도 바뀌지 않았습니다.",
                        "The service cannot be reached. Nothing was changed."});
    }
    return refusal(call, 502, "answer_lost",
                   {"서비스의 응답이 오지 않았습니다. 같은 Idempotency-Key로 다시 보내세요.",
                    "The service's answer did not arrive. Send it again with the same "
                    "Idempotency-Key."});
}

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
                                              .connections_max = connections_of_a_process}));
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
        exchange->answer(refusal(runtime::call_of(request, random_), 404, "route_not_found",
                                 {"없는 주소입니다.", "No service has such a route."}));
        return;
    }
    forward(std::move(exchange), *service, service->processes.size());
}

void Gateway::forward(runtime::ExchangePtr exchange, Service& service, std::size_t tries_left) {
    const std::size_t turn = service.next++ % service.processes.size();
    ClientRequest request = request_of(exchange->request());
    service.processes[turn]->send(
        request, patience,
        [this, exchange = std::move(exchange), &service, tries_left](ClientResult result) {
            if (result) {
                exchange->answer(answer_of(*result));
            } else if (result.error().failure == ClientFailure::not_sent && tries_left > 1) {
                forward(exchange, service, tries_left - 1);
            } else {
                const auto call = runtime::call_of(exchange->request(), random_);
                exchange->answer(failure(call, result.error()));
            }
        });
}

}  // namespace jangteo::boot
