#pragma once

// The order process: what happens to an order in each state. One row: in `from`, when `on` happens,
// the order goes to `to`; what it then asks of the others, and what undoes that. A pair that is not
// here is not a step: a late or repeated event is ignored, a command is refused. Waits and
// deadlines stand with the states.

#include <boost/describe.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace jangteo::order {

enum class Status {
    pending,           // stock is being reserved
    awaiting_payment,  // stock is held; the member pays before the deadline
    paid,              // the sellers decide about their parts
    approved,          // every seller has decided; shipments are being arranged
    shipping,          // at least one part is on its way
    delivered,         // every part has arrived; the member confirms, or the return period ends
    completed,
    cancelling,  // money and stock are being put back
    cancelled,
};
BOOST_DESCRIBE_ENUM(Status, pending, awaiting_payment, paid, approved, shipping, delivered,
                    completed, cancelling, cancelled)

enum class Input {
    stock_reserved,
    stock_rejected,
    reservation_expired,
    payment_completed,
    deadline_passed,
    cancel_requested,  // by member or operator, of everything
    parts_decided,     // every part decided, at least one approved
    parts_refused,     // every part rejected or cancelled
    shipment_started,  // of any part
    parts_arrived,     // every part that goes on is delivered
    receipt_confirmed,
    undone,  // every cancellation has put back money and stock
};
BOOST_DESCRIBE_ENUM(Input, stock_reserved, stock_rejected, reservation_expired, payment_completed,
                    deadline_passed, cancel_requested, parts_decided, parts_refused,
                    shipment_started, parts_arrived, receipt_confirmed, undone)

struct Step {
    Status from;
    Input on;
    Status to;
    std::string_view asks;       // of the other services, by the event published
    std::string_view undone_by;  // what takes it back
};

inline constexpr std::array steps = {
    Step{Status::pending, Input::stock_reserved, Status::awaiting_payment,
         "payment may be taken (OrderStatusChanged)", "payment is voided, stock released"},
    Step{Status::pending, Input::stock_rejected, Status::cancelling, "payment is voided",
         "nothing"},
    Step{Status::pending, Input::deadline_passed, Status::cancelling,
         "payment is voided, stock released", "nothing"},
    Step{Status::pending, Input::cancel_requested, Status::cancelling,
         "payment is voided, stock released", "nothing"},
    Step{Status::awaiting_payment, Input::payment_completed, Status::paid,
         "sellers decide, the reservation stays (OrderStatusChanged)", "refund, release"},
    Step{Status::awaiting_payment, Input::deadline_passed, Status::cancelling,
         "payment is voided, stock released", "nothing"},
    Step{Status::awaiting_payment, Input::reservation_expired, Status::cancelling,
         "payment is voided or refunded", "nothing"},
    Step{Status::awaiting_payment, Input::cancel_requested, Status::cancelling,
         "payment is voided or refunded, stock released", "nothing"},
    Step{Status::paid, Input::parts_decided, Status::approved,
         "stock is deducted, shipments begin (OrderStatusChanged)",
         "stop shipment, then refund and restock"},
    Step{Status::paid, Input::parts_refused, Status::cancelling, "refund, release", "nothing"},
    Step{Status::paid, Input::reservation_expired, Status::cancelling, "refund", "nothing"},
    Step{Status::paid, Input::cancel_requested, Status::cancelling, "refund, release", "nothing"},
    Step{Status::approved, Input::shipment_started, Status::shipping, "", "return of the parcel"},
    Step{Status::approved, Input::parts_refused, Status::cancelling, "refund, restock", "nothing"},
    Step{Status::shipping, Input::parts_arrived, Status::delivered, "", "return of the goods"},
    Step{Status::shipping, Input::parts_refused, Status::cancelling, "refund, restock", "nothing"},
    Step{Status::delivered, Input::receipt_confirmed, Status::completed, "",
         "refund by the seller"},
    Step{Status::delivered, Input::deadline_passed, Status::completed, "", "refund by the seller"},
    Step{Status::delivered, Input::parts_refused, Status::cancelling, "refund, restock", "nothing"},
    Step{Status::cancelling, Input::undone, Status::cancelled, "", "nothing"},
};

// The step for a pair, or none.
constexpr std::optional<Step> step_for(Status from, Input on) {
    for (const Step& step : steps) {
        if (step.from == from && step.on == on) return step;
    }
    return std::nullopt;
}

constexpr bool is_terminal(Status status) {
    return status == Status::completed || status == Status::cancelled;
}

// What an order in this state waits for: for operators.
std::string_view waits_for(Status status);

}  // namespace jangteo::order
