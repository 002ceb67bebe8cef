#include "tests/support/kill_load.hpp"

#include <chrono>

namespace jangteo::test {
namespace {

namespace json = boost::json;

constexpr int stock_tries = 1'000;
constexpr auto between_tries = std::chrono::milliseconds(5);
constexpr auto patience = std::chrono::seconds(60);

// Nobody answered, or the answer was "not now": the same call again settles it.
bool is_open(const ShopAnswer& answer) {
    return answer.status == 0 || answer.status >= 500 || answer.code() == "idempotency_key_running";
}

}  // namespace

KillLoad::KillLoad(ShopClient& shop, ShopClient& toss, const LiveMarket& market, std::uint64_t seed)
    : shop_(shop), toss_(toss), market_(market), seed_(seed) {}

void KillLoad::start(int clients) {
    finishing_ = false;
    for (int i = 0; i < clients; ++i) {
        threads_.emplace_back([this, i] { run(static_cast<std::size_t>(i)); });
    }
}

void KillLoad::finish() {
    finishing_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

template <class Call>
ShopAnswer KillLoad::insist(Call&& call) {
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        ShopAnswer answer = call();
        if (!is_open(answer) || std::chrono::steady_clock::now() > until) return answer;
        ++unanswered_;
        std::this_thread::sleep_for(between_tries);
    }
}

void KillLoad::run(std::size_t client) {
    std::mt19937_64 random(seed_ * 1'000 + client);
    LiveBuyer buyer(shop_, toss_, market_.member(client));
    for (std::uint64_t n = 0; !finishing_; ++n) {
        const std::string key =
            std::to_string(seed_) + "-" + std::to_string(client) + "-" + std::to_string(n);
        const int quantity = 1 + static_cast<int>(random() % 3);
        const std::string& sku = market_.sku(random());
        const ShopAnswer answer =
            insist([&] { return buyer.place(sku, key, quantity, random() % 2 == 0 ? 2 : 0); });
        if (answer.status != 201) {
            complain("place", answer);
            continue;
        }
        play(buyer, add({client, key, answer.text("order_id"), quantity}), random);
    }
}

// What becomes of an order that was placed.
void KillLoad::play(LiveBuyer& buyer, std::size_t index, std::mt19937_64& random) {
    const Promise promise = at(index);
    const auto fate = random() % 10;
    if (fate == 0) return;  // Its buyer goes away.
    if (fate >= 2) pay(buyer, index);
    if (fate >= 4) return;
    if (fate == 3 && promise.quantity > 1) return refund(index);
    const ShopAnswer answer =
        insist([&] { return buyer.cancel(promise.order, promise.key + "-c"); });
    // Once it is paid for, the parcel may be the quicker one, also after the cancellation was
    // begun.
    const bool may_ship = fate != 1;
    if (!answer.ok() && !(may_ship && answer.code() == "already_shipped")) {
        return complain("cancel", answer);
    }
    change(index, [&](Promise& p) { p.cancelled = !may_ship; });
}

void KillLoad::pay(LiveBuyer& buyer, std::size_t index) {
    const Promise promise = at(index);
    const std::int64_t amount = market_price * promise.quantity;
    const std::string payment_key = buyer.authorise(promise.order, amount);
    ShopAnswer answer;
    // Hop by hop, an order that was just placed may not have its payment and its stock yet:
    // another try is another key, because this answer is kept like any other.
    for (int i = 0; i < stock_tries; ++i) {
        const std::string key = promise.key + "-p" + std::to_string(i);
        answer = insist([&] { return buyer.confirm(promise.order, payment_key, key, amount, 2); });
        if (answer.code() != "stock_not_held" && answer.code() != "payment_not_found") break;
        std::this_thread::sleep_for(between_tries);
    }
    if (!answer.ok()) return complain("confirm", answer);
    const bool captured = answer.text("status") == "captured";
    change(index, [&](Promise& p) { p.captured = captured; });
}

void KillLoad::refund(std::size_t index) {
    const Promise promise = at(index);
    const json::object line{{"line", 1}, {"quantity", 1}};
    const ShopAnswer answer = insist([&] {
        return shop_.post("/v1/seller/orders/" + promise.order + "/refunds",
                          {{"reason", "test"}, {"lines", json::array{line}}, {"restock", true}},
                          market_.seller_token(), promise.key + "-r");
    });
    // Not yet paid for, when the confirm was answered before the provider's answer.
    if (answer.status == 409) return;
    if (!answer.ok()) return complain("refund", answer);
    change(index, [](Promise& p) { p.refunded_units = 1; });
}

std::size_t KillLoad::add(Promise promise) {
    const std::lock_guard lock(mutex_);
    promises_.push_back(std::move(promise));
    return promises_.size() - 1;
}

Promise KillLoad::at(std::size_t index) const {
    const std::lock_guard lock(mutex_);
    return promises_[index];
}

template <class Change>
void KillLoad::change(std::size_t index, Change&& change) {
    const std::lock_guard lock(mutex_);
    change(promises_[index]);
}

void KillLoad::complain(std::string_view doing, const ShopAnswer& answer) {
    const std::lock_guard lock(mutex_);
    complaints_.push_back(std::string(doing) + ": " + std::to_string(answer.status) + " " +
                          answer.body);
}

std::vector<Promise> KillLoad::promises() const {
    const std::lock_guard lock(mutex_);
    return promises_;
}

std::vector<std::string> KillLoad::complaints() const {
    const std::lock_guard lock(mutex_);
    return complaints_;
}

}  // namespace jangteo::test
