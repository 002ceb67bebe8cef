#pragma once

// Example: an order of two sellers, and short words for what happens to it.
//
//   line 1: seller a, 2 × 1,000    line 2: seller a, 1 × 500    line 3: seller b, 3 × 2,000

#include <gtest/gtest.h>

#include "order/domain/order.hpp"

namespace jangteo::order {

template <class IdType>
IdType id_of(std::uint8_t n) {
    Uuid uuid{};
    uuid.back() = n;
    return IdType(uuid);
}

inline Line line_of(std::int64_t number, const EnterpriseId& seller, std::int64_t quantity,
                    std::int64_t unit_price) {
    Line line;
    line.line = number;
    line.sku = id_of<SkuId>(static_cast<std::uint8_t>(number));
    line.enterprise = seller;
    line.name_ko = "상품 " + std::to_string(number);
    line.quantity = quantity;
    line.unit_price = unit_price;
    return line;
}

struct Example {
    const EnterpriseId a = id_of<EnterpriseId>(1);
    const EnterpriseId b = id_of<EnterpriseId>(2);
    const Timestamp start{1'800'000'000'000'000};
    Timestamp now = start;
    std::vector<Line> lines = {line_of(1, a, 2, 1'000), line_of(2, a, 1, 500),
                               line_of(3, b, 3, 2'000)};
    Order order = made();

    CancellationId fresh() { return id_of<CancellationId>(++cancellations_made); }

    Decisions reserved() { return order.on_stock_reserved(now); }
    Decisions out_of_stock() {
        return order.on_out_of_stock({"out_of_stock", {fresh(), fresh()}}, lines, now);
    }
    Decisions expired() { return order.on_reservation_expired(fresh(), now); }
    Decisions pay() { return order.on_payment_completed(order.total, "key", now); }
    Decisions decide(const EnterpriseId& part, bool approved) {
        return order.on_part_decided(part, approved, lines, fresh(), now);
    }
    Decisions start_shipment(const EnterpriseId& part) {
        return order.on_shipment_started(part, now);
    }
    Decisions deliver(const EnterpriseId& part) { return order.on_delivered(part, now); }
    Decisions send_back(const EnterpriseId& part) {
        return order.on_returned(part, lines, fresh(), now);
    }
    std::expected<Decisions, CancelRejection> cancel() {
        return order.cancel({"changed my mind", {fresh(), fresh()}}, lines, now);
    }
    std::expected<Decisions, CancelRejection> cancel_lines(std::vector<LineQuantity> wanted,
                                                           bool by_seller = false) {
        return order.cancel_lines({std::move(wanted), "broken", true, by_seller, fresh()}, lines,
                                  now);
    }
    // Money and stock of the cancellation are back.
    void undo(const CancellationId& id) {
        order.on_money_back(id, order.cancellation(id)->refund, now);
        order.on_stock_back(id, now);
    }

    Example& paid() {
        reserved();
        pay();
        return *this;
    }
    Example& approved() {
        paid();
        decide(a, true);
        decide(b, true);
        return *this;
    }
    Example& delivered() {
        approved();
        for (const auto& part : {a, b}) {
            start_shipment(part);
            deliver(part);
        }
        return *this;
    }

  private:
    Order made() {
        return Order::create({id_of<OrderId>(9),
                              id_of<MemberId>(8),
                              "270115-ABCDEFGH",
                              {},
                              start + minutes(40)},
                             lines, Currency::KRW, start)
            .value();
    }

    std::uint8_t cancellations_made = 0;
};

}  // namespace jangteo::order
