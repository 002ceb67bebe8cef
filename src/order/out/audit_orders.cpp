#include "order/out/audit_orders.hpp"

#include <algorithm>
#include <set>

#include "order/app/announce.hpp"
#include "order/domain/order.hpp"
#include "order/domain/order_number.hpp"
#include "runtime/documents.hpp"

namespace jangteo::order {
namespace {

const sql::Query select_orders{
    "SELECT order_order.version, order_order.body, order_lines.body, order_order.status, "
    "order_order.number, order_order.id_head "
    "FROM order_order LEFT JOIN order_lines ON order_lines.id_head = order_order.id_head "
    "ORDER BY order_order.id_head"};

bool is_step(Status from, const StatusChange& change) {
    return std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
        return step.from == from && step.to == change.to &&
               codec::text_of_enum(step.on) == change.cause;
    });
}

bool legal_history(const Order& order) {
    if (order.history.empty() || order.history.front().to != Status::pending) return false;
    for (std::size_t i = 1; i < order.history.size(); ++i) {
        if (!is_step(order.history[i - 1].to, order.history[i])) return false;
    }
    return order.history.back().to == order.status;
}

bool sums_agree(const Order& order, const std::vector<Line>& lines) {
    std::int64_t sum = 0;
    for (const Line& line : lines) sum += line.unit_price * line.quantity;
    std::int64_t parts = 0;
    for (const Part& part : order.parts) parts += part.amount;
    return sum == order.total && parts == order.total;
}

bool refunds_agree(const Order& order) {
    std::int64_t refunded = 0;
    for (const Cancellation& cancellation : order.cancellations) refunded += cancellation.refunded;
    return refunded == order.refunded;
}

bool lines_within(const Order& order, const std::vector<Line>& lines) {
    return std::all_of(lines.begin(), lines.end(), [&](const Line& line) {
        return order.cancelled_units(line.line) <= line.quantity;
    });
}

runtime::OrderFacts& facts_of(const Order& order, runtime::Audit& audit) {
    runtime::OrderFacts& facts = audit.orders[order.id];
    facts.known = true;
    facts.quiet = std::all_of(
        order.cancellations.begin(), order.cancellations.end(), [](const Cancellation& c) {
            return c.stage == CancellationStage::done || c.stage == CancellationStage::refused;
        });
    facts.cancelled = order.status == Status::cancelled;
    facts.paid = order.status >= Status::paid && order.status <= Status::completed;
    facts.ships = order.status >= Status::shipping && order.status <= Status::completed;
    facts.total = order.total;
    facts.captured = order.captured;
    facts.refunded = order.refunded;
    facts.payment_key = order.payment_key;
    for (const Cancellation& c : order.cancellations) facts.cancellations.push_back(c.id);
    return facts;
}

void audit_order(const Order& order, const std::vector<Line>& lines, runtime::Audit& audit) {
    std::string id = order.id.text();
    const auto& facts = facts_of(order, audit);
    audit.expect(
        "M2", "captured is at most the total, refunded at most captured",
        order.captured <= order.total && order.refunded <= order.captured && order.refunded >= 0,
        id, "captured or refunded is out of bounds");
    audit.expect("M8", "lines and parts sum to the total", sums_agree(order, lines), id,
                 "the sums differ");
    audit.expect("M6", "a cancelled order keeps nothing",
                 !facts.cancelled || order.captured == order.refunded, id,
                 "it is cancelled and money was kept");
    audit.expect("M2", "refunds of cancellations sum to the order's", refunds_agree(order), id,
                 "the sums differ");
    audit.expect("S7", "no more of a line is cancelled than was ordered",
                 lines_within(order, lines), id, "a line was cancelled more often than ordered");
    audit.expect("G1", "only legal transitions", legal_history(order), id,
                 "its history has an illegal step");
    audit.expect("M5", "a paid order has the provider's evidence, equal to its total",
                 !facts.paid || (order.captured == order.total && !order.payment_key.empty()), id,
                 "it is paid without evidence of its total");
    bool waits = order.deadline.us != 0;
    audit.expect("G5", "what waits for a time has its timer",
                 !waits || audit.has_timer(deadline_timer, order.id.uuid(), order.deadline), id,
                 "its deadline has no timer");
    bool open = order.status == Status::cancelling;
    audit.expect("G4", "an order that is being cancelled has what is left to undo",
                 !open || !facts.quiet, id, "it is cancelling and nothing is under way");
}

// Orders with one number have ids of one millisecond, and come one after the other.
class Numbers {
  public:
    bool is_new(const Order& order) {
        const std::int64_t ms = unix_ms_of(order.id.uuid());
        if (ms != ms_) numbers_.clear();
        ms_ = ms;
        return numbers_.insert(order.number).second;
    }

  private:
    std::int64_t ms_ = 0;
    std::set<std::string> numbers_;
};

}  // namespace

void audit_orders(sql::Connection& db, runtime::Audit& audit) {
    std::int64_t deadlines = 0;
    Numbers numbers;
    auto rows = db.query(select_orders);
    while (rows.next()) {
        std::string number(rows.text(4));
        auto order = codec::decode_avro<Order>(rows.bytes(1));
        auto lines = rows.is_null(2) ? std::nullopt : codec::decode_avro<OrderLines>(rows.bytes(2));
        audit.expect("D4", "orders decode, with their lines", order && lines, number,
                     "its bytes are damaged");
        if (!order || !lines) continue;
        audit.expect("G1", "an order's columns say what its body says",
                     static_cast<std::int64_t>(order->status) == rows.integer(3) &&
                         order->number == number && order->id.head() == rows.integer(5),
                     number, "column and body differ");
        const auto ids = ids_of_number(number);
        audit.expect("G1", "an order is found by its number", ids && ids->contains(order->id),
                     number, "it leads to another time");
        audit.expect("G1", "no two orders have one number", numbers.is_new(*order), number,
                     "another order has it too");
        audit_order(*order, lines->lines, audit);
        bool waits = order->deadline.us != 0;
        deadlines += waits ? 1 : 0;
    }
    std::int64_t timers = audit.timers_named(deadline_timer);
    audit.expect(
        "G5", "no deadline's timer is left over", timers <= deadlines, "order.deadline",
        std::to_string(timers) + " timers for " + std::to_string(deadlines) + " deadlines");
}

}  // namespace jangteo::order
