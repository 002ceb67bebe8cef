#pragma once

// LogWatch: reads each new record of the log as soon as its commit is there, and checks what can be
// said of single events: a little after every step, so that a violation is found where it happens.
// It also tells the actors, who in the real shop would see the same on their pages.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "contracts/catalog/events.hpp"
#include "contracts/delivery/events.hpp"
#include "contracts/order/events.hpp"
#include "contracts/payment/events.hpp"
#include "runtime/outbox.hpp"
#include "tests/simulation/coverage.hpp"
#include "tests/simulation/history.hpp"

namespace jangteo::simulation {

struct SeenOrder {
    contracts::OrderStatus status = contracts::OrderStatus::pending;
    bool is_created = false;
    int reserved = 0;
    std::int64_t total = 0;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
};

class LogWatch {
  public:
    LogWatch(sql::Connection& db, Coverage& coverage, History& history)
        : db_(db), coverage_(coverage), history_(history) {}

    // Whether events reach the order service in the transaction of their commit, unless they are
    // left for the log: then its prices are exactly those of the log.
    bool prices_are_current = true;
    std::function<void(const contracts::OrderStatusChanged&)> on_status;
    std::function<void(const contracts::DeliveryStarted&)> on_started;

    std::function<void(const Uuid&)> on_poison;  // an event that nobody can read is in the log

    void look();
    // A statement has written: what it may have changed is looked at with the next commit.
    void wrote(const sql::Query& query);
    const std::unordered_map<OrderId, SeenOrder>& orders() const { return orders_; }
    // What a consumer must have been given, in order, by topic and aggregate.
    const std::map<std::pair<std::string, Uuid>, std::vector<std::int64_t>>& given() const {
        return given_;
    }

  private:
    struct Prices {
        std::vector<std::int64_t> amounts;  // the newest last
        std::size_t arrived = 0;  // the newest that had reached the order service at the last look
    };
    struct LatePrice {
        SkuId sku;
        std::size_t index = 0;
        std::int64_t position = 0;  // of its record
    };

    void look_at_stock();
    void take(const runtime::OutboxRecord& record);
    void take_event(const runtime::Event& event);
    void take_order_event(const runtime::Event& event);
    void take_money_event(const runtime::Event& event);
    void take_parcel_event(const runtime::Event& event);
    void take_price(const runtime::Event& event);
    void add_price(const SkuId& sku, std::int64_t amount);
    void see_late_prices();
    void created(const contracts::OrderCreated& event);
    void moved(const contracts::OrderStatusChanged& event);
    void count_input(const runtime::Event& event);
    // The object is an id, or words; it is put into words only when something is wrong with it.
    template <class Object>
    void expect(Invariant invariant, bool holds, const Object& object, std::string_view words);
    template <class E>
    E decoded(const runtime::Event& event);
    void give(std::string_view topic, const runtime::Event& event);

    sql::Connection& db_;
    Coverage& coverage_;
    History& history_;
    std::int64_t position_ = 0;
    OrderId process_;                                // of the record that is read
    bool is_delivered_ = false;                      // … with its own commit
    std::vector<std::optional<bool>> writes_stock_;  // by the ordinal of the statement
    bool stock_is_new_ = true;
    std::unordered_map<OrderId, SeenOrder> orders_;
    std::unordered_map<SkuId, Prices> prices_;
    std::vector<LatePrice> late_prices_;
    std::set<RefundId> refunds_;
    std::set<ShipmentId> shipments_;
    std::set<std::pair<CancellationId, EnterpriseId>> stops_;
    std::map<std::pair<std::string, Uuid>, std::vector<std::int64_t>> given_;
};

}  // namespace jangteo::simulation
