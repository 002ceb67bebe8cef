#include "boot/replay/read_back.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <unordered_map>
#include <unordered_set>

#include "contracts/inventory/stock.hpp"

namespace jangteo::boot {
namespace {

using platform::http::ClientAnswer;

struct ProviderMoney {
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
};

class Reader {
  public:
    Reader(Desk& desk, ReadBack& result) : desk_(desk), result_(result) {}

    Task<void> run();

  private:
    Task<void> read_stock(std::size_t seller);
    Task<void> read_books();
    void compare_books();

    Desk& desk_;
    ReadBack& result_;
    std::unordered_set<std::string> skus_;
    std::unordered_map<std::string, ProviderMoney> paid_;  // by the provider's order id
};

Task<void> Reader::run() {
    for (const VariantInShop& variant : desk_.world.variants) {
        skus_.emplace(variant.sku.bytes());
    }
    Task<void> stock = for_each(desk_.world.sellers.size(), desk_.width,
                                [this](std::size_t i) { return read_stock(i); });
    co_await stock;
    Task<void> books = read_books();
    co_await books;
    compare_books();
}

Task<void> Reader::read_stock(std::size_t seller) {
    EnterpriseId enterprise = desk_.world.sellers[seller].enterprise;
    if (enterprise.is_nil()) co_return;
    std::function<bool(contracts::StockUnitAnswer&)> visit =
        [this](contracts::StockUnitAnswer& unit) {
            if (!skus_.contains(std::string(unit.sku_id.bytes()))) return true;
            result_.stock.initial += unit.initial + unit.restocked + unit.adjusted;
            result_.stock.deducted += unit.deducted;
            result_.stock.restored += unit.restored;
            result_.stock.on_hand += unit.on_hand;
            result_.stock.reserved += unit.reserved;
            return true;
        };
    Task<void> reading = each_item(
        desk_, "/v1/seller/stock-units?filter%5Benterprise_id%5D=" + enterprise.text(), visit);
    co_await reading;
}

Task<void> Reader::read_books() {
    std::string after;
    while (true) {
        ApiRequest request;
        request.target = "/__sandbox/books/payments?limit=1000";
        if (!after.empty()) request.target += "&after=" + platform::http::percent_encode(after);
        Task<ClientAnswer> calling = desk_.toss.expect(std::move(request));
        ClientAnswer answer = co_await calling;
        auto page = boost::json::parse(answer.body).as_object();
        for (const auto& item : page.at("payments").as_array()) {
            const auto& payment = item.as_object();
            ProviderMoney& money = paid_[std::string(payment.at("orderId").as_string())];
            money.captured += payment.at("captured").as_int64();
            money.refunded += payment.at("refunded").as_int64();
        }
        const auto* next = page.if_contains("next");
        if (!next || !next->is_string() || next->as_string().empty()) co_return;
        after = next->as_string();
    }
}

// The provider is asked about every order, also those that the shop calls refused.
void Reader::compare_books() {
    ProviderFigures& provider = result_.provider;
    for (const OrderInShop& order : desk_.world.orders) {
        if (order.id.is_nil()) continue;
        ProviderMoney money = paid_[order.id.text()];
        provider.captured += money.captured;
        provider.refunded += money.refunded;
        if (money.captured == order.captured && money.refunded == order.refunded) continue;
        if (provider.orders_that_differ++ == 0) {
            provider.first_difference = fmt::format(
                "{}: the shop took {} and gave back {}, the provider {} and {}", order.id.text(),
                order.captured, order.refunded, money.captured, money.refunded);
        }
    }
}

}  // namespace

Task<void> read_back(Desk& desk, ReadBack& result) {
    Reader reader(desk, result);
    Task<void> running = reader.run();
    co_await running;
}

}  // namespace jangteo::boot
