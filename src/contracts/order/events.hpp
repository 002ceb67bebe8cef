#pragma once

// Published on order.events, keyed by the order. The order process decides every step, so the other
// services act on its events alone (docs/decisions/0005).

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

enum class OrderStatus {
    pending,
    awaiting_payment,
    paid,
    approved,
    shipping,
    delivered,
    completed,
    cancelling,
    cancelled,
};
BOOST_DESCRIBE_ENUM(OrderStatus, pending, awaiting_payment, paid, approved, shipping, delivered,
                    completed, cancelling, cancelled)

struct OrderedLine {
    std::int64_t line = 0;  // 1, 2, … within the order
    SkuId sku_id;
    ProductId product_id;
    EnterpriseId enterprise_id;
    std::int64_t quantity = 0;
    std::int64_t unit_price = 0;  // minor units of the order's currency, frozen
};
BOOST_DESCRIBE_STRUCT(OrderedLine, (),
                      (line, sku_id, product_id, enterprise_id, quantity, unit_price))

struct Recipient {
    std::string name;
    std::string phone;
    std::string postal_code;
    std::string address;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(Recipient, (), (name, phone, postal_code, address, note))

struct OrderCreated {
    static constexpr std::string_view topic = "order.events";
    OrderId order_id;
    std::string number;
    MemberId member_id;
    std::string name;  // what the provider shows: first product and how many more
    std::vector<OrderedLine> lines;
    Money total;
    std::optional<PaymentMethodId> payment_method_id;  // charged as soon as stock is held
    Timestamp payment_deadline;
};
BOOST_DESCRIBE_STRUCT(OrderCreated, (),
                      (order_id, number, member_id, name, lines, total, payment_method_id,
                       payment_deadline))

// One seller's part, as far as listeners need it.
struct OrderPart {
    EnterpriseId enterprise_id;
    Money amount;
    bool approved = false;
};
BOOST_DESCRIBE_STRUCT(OrderPart, (), (enterprise_id, amount, approved))

// to = awaiting_payment: the payment may be taken. to = paid: the sellers decide about their parts;
// the reservation no longer expires. to = approved: stock of the approved parts is deducted, their
// shipments begin.
struct OrderStatusChanged {
    static constexpr std::string_view topic = "order.events";
    OrderId order_id;
    MemberId member_id;
    OrderStatus from = OrderStatus::pending;
    OrderStatus to = OrderStatus::pending;
    std::vector<OrderPart> parts;
    std::optional<Recipient> recipient;  // with to = approved
};
BOOST_DESCRIBE_STRUCT(OrderStatusChanged, (), (order_id, member_id, from, to, parts, recipient))

struct CancelledLine {
    std::int64_t line = 0;
    SkuId sku_id;
    EnterpriseId enterprise_id;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(CancelledLine, (), (line, sku_id, enterprise_id, quantity))

// What must happen for a cancellation. `stop_shipment`: delivery must first stop these parts and
// say whether it could (ShipmentStopped); money and stock wait for that. Afterwards the same
// cancellation is asked for with stop_shipment = false: payment gives `refund` back (or voids the
// payment when nothing was captured and `whole` is set), inventory releases or restocks the lines.
struct OrderCancellationRequested {
    static constexpr std::string_view topic = "order.events";
    OrderId order_id;
    CancellationId cancellation_id;
    bool whole = false;  // nothing of the order is left afterwards
    bool stop_shipment = false;
    bool restock = true;
    Money refund;
    std::vector<CancelledLine> lines;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(OrderCancellationRequested, (),
                      (order_id, cancellation_id, whole, stop_shipment, restock, refund, lines,
                       reason))

struct OrderCancelled {
    static constexpr std::string_view topic = "order.events";
    OrderId order_id;
    MemberId member_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(OrderCancelled, (), (order_id, member_id, reason))

}  // namespace jangteo::contracts
