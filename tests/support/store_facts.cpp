#include "tests/support/store_facts.hpp"

#include <chrono>
#include <map>
#include <stdexcept>
#include <thread>

#include "contracts/codec/avro.hpp"
#include "platform/sqlite/sqlite_store.hpp"

namespace jangteo::test {
namespace {

namespace json = boost::json;

const sql::Query select_orders{
    "SELECT order_order.body, order_order.status, coalesce(payment_payment.captured, 0), "
    "coalesce(payment_payment.refunded, 0) FROM order_order LEFT JOIN payment_payment ON "
    "payment_payment.id_head = order_order.id_head"};

struct Kept {
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
};

void add_page(const json::array& page, std::map<std::string, Kept>& books) {
    for (const json::value& payment : page) {
        Kept& kept = books[std::string(payment.at("orderId").as_string())];
        kept.captured += payment.at("captured").as_int64();
        kept.refunded += payment.at("refunded").as_int64();
    }
}

std::map<std::string, Kept> all_books(ShopClient& toss) {
    std::map<std::string, Kept> books;
    std::string after;
    for (;;) {
        const std::string query = after.empty() ? "" : "&after=" + after;
        const json::object page = toss.get("/__sandbox/books/payments?limit=1000" + query).json();
        const auto* payments = page.if_contains("payments");
        if (payments == nullptr || payments->as_array().empty()) return books;
        add_page(payments->as_array(), books);
        after = std::string(payments->as_array().back().at("paymentKey").as_string());
    }
}

// What an operator sees waiting, but for buyers and parcels, whose time it is.
std::string waiting_now(ShopClient& shop, const LiveMarket& market) {
    const ShopAnswer effects = shop.get("/v1/ops/effects?limit=1", market.operator_token());
    if (!effects.ok() || !effects.json().at("data").as_array().empty()) return effects.body;
    for (const char* status : {"pending", "paid", "approved", "cancelling"}) {
        const ShopAnswer orders =
            shop.get("/v1/admin/orders?limit=1&filter[status]=" + std::string(status),
                     market.operator_token());
        if (!orders.ok() || !orders.json().at("data").as_array().empty()) return orders.body;
    }
    return "";
}

}  // namespace

StoredOrders stored_orders(const std::string& store_path) {
    StoredOrders orders;
    auto db = platform::sqlite::open_read_only(store_path);
    auto rows = db->query(select_orders);
    while (rows.next()) {
        const auto order = codec::decode_avro<order::Order>(rows.bytes(0));
        if (!order) throw std::runtime_error("a stored order does not decode");
        orders[order->id.text()] = {static_cast<order::Status>(rows.integer(1)), rows.integer(2),
                                    rows.integer(3)};
    }
    return orders;
}

std::vector<std::string> broken_promises(const StoredOrders& store,
                                         const std::vector<Promise>& promises) {
    std::vector<std::string> broken;
    for (const Promise& promise : promises) {
        const auto found = store.find(promise.order);
        if (found == store.end()) {
            broken.push_back(promise.order + " (" + promise.key + ") is lost");
            continue;
        }
        const StoredOrder& order = found->second;
        if (promise.captured && order.captured != market_price * promise.quantity) {
            broken.push_back(promise.order + " was paid for, and the store does not know it");
        }
        if (promise.cancelled && order.status != order::Status::cancelled &&
            order.status != order::Status::cancelling) {
            broken.push_back(promise.order + " was cancelled, and the store does not know it");
        }
    }
    return broken;
}

ProviderBooks compare_books(ShopClient& toss, const StoredOrders& store) {
    ProviderBooks result;
    auto books = all_books(toss);
    for (const auto& [order, stored] : store) {
        const Kept kept = books[order];
        result.captured += kept.captured;
        result.refunded += kept.refunded;
        // What the shop gave back before it had counted it stands in neither of its sums.
        const bool equal = kept.captured - kept.refunded == stored.captured - stored.refunded;
        if (!equal || kept.captured < stored.captured) {
            result.differences.push_back(
                order + ": the provider keeps " + std::to_string(kept.captured) + " - " +
                std::to_string(kept.refunded) + ", the store " + std::to_string(stored.captured) +
                " - " + std::to_string(stored.refunded));
        }
        books.erase(order);
    }
    for (const auto& [order, kept] : books) {
        if (kept.captured == kept.refunded) continue;
        result.differences.push_back(order + ": the provider has money of an unknown order");
    }
    return result;
}

std::string await_rest(ShopClient& shop, const LiveMarket& market, Duration patience) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(patience.us);
    for (;;) {
        std::string waiting = waiting_now(shop, market);
        if (waiting.empty() || std::chrono::steady_clock::now() > until) return waiting;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

}  // namespace jangteo::test
