#include "runtime/edge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "kernel/fault.hpp"
#include "runtime/call_of.hpp"
#include "runtime/command_message.hpp"
#include "runtime/path_ids.hpp"
#include "runtime/percent.hpp"

namespace jangteo::runtime {
namespace {

constexpr std::size_t known_tokens_max = 65'536;

Edge::RouteMetrics make_metrics(Metrics& metrics, std::string_view route) {
    Edge::RouteMetrics made{};
    const std::string labels = fmt::format("route=\"{}\"", route);
    made.seconds = &metrics.seconds("jangteo_http_request_seconds",
                                    "From request to answer, by route", labels);
    for (int i = 1; i <= 5; ++i) {
        made.by_class[i] =
            &metrics.counter("jangteo_http_requests_total", "Answers by route and status class",
                             labels + ",status=\"" + static_cast<char>('0' + i) + "xx\"");
    }
    return made;
}

std::optional<std::int64_t> version_of_etag(std::string_view text) {
    if (text.size() < 3 || text.front() != '"' || text.back() != '"') return std::nullopt;
    std::int64_t version = 0;
    auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size() - 1, version);
    if (error != std::errc{} || end != text.data() + text.size() - 1) return std::nullopt;
    return version;
}

// `Prefer: respond-async, wait=N` (RFC 7240): N seconds, at most `longest`; zero when there is
// none.
Duration wait_of(std::string_view prefer, Duration longest) {
    while (!prefer.empty()) {
        auto end = std::min(prefer.find(','), prefer.size());
        auto part = prefer.substr(0, end);
        prefer.remove_prefix(std::min(end + 1, prefer.size()));
        part.remove_prefix(std::min(part.find_first_not_of(" \t"), part.size()));
        if (!part.starts_with("wait=")) continue;
        std::int64_t wanted = 0;
        std::from_chars(part.data() + 5, part.data() + part.size(), wanted);
        if (wanted <= 0) return {};
        return wanted < longest.us / 1'000'000 ? seconds(wanted) : longest;
    }
    return {};
}

// An encoded slash is part of a segment, so it may not decode into a separator.
std::optional<std::string> decode_path(std::string_view path) {
    auto decoded = percent_decode(path, false);
    if (decoded && std::count(path.begin(), path.end(), '/') !=
                       std::count(decoded->begin(), decoded->end(), '/')) {
        return std::nullopt;
    }
    return decoded;
}

}  // namespace

Edge::Edge(EdgePorts ports, EdgeOptions options)
    : ports_(ports),
      options_(std::move(options)),
      limiter_(options_.limits),
      idempotency_(options_.recent_records_max),
      unmatched_(make_metrics(ports.metrics, "unmatched")),
      token_checks_(ports.metrics.counter("jangteo_token_checks_total",
                                          "Access tokens verified by signature")) {
    for (const auto& route : ports_.registry.routes.all()) {
        route_metrics_[route.get()] = make_metrics(ports.metrics, route->info.name);
    }
}

Edge::~Edge() = default;

Call Edge::begin_call(const HttpRequest& request) const {
    Call call = call_of(request, ports_.random);
    call.received_at = ports_.clock.now();
    call.received_ns = ports_.clock.monotonic_ns();
    call.peer = client_address(request, options_.trusted_proxies);
    call.guest = request.header("x-guest-token");
    call.idempotency_key = request.header("idempotency-key");
    call.wait = wait_of(request.header("prefer"), options_.wait_max);
    return call;
}

std::optional<HttpAnswer> Edge::preflight(const HttpRequest& request) const {
    auto origin = request.header("origin");
    if (request.method != Method::other || origin.empty() ||
        request.header("access-control-request-method").empty()) {
        return std::nullopt;
    }
    HttpAnswer answer;
    answer.status = 204;
    if (std::find(options_.cors_origins.begin(), options_.cors_origins.end(), origin) !=
        options_.cors_origins.end()) {
        answer.headers = {
            {"access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE"},
            {"access-control-allow-headers",
             "authorization, content-type, idempotency-key, if-match, prefer, traceparent, "
             "x-guest-token, x-request-id, accept-language"},
            {"access-control-max-age", "600"}};
    }
    return answer;
}

void Edge::handle(ExchangePtr exchange) {
    const HttpRequest& request = exchange->request();
    Call call = begin_call(request);
    if (closed_) return answer(exchange, nullptr, call, overloaded(call));
    if (auto early = preflight(request)) return answer(exchange, nullptr, call, std::move(*early));

    Routes::Match match;
    if (request.path.find('%') == std::string::npos) {
        match = ports_.registry.routes.match(request.method, request.path);
    } else if (auto path = decode_path(request.path)) {
        match = ports_.registry.routes.match(request.method, *path);
    }
    if (!match.route) {
        return answer(exchange, nullptr, call,
                      match.path_known ? method_not_allowed(call, request.path) : not_found(call));
    }
    call.route = match.route->info.name;
    call.path = std::move(match.path);
    try {
        if (auto refusal = admit(*match.route, request, call)) {
            return answer(exchange, match.route, call, std::move(*refusal));
        }
        dispatch(*match.route, exchange, std::move(call));
    } catch (const std::exception& error) {
        ports_.log.write(LogLevel::error, "request_failed",
                         {{"route", std::string(match.route->info.name)}, {"error", error.what()}});
        answer(exchange, match.route, call, unreadable(call));
    }
}

HttpAnswer Edge::method_not_allowed(const Call& call, std::string_view path) const {
    HttpAnswer answer =
        problem(call, 405, "method_not_allowed",
                {"이 경로에서 쓸 수 없는 메서드입니다.", "This path has no such method."});
    auto decoded = decode_path(path);
    answer.headers.push_back({"allow", ports_.registry.routes.methods_of(decoded.value_or(""))});
    return answer;
}

HttpAnswer Edge::unreadable(const Call& call) const {
    HttpAnswer answer = problem(call, 503, "store_unavailable",
                                {"저장소를 읽을 수 없습니다. 잠시 뒤에 다시 시도하세요.",
                                 "The store cannot be read. Try again shortly."});
    answer.headers.push_back({"retry-after", "1"});
    return answer;
}

Edge::Authentication Edge::authenticate(const HttpRequest& request, Timestamp now) {
    auto header = request.header("authorization");
    if (header.empty()) return {};
    if (header.size() < 8 || !std::equal(header.begin(), header.begin() + 7, "Bearer ",
                                         [](char a, char b) { return (a | 0x20) == (b | 0x20); })) {
        return {{}, true};
    }
    std::string token(header.substr(7));
    {
        // Verifying a signature costs more than everything else in a small request.
        std::lock_guard lock(tokens_mutex_);
        auto known = known_tokens_.find(token);
        if (known != known_tokens_.end()) {
            if (known->second.expires_at > now) return {known->second, false};
            known_tokens_.erase(known);
            return {{}, true};
        }
    }
    token_checks_.add();
    auto principal = ports_.tokens.verify(token, now);
    if (!principal) return {{}, true};
    std::lock_guard lock(tokens_mutex_);
    if (known_tokens_.size() >= known_tokens_max) known_tokens_.clear();
    known_tokens_.emplace(std::move(token), *principal);
    return {*principal, false};
}

std::optional<HttpAnswer> Edge::admit(const Route& route, const HttpRequest& request, Call& call) {
    auto [principal, bad_token] = authenticate(request, call.received_at);
    if (bad_token || (route.info.roles != anyone && !principal.is_member())) {
        HttpAnswer refusal = problem(call, 401, bad_token ? "invalid_token" : "login_required",
                                     {"로그인이 필요합니다.", "You need to log in."});
        refusal.headers.push_back(
            {"www-authenticate", bad_token ? "Bearer error=\"invalid_token\"" : "Bearer"});
        return refusal;
    }
    if (route.info.roles != anyone && (route.info.roles & principal.roles) == 0)
        return forbidden(call);
    call.principal = principal;
    for (const auto& [name, text] : call.path) {
        if (!is_whole_path_id(name, text)) return not_found(call);
    }

    bool mutates = static_cast<bool>(route.command);
    if (mutates || !route.info.limit.empty()) {
        std::string key = principal.is_member() ? std::string(principal.member.bytes()) : call.peer;
        Duration wait = limiter_.take(route.info.limit, key, call.received_at);
        if (wait > Duration{}) {
            HttpAnswer refusal = problem(call, 429, "too_many_requests",
                                         {"요청이 너무 많습니다.", "Too many requests."});
            refusal.headers.push_back(
                {"retry-after", std::to_string((wait.us + 999'999) / 1'000'000)});
            return refusal;
        }
    }
    auto query = parse_query(request.query);
    if (!query)
        return problem(call, 400, "invalid_query",
                       {"쿼리가 올바르지 않습니다.", "The query is not valid."});
    call.query = std::move(*query);
    for (const auto& [name, value] : call.query) {
        auto known = std::any_of(route.info.query.begin(), route.info.query.end(),
                                 [&](const QueryParameter& p) { return p.name == name; });
        if (!known) {
            return problem(call, 400, "unknown_parameter",
                           {"모르는 쿼리 매개변수입니다.", "Unknown query parameter."}, name);
        }
    }
    auto if_match = request.header("if-match");
    if (!if_match.empty() && if_match != "*") {
        call.if_match = version_of_etag(if_match);
        if (!call.if_match) {
            return problem(call, 400, "invalid_if_match",
                           {"If-Match가 올바르지 않습니다.", "If-Match is not valid."});
        }
    }
    return check_key(route, call);
}

std::optional<HttpAnswer> Edge::check_key(const Route& route, const Call& call) const {
    const std::string& key = call.idempotency_key;
    if (route.info.key == KeyPolicy::required && key.empty()) {
        return problem(
            call, 400, "idempotency_key_required",
            {"Idempotency-Key 헤더가 필요합니다.", "An Idempotency-Key header is required."});
    }
    if (key.size() > idempotency_key_max || !is_visible_ascii(key)) {
        return problem(call, 400, "invalid_idempotency_key",
                       {"Idempotency-Key는 255자까지의 보이는 ASCII 문자입니다.",
                        "An Idempotency-Key is up to 255 visible ASCII characters."});
    }
    return std::nullopt;
}

void Edge::dispatch(const Route& route, const ExchangePtr& exchange, Call&& call) {
    if (route.command) return run_command(route, exchange, std::move(call));
    if (route.query) return run_query(route, exchange, call);
    route.stream(ports_.store.reader(), call, exchange);
}

void Edge::run_query(const Route& route, const ExchangePtr& exchange, const Call& call) {
    answer(exchange, &route, call, route.query(ports_.store.reader(), call));
}

void Edge::run_command(const Route& route, const ExchangePtr& exchange, Call&& call) {
    const HttpRequest& request = exchange->request();
    std::shared_ptr<void> body;
    if (route.body) {
        auto type = request.header("content-type");
        if (!type.starts_with("application/json") &&
            !type.starts_with("application/merge-patch+json")) {
            return answer(exchange, &route, call,
                          problem(call, 415, "unsupported_media_type",
                                  {"본문은 application/json이어야 합니다.",
                                   "The body must be application/json."}));
        }
        body = route.make_body();
        auto errors = codec::decode_json(request.body, body.get(), *route.body);
        if (!errors.empty()) return answer(exchange, &route, call, invalid_body(call, errors));
    }
    if (route.takes_raw_body) body = std::make_shared<RawBody>(RawBody{request.body});
    if (!route.info.blocking_prepare)
        return prepare_and_submit(route, exchange, std::move(call), std::move(body));
    auto shared = std::make_shared<Call>(std::move(call));
    bool taken = ports_.background.run([this, &route, exchange, shared, body] {
        try {
            prepare_and_submit(route, exchange, Call(*shared), body);
        } catch (const std::exception& error) {
            ports_.log.write(LogLevel::error, "request_failed",
                             {{"route", std::string(route.info.name)}, {"error", error.what()}});
            answer(exchange, &route, *shared, unreadable(*shared));
        }
    });
    if (!taken) answer(exchange, &route, *shared, overloaded(*shared));
}

void Edge::prepare_and_submit(const Route& route, const ExchangePtr& exchange, Call&& call,
                              std::shared_ptr<void> body) {
    std::shared_ptr<void> value;
    if (route.prepare) {
        Prepared prepared = route.prepare(ports_.store.reader(), call, body.get());
        if (prepared.refusal) return answer(exchange, &route, call, std::move(*prepared.refusal));
        value = std::move(prepared.value);
    }
    submit(route, exchange, std::move(call), std::move(body), std::move(value));
}

void Edge::submit(const Route& route, const ExchangePtr& exchange, Call&& call,
                  std::shared_ptr<void> body, std::shared_ptr<void> prepared) {
    Command command{exchange, &route, std::move(call), std::move(body), std::move(prepared),
                    "",       ""};
    const HttpRequest& request = exchange->request();
    if (route.info.key != KeyPolicy::none && !command.call.idempotency_key.empty()) {
        command.fingerprint =
            ports_.digest.digest({command.call.principal.member.bytes(), text_of(route.info.method),
                                  route.info.name, command.call.idempotency_key});
        command.body_hash = ports_.digest.digest({request.path, request.query, request.body});
        std::lock_guard lock(keys_mutex_);
        if (!running_keys_.insert(command.fingerprint).second) {
            HttpAnswer twin =
                problem(command.call, 409, "idempotency_key_running",
                        {"같은 요청이 처리되고 있습니다.", "The same request is being handled."});
            twin.headers.push_back({"retry-after", "1"});
            return answer(exchange, &route, command.call, std::move(twin));
        }
    }
    std::unique_ptr<Message> message = std::make_unique<CommandMessage>(*this, std::move(command));
    if (!ports_.lane.submit(message)) {
        static_cast<CommandMessage&>(*message).refuse_as_overloaded();
    }
}

void Edge::release_key(const std::string& fingerprint) {
    std::lock_guard lock(keys_mutex_);
    running_keys_.erase(fingerprint);
}

HttpAnswer Edge::overloaded(const Call& call) const {
    HttpAnswer answer = problem(call, 503, "overloaded",
                                {"지금은 받을 수 없습니다. 잠시 뒤에 다시 시도하세요.",
                                 "Too busy right now. Try again shortly."});
    answer.headers.push_back({"retry-after", "1"});
    return answer;
}

void Edge::answer(const ExchangePtr& exchange, const Route* route, const Call& call,
                  HttpAnswer answer) {
    auto found = route_metrics_.find(route);
    RouteMetrics& metrics = found == route_metrics_.end() ? unmatched_ : found->second;
    metrics.seconds->observe(static_cast<double>(ports_.clock.monotonic_ns() - call.received_ns) /
                             1e9);
    metrics.by_class[std::clamp(answer.status / 100, 1, 5)]->add();
    add_trace(answer, call);
    if (answer.status == 204) answer.content_type = "";
    if (!options_.cors_origins.empty()) {
        auto origin = exchange->request().header("origin");
        if (std::find(options_.cors_origins.begin(), options_.cors_origins.end(), origin) !=
            options_.cors_origins.end()) {
            answer.headers.push_back({"access-control-allow-origin", std::string(origin)});
            answer.headers.push_back(
                {"access-control-expose-headers",
                 "etag, idempotent-replayed, link, location, preference-applied, "
                 "retry-after, traceparent, x-request-id"});
            answer.headers.push_back({"vary", "origin"});
        }
    }
    exchange->answer(std::move(answer));
}

void Edge::answer_after(AfterFlush& after, ExchangePtr exchange, const Route& route, Call call,
                        HttpAnswer last) {
    after.emplace_back(
        [this, exchange = std::move(exchange), &route, call = std::move(call),
         last = std::move(last)]() mutable { answer(exchange, &route, call, std::move(last)); });
}

}  // namespace jangteo::runtime
