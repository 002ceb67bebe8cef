#include "boot/replay/desk.hpp"

#include <fmt/format.h>

#include <chrono>

#include "contracts/member/members.hpp"
#include "contracts/member/sessions.hpp"

namespace jangteo::boot {
namespace {

using platform::http::ClientAnswer;

// Access tokens live fifteen minutes.
constexpr std::int64_t token_age_max_us = 10 * 60 * 1'000'000LL;
constexpr Duration twin_pause = milliseconds(2);

std::int64_t now_us() {
    auto ticks = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(ticks).count();
}

}  // namespace

Task<std::string> Tokens::of_operator() {
    return of(operator_, [this] { return log_in(); });
}

Task<std::string> Tokens::of_member(MemberId member) {
    return of(members_[std::string(member.bytes())],
              [this, member] { return act_for(member, std::nullopt); });
}

Task<std::string> Tokens::of_seller(SellerInShop seller) {
    return of(members_[std::string(seller.owner.bytes())],
              [this, seller] { return act_for(seller.owner, seller.enterprise); });
}

// One question at a time: the others who want the same token wait for its answer.
Task<std::string> Tokens::of(Entry& entry, std::function<Task<std::string>()> ask) {
    while (entry.is_asking) {
        Task<void> pausing = shop_.pause(twin_pause);
        co_await pausing;
    }
    if (!entry.token.empty() && now_us() - entry.asked_us < token_age_max_us) co_return entry.token;
    entry.is_asking = true;
    entry.asked_us = now_us();
    std::exception_ptr error;
    try {
        Task<std::string> asking = ask();
        entry.token = co_await asking;
    } catch (...) {
        error = std::current_exception();
    }
    entry.is_asking = false;
    if (error) std::rethrow_exception(error);
    co_return entry.token;
}

Task<std::string> Tokens::log_in() {
    contracts::LogInBody body;
    body.email.value = login_.email;
    body.password = login_.password;
    ApiRequest request;
    request.method = runtime::Method::post;
    request.target = "/v1/sessions";
    request.body = codec::encode_json(body);
    Task<ClientAnswer> calling = shop_.expect(std::move(request));
    ClientAnswer answer = co_await calling;
    co_return body_of<contracts::SessionTokensAnswer>(answer).access_token;
}

Task<std::string> Tokens::act_for(MemberId member, std::optional<EnterpriseId> enterprise) {
    contracts::ActingTokenBody body;
    body.reason = "replay of an order book";
    body.enterprise_id = enterprise;
    ApiRequest request;
    request.method = runtime::Method::post;
    request.target = fmt::format("/v1/admin/members/{}/access-tokens", member.text());
    request.body = codec::encode_json(body);
    Task<std::string> asking = of_operator();
    request.token = co_await asking;
    Task<ClientAnswer> calling = shop_.expect(std::move(request));
    ClientAnswer answer = co_await calling;
    co_return body_of<contracts::ActingTokenAnswer>(answer).access_token;
}

Task<contracts::OrderView> read_order(Desk& desk, OrderId id) {
    ApiRequest request;
    request.target = "/v1/admin/orders/" + id.text();
    Task<std::string> asking = desk.tokens.of_operator();
    request.token = co_await asking;
    Task<ClientAnswer> calling = desk.shop.expect(std::move(request));
    ClientAnswer answer = co_await calling;
    co_return body_of<contracts::OrderView>(answer);
}

}  // namespace jangteo::boot
