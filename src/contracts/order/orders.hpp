#pragma once

// HTTP bodies of orders.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/fields.hpp"
#include "contracts/order/events.hpp"
#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

struct OrderLineRequest {
    SkuId sku_id;
    Int<1, 1'000'000> quantity;
};
BOOST_DESCRIBE_STRUCT(OrderLineRequest, (), (sku_id, quantity))

struct RecipientRequest {
    Text<1, 60> name;
    Text<3, 30> phone;
    Text<3, 12> postal_code;
    Text<1, 300> address;
    std::optional<Text<0, 200>> note;
};
BOOST_DESCRIBE_STRUCT(RecipientRequest, (), (name, phone, postal_code, address, note))

// Either `lines`, or `from_cart`: true.
struct CreateOrderRequest {
    std::optional<List<OrderLineRequest, 1, 2'000>> lines;
    std::optional<bool> from_cart;
    RecipientRequest recipient;
    std::optional<PaymentMethodId> payment_method_id;
};
BOOST_DESCRIBE_STRUCT(CreateOrderRequest, (), (lines, from_cart, recipient, payment_method_id))

struct LineQuantityRequest {
    Int<1, 2'000> line;
    Int<1, 1'000'000> quantity;
};
BOOST_DESCRIBE_STRUCT(LineQuantityRequest, (), (line, quantity))

// Without `lines`: everything.
struct CancelOrderRequest {
    Text<1, 200> reason;
    std::optional<List<LineQuantityRequest, 1, 2'000>> lines;
};
BOOST_DESCRIBE_STRUCT(CancelOrderRequest, (), (reason, lines))

struct RefundLinesRequest {
    Text<1, 200> reason;
    List<LineQuantityRequest, 1, 2'000> lines;
    bool restock = true;
};
BOOST_DESCRIBE_STRUCT(RefundLinesRequest, (), (reason, lines, restock))

// What a list shows, and what a command answers.
struct OrderSummary {
    OrderId order_id;
    std::int64_t version = 0;
    std::string number;
    std::string name;
    OrderStatus status = OrderStatus::pending;
    Money total;
    Money captured;
    Money refunded;
    Timestamp created_at;
    Timestamp payment_deadline;
};
BOOST_DESCRIBE_STRUCT(OrderSummary, (),
                      (order_id, version, number, name, status, total, captured, refunded,
                       created_at, payment_deadline))

struct OrderLineView {
    std::int64_t line = 0;
    SkuId sku_id;
    ProductId product_id;
    EnterpriseId enterprise_id;
    std::string name_ko;
    std::string name_en;
    std::string option_text;
    std::int64_t quantity = 0;
    std::int64_t cancelled_quantity = 0;
    Money unit_price;
    Money amount;
};
BOOST_DESCRIBE_STRUCT(OrderLineView, (),
                      (line, sku_id, product_id, enterprise_id, name_ko, name_en, option_text,
                       quantity, cancelled_quantity, unit_price, amount))

struct OrderPartView {
    EnterpriseId enterprise_id;
    Money amount;
    std::string status;
};
BOOST_DESCRIBE_STRUCT(OrderPartView, (), (enterprise_id, amount, status))

struct CancellationView {
    CancellationId cancellation_id;
    std::string stage;
    Money refund;
    Money refunded;
    bool whole = false;
    bool restock = true;
    std::string reason;
    std::vector<CancelledLine> lines;
    Timestamp requested_at;
};
BOOST_DESCRIBE_STRUCT(CancellationView, (),
                      (cancellation_id, stage, refund, refunded, whole, restock, reason, lines,
                       requested_at))

struct StatusChangeView {
    OrderStatus status = OrderStatus::pending;
    std::string cause;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(StatusChangeView, (), (status, cause, at))

struct OrderView {
    OrderId order_id;
    std::int64_t version = 0;
    std::string number;
    std::string name;
    MemberId member_id;
    OrderStatus status = OrderStatus::pending;
    std::string waits_for;
    Money total;
    Money captured;
    Money refunded;
    Recipient recipient;
    std::vector<OrderLineView> lines;
    std::vector<OrderPartView> parts;
    std::vector<CancellationView> cancellations;
    std::vector<StatusChangeView> history;
    Timestamp created_at;
    Timestamp payment_deadline;
};
BOOST_DESCRIBE_STRUCT(OrderView, (),
                      (order_id, version, number, name, member_id, status, waits_for, total,
                       captured, refunded, recipient, lines, parts, cancellations, history,
                       created_at, payment_deadline))

// One thing that happened: a record of the log.
struct TimelineEvent {
    std::string type;
    std::string payload;  // JSON text
};
BOOST_DESCRIBE_STRUCT(TimelineEvent, (), (type, payload))

struct TimelineNote {
    std::string kind;
    std::string name;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(TimelineNote, (), (kind, name, detail))

struct TimelineEntry {
    std::int64_t position = 0;
    Timestamp at;
    std::string cause;
    std::string trace;
    std::vector<TimelineEvent> events;
    std::vector<TimelineNote> notes;
};
BOOST_DESCRIBE_STRUCT(TimelineEntry, (), (position, at, cause, trace, events, notes))

struct Timeline {
    OrderId order_id;
    std::vector<TimelineEntry> entries;
};
BOOST_DESCRIBE_STRUCT(Timeline, (), (order_id, entries))

struct WaitingProcess {
    OrderId order_id;
    std::string number;
    OrderStatus status = OrderStatus::pending;
    std::string waits_for;
    Timestamp since;
    std::optional<Timestamp> deadline;
};
BOOST_DESCRIBE_STRUCT(WaitingProcess, (), (order_id, number, status, waits_for, since, deadline))

}  // namespace jangteo::contracts
