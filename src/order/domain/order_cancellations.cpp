// The order's cancellations: what is asked for, what is put back, and when all of it is done.

#include <algorithm>

#include "order/domain/order.hpp"

namespace jangteo::order {

Cancellation* Order::find(const CancellationId& wanted) {
    auto found = std::find_if(cancellations.begin(), cancellations.end(),
                              [&](const Cancellation& c) { return c.id == wanted; });
    return found == cancellations.end() ? nullptr : &*found;
}

const Cancellation* Order::cancellation(const CancellationId& wanted) const {
    return const_cast<Order*>(this)->find(wanted);
}

std::int64_t Order::cancelled_units(std::int64_t line) const {
    std::int64_t units = 0;
    for (const Cancellation& cancellation : cancellations) {
        if (cancellation.stage == CancellationStage::refused) continue;
        for (const LineQuantity& part : cancellation.lines)
            units += part.line == line ? part.quantity : 0;
    }
    return units;
}

Cancellation& Order::add_cancellation(CancellationId fresh, std::string reason, Timestamp now) {
    Cancellation& cancellation = cancellations.emplace_back();
    cancellation.id = fresh;
    cancellation.reason = std::move(reason);
    cancellation.requested_at = now;
    return cancellation;
}

// Everything back, before any part was shipped: payment and inventory know themselves what there is
// to undo.
void Order::cancel_whole(CancellationId fresh, std::string reason, Timestamp now,
                         Decisions& decisions) {
    Cancellation& cancellation = add_cancellation(fresh, std::move(reason), now);
    cancellation.whole = true;
    std::int64_t promised = refunded;
    for (const Cancellation& other : cancellations) promised += other.refund - other.refunded;
    cancellation.refund = captured - promised;
    for (Part& part : parts) {
        if (part.status != PartStatus::rejected) part.status = PartStatus::cancelled;
    }
    if (deadline.us != 0) set_deadline({}, decisions);
    decisions.requested.push_back(fresh);
}

std::vector<LineQuantity> Order::remaining_of(const EnterpriseId& part,
                                              const std::vector<Line>& lines) const {
    std::vector<LineQuantity> remaining;
    for (const Line& line : lines) {
        if (line.enterprise != part) continue;
        std::int64_t left = line.quantity - cancelled_units(line.line);
        if (left > 0) remaining.push_back({line.line, left});
    }
    return remaining;
}

std::int64_t Order::price_of(const std::vector<LineQuantity>& wanted,
                             const std::vector<Line>& lines) const {
    std::int64_t sum = 0;
    for (const LineQuantity& part : wanted) {
        // Within the order's total, which is in range.
        sum += lines[static_cast<std::size_t>(part.line - 1)].unit_price * part.quantity;
    }
    return sum;
}

Cancellation* Order::add_part_cancellation(const Part& part, const std::vector<Line>& lines,
                                           CancellationId fresh, std::string reason,
                                           Timestamp now) {
    auto remaining = remaining_of(part.enterprise, lines);
    if (remaining.empty()) return nullptr;
    Cancellation& cancellation = add_cancellation(fresh, std::move(reason), now);
    cancellation.refund = price_of(remaining, lines);
    cancellation.lines = std::move(remaining);
    cancellation.part = part.enterprise;
    return &cancellation;
}

Decisions Order::on_shipment_stopped(CancellationId wanted, bool stopped, Timestamp now) {
    Decisions decisions;
    Cancellation* cancellation = find(wanted);
    if (!cancellation || cancellation->stage != CancellationStage::stopping) return decisions;
    decisions.deadline_changed = true;
    if (!stopped) {
        cancellation->stage = CancellationStage::refused;
        return decisions;
    }
    cancellation->stage = CancellationStage::undoing;
    decisions.requested.push_back(wanted);
    if (Part* part = part_of(cancellation->part)) part->status = PartStatus::cancelled;
    look_at_parts(now, decisions);
    return decisions;
}

void Order::close_if_undone(Timestamp now, Decisions& decisions) {
    bool open = std::any_of(cancellations.begin(), cancellations.end(), [](const Cancellation& c) {
        return c.stage == CancellationStage::stopping || c.stage == CancellationStage::undoing;
    });
    if (!open && move(Input::undone, now, decisions)) decisions.cancelled = true;
}

void Order::close_cancellation(Cancellation& cancellation, Timestamp now, Decisions& decisions) {
    decisions.deadline_changed = true;
    if (!cancellation.money_done || !cancellation.stock_done) return;
    cancellation.stage = CancellationStage::done;
    close_if_undone(now, decisions);
}

// Captured after the order had ended with nothing captured: it goes back under the cancellation
// that ended it.
bool Order::is_late_money(const Cancellation& cancellation, std::int64_t amount) const {
    return cancellation.whole && cancellation.money_done && cancellation.refunded == 0 &&
           amount > 0 && amount <= captured - refunded;
}

Decisions Order::on_money_back(CancellationId wanted, std::int64_t amount, Timestamp now) {
    Decisions decisions;
    Cancellation* cancellation = find(wanted);
    if (!cancellation) return decisions;
    if (is_late_money(*cancellation, amount)) {
        cancellation->refund = cancellation->refunded = amount;
        refunded += amount;
        decisions.deadline_changed = true;
        return decisions;
    }
    if (cancellation->stage != CancellationStage::undoing || cancellation->money_done) {
        return decisions;
    }
    cancellation->money_done = true;
    cancellation->refunded = amount;
    refunded += amount;
    // Captured while it was being cancelled: what was really given back counts.
    if (cancellation->whole) cancellation->refund = amount;
    close_cancellation(*cancellation, now, decisions);
    return decisions;
}

Decisions Order::on_stock_back(CancellationId wanted, Timestamp now) {
    Decisions decisions;
    Cancellation* cancellation = find(wanted);
    if (!cancellation || cancellation->stage != CancellationStage::undoing ||
        cancellation->stock_done) {
        return decisions;
    }
    cancellation->stock_done = true;
    close_cancellation(*cancellation, now, decisions);
    return decisions;
}

// Whether a part had been asked before.
bool Order::stop_parts(const CancelOrder& command, const std::vector<Line>& lines, Timestamp now,
                       Decisions& decisions) {
    std::size_t next = 0;
    bool asked_before = false;
    for (Part& part : parts) {
        bool stopping =
            std::any_of(cancellations.begin(), cancellations.end(), [&](const Cancellation& c) {
                return c.stage == CancellationStage::stopping && c.part == part.enterprise;
            });
        asked_before = asked_before || stopping;
        if (part.status != PartStatus::approved || stopping) continue;
        Cancellation* added =
            add_part_cancellation(part, lines, command.fresh[next++], command.reason, now);
        if (!added) continue;
        added->stage = CancellationStage::stopping;
        decisions.requested.push_back(added->id);
    }
    return asked_before;
}

Decisions Order::on_out_of_stock(const CancelOrder& command, const std::vector<Line>& lines,
                                 Timestamp now) {
    Decisions decisions;
    if (move(Input::stock_rejected, now, decisions)) {
        cancel_whole(command.fresh.front(), command.reason, now, decisions);
    } else if (status == Status::approved || status == Status::shipping) {
        stop_parts(command, lines, now, decisions);
    }
    return decisions;
}

std::expected<Decisions, CancelRejection> Order::cancel(const CancelOrder& command,
                                                        const std::vector<Line>& lines,
                                                        Timestamp now) {
    Decisions decisions;
    if (is_terminal(status) || status == Status::delivered)
        return std::unexpected(CancelRejection::already_final);
    if (status == Status::cancelling) return std::unexpected(CancelRejection::already_cancelling);
    if (cancellations.size() + parts.size() > cancellations_max) {
        return std::unexpected(CancelRejection::too_many_cancellations);
    }
    if (move(Input::cancel_requested, now, decisions)) {
        cancel_whole(command.fresh.front(), command.reason, now, decisions);
        return decisions;
    }
    // Shipments are being arranged: each part that has not started is asked to stop, and decides
    // for itself.
    bool asked_before = stop_parts(command, lines, now, decisions);
    if (decisions.requested.empty()) {
        return std::unexpected(asked_before ? CancelRejection::already_cancelling
                                            : CancelRejection::already_shipped);
    }
    return decisions;
}

std::expected<Decisions, CancelRejection> Order::cancel_lines(const CancelLines& command,
                                                              const std::vector<Line>& lines,
                                                              Timestamp now) {
    Decisions decisions;
    if (command.lines.empty()) return std::unexpected(CancelRejection::nothing_to_cancel);
    if (status == Status::pending || status == Status::awaiting_payment) {
        return std::unexpected(CancelRejection::not_paid_yet);
    }
    if (status == Status::cancelling) return std::unexpected(CancelRejection::already_cancelling);
    if (status == Status::cancelled) return std::unexpected(CancelRejection::already_final);
    if (cancellations.size() >= cancellations_max) {
        return std::unexpected(CancelRejection::too_many_cancellations);
    }
    std::vector<LineQuantity> asked(lines.size());
    for (const LineQuantity& wanted : command.lines) {
        if (wanted.line < 1 || wanted.line > static_cast<std::int64_t>(lines.size())) {
            return std::unexpected(CancelRejection::unknown_line);
        }
        const Line& line = lines[static_cast<std::size_t>(wanted.line - 1)];
        LineQuantity& sum = asked[static_cast<std::size_t>(wanted.line - 1)];
        sum.line = wanted.line;
        sum.quantity += wanted.quantity;
        if (wanted.quantity < 1 || wanted.quantity > quantity_max ||
            sum.quantity > line.quantity - cancelled_units(wanted.line)) {
            return std::unexpected(CancelRejection::more_than_ordered);
        }
        const Part* part = part_of(line.enterprise);
        if (!command.by_seller && part->status != PartStatus::waiting) {
            return std::unexpected(part->status == PartStatus::approved
                                       ? CancelRejection::part_being_shipped
                                       : CancelRejection::already_shipped);
        }
    }
    std::erase_if(asked, [](const LineQuantity& q) { return q.quantity == 0; });
    Cancellation& cancellation = add_cancellation(command.fresh, command.reason, now);
    cancellation.refund = price_of(asked, lines);
    cancellation.lines = std::move(asked);
    cancellation.restock = command.restock;
    decisions.requested.push_back(command.fresh);
    if (status == Status::paid) close_empty_parts(lines, now, decisions);
    return decisions;
}

// A part whose every unit was cancelled before its seller decided needs no decision.
void Order::close_empty_parts(const std::vector<Line>& lines, Timestamp now, Decisions& decisions) {
    for (Part& part : parts) {
        if (part.status == PartStatus::waiting && remaining_of(part.enterprise, lines).empty()) {
            part.status = PartStatus::cancelled;
        }
    }
    look_at_parts(now, decisions);
}

}  // namespace jangteo::order
