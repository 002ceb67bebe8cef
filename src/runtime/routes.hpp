#pragma once

// Routes: every route is declared once, here, with who may call it, what it takes and answers.
// Matching, validation, authorisation, idempotency, the OpenAPI document and `jangteo api` all read
// this declaration.

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/call.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

class Transaction;

enum class KeyPolicy : std::uint8_t {
    none,      // reads, PUT, DELETE
    optional,  // Idempotency-Key is honoured
    required,  // ordering, paying, refunding, changing stock
};

struct QueryParameter {
    std::string_view name;  // e.g. "limit", "filter[status]"
    std::string_view about;
};

struct RouteInfo {
    Method method = Method::get;
    std::string_view
        path;  // "/v1/orders/{order_id}"; a parameter's name tells its id kind by its declared type
    std::string_view
        name;  // snake_case, unique: the metric, the log event, the OpenAPI operationId
    std::string_view summary;
    Roles roles = members;  // who may call: any of these; `anyone` needs no token
    KeyPolicy key = KeyPolicy::none;
    int success = 200;
    const codec::Shape* answer = nullptr;  // of the success; null: no body or not JSON
    std::vector<QueryParameter> query = {};
    std::vector<std::string_view> refusals =
        {};                         // codes that this route may answer besides the general ones
    std::string_view limit = "";    // rate limit class: "" (the default), "login"
    bool waits = false;             // honours Prefer: wait
    bool blocking_prepare = false;  // `prepare` is slow (hashing): it runs on the worker pool
    bool refusal_writes =
        false;  // its refusals are counted or act (log-in attempts, a stolen token)
};

// Runs in the lane, in the batch's transaction.
using CommandHandler =
    std::function<HttpAnswer(Transaction&, const Call&, const void* body, void* prepared)>;
// Runs on the request's thread, on a read snapshot.
using QueryHandler = std::function<HttpAnswer(sql::Connection&, const Call&)>;
// Before the lane, on the request's thread or (blocking_prepare) the worker pool: reads, hashes,
// verifies. Either an answer that ends the call, or something for the handler to use.
struct Prepared {
    std::shared_ptr<void> value;
    std::optional<HttpAnswer> refusal;
};
using PrepareHandler = std::function<Prepared(sql::Connection&, const Call&, const void* body)>;
// Long-lived streams: takes the exchange over.
using StreamHandler = std::function<void(sql::Connection&, const Call&, ExchangePtr)>;

// The body of a stranger's call (a webhook), as received: the handler reads it, with a tolerance of
// its own.
struct RawBody {
    std::string text;
};

struct Route {
    RouteInfo info;
    // Of its path: what most others differ in.
    std::ptrdiff_t depth = 0;
    std::string_view prefix;  // up to its first parameter
    const codec::Shape* body = nullptr;
    bool takes_raw_body = false;
    std::function<std::shared_ptr<void>()> make_body;
    PrepareHandler prepare;
    CommandHandler command;
    QueryHandler query;
    StreamHandler stream;
    // For Prefer: wait: the process to watch after the answer, and when it rests. Given the answer
    // of the command; nil: nothing to wait for.
    std::function<Uuid(const HttpAnswer&, const Call&)> wait_for;
    // Reads the state again; an empty optional: not yet resting.
    std::function<std::optional<HttpAnswer>(sql::Connection&, const Call&, const Uuid&)> resting;
};

class Routes {
  public:
    // A command with a body of type B.
    template <class B>
    Route& command(RouteInfo info,
                   std::function<HttpAnswer(Transaction&, const Call&, const B&)> handler) {
        Route& route = add(std::move(info));
        take_body<B>(route);
        route.command = [handler = std::move(handler)](Transaction& tx, const Call& call,
                                                       const void* body, void*) {
            return handler(tx, call, *static_cast<const B*>(body));
        };
        return route;
    }

    // A command without a body.
    Route& command(RouteInfo info, std::function<HttpAnswer(Transaction&, const Call&)> handler);

    // A command whose first part runs before the lane: `prepare` gives a P (or refuses), the
    // handler uses it.
    template <class B, class P>
    Route& command(
        RouteInfo info,
        std::function<std::expected<P, HttpAnswer>(sql::Connection&, const Call&, const B&)>
            prepare,
        std::function<HttpAnswer(Transaction&, const Call&, const B&, P&)> handler) {
        Route& route = add(std::move(info));
        take_body<B>(route);
        route.prepare = [prepare = std::move(prepare)](sql::Connection& db, const Call& call,
                                                       const void* body) {
            auto made = prepare(db, call, *static_cast<const B*>(body));
            if (!made) return Prepared{nullptr, std::move(made.error())};
            return Prepared{std::make_shared<P>(std::move(*made)), std::nullopt};
        };
        route.command = [handler = std::move(handler)](Transaction& tx, const Call& call,
                                                       const void* body, void* prepared) {
            return handler(tx, call, *static_cast<const B*>(body), *static_cast<P*>(prepared));
        };
        return route;
    }

    Route& query(RouteInfo info, QueryHandler handler);
    Route& stream(RouteInfo info, StreamHandler handler);

    const std::vector<std::unique_ptr<Route>>& all() const { return routes_; }

    struct Match {
        const Route* route = nullptr;
        bool path_known = false;  // the path exists with another method
        std::vector<std::pair<std::string_view, std::string>> path;
    };
    Match match(Method method, std::string_view path) const;
    // Those that a path has, as an Allow header names them.
    std::string methods_of(std::string_view path) const;

  private:
    struct Node;

    Route& add(RouteInfo info);

    template <class B>
    static void take_body(Route& route) {
        if constexpr (std::is_same_v<B, RawBody>) {
            route.takes_raw_body = true;
        } else {
            route.body = &codec::shape_of<B>();
            route.make_body = [] { return std::static_pointer_cast<void>(std::make_shared<B>()); };
        }
    }

    std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace jangteo::runtime
