// Random orders, approvals, cancellations, expiries and movements: S1, S2, S3 and S7 hold after
// each step.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/flow/catalog_shop.hpp"

namespace jangteo::test {
namespace {

using contracts::OrderStatus;

struct OpenOrder {
    OrderId id;
    std::vector<CatalogShop::Line> lines;
    std::vector<std::pair<CancellationId, std::vector<CatalogShop::Cancelled>>> cancellations;
};

class RandomShop {
  public:
    explicit RandomShop(runtime::Delivery delivery) : shop_(delivery) {
        for (int i = 0; i < 3; ++i) {
            bool mine = i < 2;
            auto& token = mine ? shop_.seller_token : shop_.other_token;
            skus_.push_back(shop_.add_product("상품", 1'000, shop_.category, token));
            sellers_.push_back(mine ? shop_.seller : shop_.other_seller);
        }
    }

    void step() {
        switch (*rc::gen::inRange(0, 9)) {
            case 0: return move("restock", *rc::gen::inRange<std::int64_t>(1, 12));
            case 1: return move("adjust", *rc::gen::inRange<std::int64_t>(-6, 6));
            case 2:
            case 3:
            case 4: return order();
            case 5:
                return with_order([&](OpenOrder& o) { shop_.set_status(o.id, OrderStatus::paid); });
            case 6: return with_order([&](OpenOrder& o) { approve(o); });
            case 7: return with_order([&](OpenOrder& o) { cancel(o); });
            default: return shop_.advance(minutes(*rc::gen::inRange(1, 45)));
        }
    }

    void check() {
        runtime::Audit audit;
        inventory::InventoryModule::audit(shop_.store.writer(), audit);
        for (const auto& violation : audit.violations()) {
            RC_FAIL(violation.invariant + " " + violation.object + ": " + violation.words);
        }
        RC_ASSERT(audit.checks().size() >= 3U);
    }

  private:
    // Refusals are part of the game; only what holds afterwards counts.
    void move(std::string_view kind, std::int64_t quantity) {
        const Sku& sku = skus_[*rc::gen::inRange<std::size_t>(0, skus_.size())];
        boost::json::object line{{"sku_id", sku.id.text()}, {"kind", kind}, {"quantity", quantity}};
        boost::json::object body{{"movements", boost::json::array{line}}};
        shop_.call(Method::post, "/v1/seller/stock-movements", boost::json::serialize(body),
                   shop_.operator_token);
        shop_.settle();
    }

    void order() {
        OpenOrder order;
        int lines = *rc::gen::inRange(1, 5);
        for (int i = 0; i < lines; ++i) {
            auto which = *rc::gen::inRange<std::size_t>(0, skus_.size());
            auto quantity = *rc::gen::weightedOneOf<std::int64_t>(
                {{20, rc::gen::inRange<std::int64_t>(1, 5)},
                 {1, rc::gen::element<std::int64_t>(0, -3, 1'000'001, INT64_MAX, INT64_MIN)}});
            order.lines.push_back({skus_[which], quantity, sellers_[which]});
        }
        order.id = shop_.order(order.lines, 0);
        orders_.push_back(std::move(order));
    }

    template <class Do>
    void with_order(Do&& act) {
        if (!orders_.empty()) act(orders_[*rc::gen::inRange<std::size_t>(0, orders_.size())]);
    }

    void approve(const OpenOrder& order) {
        std::vector<EnterpriseId> approved;
        if (*rc::gen::arbitrary<bool>()) approved.push_back(shop_.seller);
        if (*rc::gen::arbitrary<bool>()) approved.push_back(shop_.other_seller);
        shop_.set_status(order.id, OrderStatus::approved, approved);
    }

    void cancel(OpenOrder& order) {
        bool restock = *rc::gen::arbitrary<bool>();
        if (!order.cancellations.empty() && *rc::gen::inRange(0, 4) == 0) {
            auto& [id, lines] = order.cancellations.back();
            return shop_.publish_cancellation(order.id, id, lines, restock);
        }
        std::vector<CatalogShop::Cancelled> lines;
        int count = *rc::gen::inRange(1, 4);
        for (int i = 0; i < count; ++i) {
            lines.push_back(
                {*rc::gen::inRange<std::int64_t>(0, 6), *rc::gen::inRange<std::int64_t>(-1, 6)});
        }
        order.cancellations.emplace_back(shop_.cancel(order.id, lines, restock), lines);
    }

    CatalogShop shop_;
    std::vector<Sku> skus_;
    std::vector<EnterpriseId> sellers_;
    std::vector<OpenOrder> orders_;
};

void hold_invariants(runtime::Delivery delivery) {
    RandomShop shop(delivery);
    int steps = *rc::gen::inRange(1, 60);
    for (int i = 0; i < steps; ++i) {
        shop.step();
        shop.check();
    }
}

RC_GTEST_PROP(InventoryProperties, invariants_hold_after_every_step, ()) {
    hold_invariants(runtime::Delivery::local);
}

RC_GTEST_PROP(InventoryProperties, invariants_hold_when_every_event_goes_through_the_log, ()) {
    hold_invariants(runtime::Delivery::log);
}

}  // namespace
}  // namespace jangteo::test
