#pragma once

// Desk: what every step of a replay works with: the plan, the world, the two servers, and the
// tokens to call them with. Loop's thread only.

#include <functional>
#include <string>
#include <unordered_map>

#include "boot/endpoints.hpp"
#include "boot/progress.hpp"
#include "boot/replay/api.hpp"
#include "boot/replay/world.hpp"
#include "platform/http/url.hpp"
#include "runtime/page.hpp"

namespace jangteo::boot {

// Access tokens, asked for when they are first needed and again before they expire.
class Tokens {
  public:
    Tokens(ReplayApi& shop, OperatorLogin login) : shop_(shop), login_(std::move(login)) {}

    Task<std::string> of_operator();
    Task<std::string> of_member(MemberId member);
    Task<std::string> of_seller(SellerInShop seller);

  private:
    struct Entry {
        std::string token;
        std::int64_t asked_us = 0;
        bool is_asking = false;
    };

    Task<std::string> of(Entry& entry, std::function<Task<std::string>()> ask);
    Task<std::string> log_in();
    Task<std::string> act_for(MemberId member, std::optional<EnterpriseId> enterprise);

    ReplayApi& shop_;
    OperatorLogin login_;
    Entry operator_;
    std::unordered_map<std::string, Entry> members_;  // by the bytes of the id
};

struct Desk {
    const Plan& plan;
    World& world;
    ReplayApi& shop;
    ReplayApi& toss;
    Tokens& tokens;
    Decimal stock_factor;
    std::size_t width = 64;  // how much is under way at a time

    std::size_t orders_of_plan() const { return plan.orders.size(); }
};

// All items of a list of the operator's, page by page, until `visit` says false.
template <class T>
Task<void> each_item(Desk& desk, std::string target, std::function<bool(T&)> visit) {
    std::string cursor;
    while (true) {
        Task<std::string> asking = desk.tokens.of_operator();
        ApiRequest request;
        request.token = co_await asking;
        request.target = target + (target.find('?') == target.npos ? "?" : "&") + "limit=100";
        if (!cursor.empty()) request.target += "&cursor=" + platform::http::percent_encode(cursor);
        Task<platform::http::ClientAnswer> calling = desk.shop.expect(std::move(request));
        platform::http::ClientAnswer answer = co_await calling;
        auto page = body_of<runtime::Page<T>>(answer);
        for (T& item : page.data) {
            if (!visit(item)) co_return;
        }
        if (!page.meta.next_cursor) co_return;
        cursor = *page.meta.next_cursor;
    }
}

// A POST as the operator that is to succeed.
template <class Body>
Task<platform::http::ClientAnswer> post_as_operator(Desk& desk, std::string target, std::string key,
                                                    Body body) {
    ApiRequest request;
    request.method = runtime::Method::post;
    request.target = std::move(target);
    request.key = std::move(key);
    request.body = codec::encode_json(body);
    Task<std::string> asking = desk.tokens.of_operator();
    request.token = co_await asking;
    Task<platform::http::ClientAnswer> calling = desk.shop.call(std::move(request));
    platform::http::ClientAnswer answer = co_await calling;
    co_return std::move(answer);
}

Task<contracts::OrderView> read_order(Desk& desk, OrderId id);

}  // namespace jangteo::boot
