#pragma once

// Call: what a route's handler knows of the request besides its decoded body: who asks, in which
// language, with which path and query parameters. Immutable once made.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/codec/json.hpp"
#include "kernel/id.hpp"
#include "kernel/language.hpp"
#include "kernel/timestamp.hpp"
#include "runtime/exchange.hpp"

namespace jangteo::runtime {

enum class Role : std::uint8_t { customer, seller_staff, seller_owner, operator_ };
BOOST_DESCRIBE_ENUM(Role, customer, seller_staff, seller_owner, operator_)

// A set of roles, as bits.
using Roles = std::uint8_t;
constexpr Roles bit(Role role) { return static_cast<Roles>(1U << static_cast<unsigned>(role)); }

inline constexpr Roles anyone = 0;  // no token needed
inline constexpr Roles members =
    bit(Role::customer) | bit(Role::seller_staff) | bit(Role::seller_owner) | bit(Role::operator_);
inline constexpr Roles sellers = bit(Role::seller_staff) | bit(Role::seller_owner);
inline constexpr Roles seller_owners = bit(Role::seller_owner);
inline constexpr Roles operators = bit(Role::operator_);

// Who asks, from a verified access token; nil ids when nobody is logged in.
struct Principal {
    MemberId member;
    EnterpriseId enterprise;  // of a seller's owner or staff
    SessionId session;
    Roles roles = 0;
    MemberId actor;  // the operator who acts for `member` (RFC 8693 `act`), or nil
    Timestamp expires_at;

    bool is(Role role) const { return (roles & bit(role)) != 0; }
    bool is_member() const { return !member.is_nil(); }
};

struct Call {
    std::string_view route;  // the route's name
    Principal principal;
    Language language = Language::ko;
    std::string trace;  // traceparent of this request's span
    std::string request_id;
    std::string peer;
    std::string idempotency_key;
    std::optional<std::int64_t> if_match;  // version wanted by If-Match
    std::string guest;                     // x-guest-token: who owns a guest's cart
    Timestamp received_at;
    std::int64_t received_ns = 0;                                // monotonic
    Duration wait;                                               // Prefer: wait
    std::vector<std::pair<std::string_view, std::string>> path;  // decoded path parameters by name
    std::vector<std::pair<std::string, std::string>> query;      // decoded query parameters

    std::string_view path_text(std::string_view name) const;
    std::optional<std::string_view> query_text(std::string_view name) const;

    // An id in the path; a malformed one answers 404 before the handler runs, so here it is always
    // whole.
    template <class IdType>
    IdType path_id(std::string_view name) const {
        return IdType::parse(path_text(name)).value_or(IdType{});
    }
};

// RFC 9457 problem, in the caller's language. `code` is stable; `title` is for people.
HttpAnswer problem(const Call& call, int status, std::string_view code, Words title);
HttpAnswer problem(const Call& call, int status, std::string_view code, Words title,
                   std::string_view pointer);
HttpAnswer invalid_body(const Call& call, const std::vector<codec::FieldError>& errors);
HttpAnswer not_found(const Call& call);
HttpAnswer forbidden(const Call& call);

// 200 (or another status) with a described body; `version` becomes the ETag.
template <class T>
HttpAnswer answer(const T& body, int status = 200) {
    HttpAnswer answer;
    answer.status = status;
    answer.body = codec::encode_json(body);
    if constexpr (requires { body.version; }) {
        answer.headers.push_back(
            {"etag", "\"" + std::to_string(static_cast<std::int64_t>(body.version)) + "\""});
    }
    return answer;
}

inline HttpAnswer no_content() {
    HttpAnswer answer;
    answer.status = 204;
    return answer;
}

// One line of a use case's rejection table: enumerator → what the caller sees.
template <class E>
struct Refusal {
    E rejection;
    int status;
    Words title;
};

// The answer for a rejection; its code is the enumerator's text. The table must name every
// enumerator.
template <class E, std::size_t N>
HttpAnswer refuse(const Call& call, const Refusal<E> (&table)[N], E rejection) {
    for (const auto& row : table) {
        if (row.rejection == rejection)
            return problem(call, row.status, codec::text_of_enum(rejection), row.title);
    }
    return problem(call, 500, "internal", {"알 수 없는 거절입니다.", "Unknown rejection."});
}

// The same, pointing to a field of the body.
template <class E, std::size_t N>
HttpAnswer refuse_at(const Call& call, const Refusal<E> (&table)[N], E rejection,
                     std::string_view pointer) {
    for (const auto& row : table) {
        if (row.rejection == rejection) {
            return problem(call, row.status, codec::text_of_enum(rejection), row.title, pointer);
        }
    }
    return refuse(call, table, rejection);
}

}  // namespace jangteo::runtime
