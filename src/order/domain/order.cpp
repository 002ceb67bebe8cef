#include "order/domain/order.hpp"

#include <algorithm>

#include "kernel/check.hpp"

namespace jangteo::order {
namespace {

bool goes_on(PartStatus status) {
    return status == PartStatus::approved || status == PartStatus::shipping ||
           status == PartStatus::delivered;
}

std::string name_of(const std::vector<Line>& lines) {
    std::string name = lines.front().name_ko;
    if (lines.size() > 1) name += " 외 " + std::to_string(lines.size() - 1) + "건";
    return name;
}

}  // namespace

std::expected<Order, CreateRejection> Order::create(New created, const std::vector<Line>& lines,
                                                    Currency currency, Timestamp now) {
    if (lines.empty()) return std::unexpected(CreateRejection::no_lines);
    if (static_cast<std::int64_t>(lines.size()) > lines_max)
        return std::unexpected(CreateRejection::too_many_lines);
    Order order;
    Money sum{0, currency};
    for (const Line& line : lines) {
        if (line.quantity < 1 || line.quantity > quantity_max) {
            return std::unexpected(CreateRejection::quantity_out_of_range);
        }
        auto amount = multiply({line.unit_price, currency}, line.quantity);
        auto next = amount ? add(sum, *amount) : std::nullopt;
        if (!next) return std::unexpected(CreateRejection::total_too_large);
        sum = *next;
        Part* part = order.part_of(line.enterprise);
        if (!part) part = &order.parts.emplace_back(Part{line.enterprise, 0, PartStatus::waiting});
        part->amount += amount->amount;
    }
    order.id = created.id;
    order.member = created.member;
    order.number = std::move(created.number);
    order.name = name_of(lines);
    order.recipient = std::move(created.recipient);
    order.currency = currency;
    order.total = sum.amount;
    order.created_at = now;
    order.payment_deadline = created.payment_deadline;
    order.deadline = created.payment_deadline;
    order.history.push_back({Status::pending, "created", now});
    return order;
}

bool Order::move(Input input, Timestamp now, Decisions& decisions) {
    auto step = step_for(status, input);
    if (!step) return false;
    if (!decisions.left) decisions.left = status;
    status = step->to;
    auto names = boost::describe::describe_enumerators<Input>();
    std::string cause;
    boost::mp11::mp_for_each<decltype(names)>([&](auto e) {
        if (e.value == input) cause = e.name;
    });
    history.push_back({status, std::move(cause), now});
    return true;
}

void Order::set_deadline(Timestamp due, Decisions& decisions) {
    deadline = due;
    decisions.deadline_changed = true;
}

Part* Order::part_of(const EnterpriseId& enterprise) {
    auto found = std::find_if(parts.begin(), parts.end(),
                              [&](const Part& p) { return p.enterprise == enterprise; });
    return found == parts.end() ? nullptr : &*found;
}

Decisions Order::on_stock_reserved(Timestamp now) {
    Decisions decisions;
    move(Input::stock_reserved, now, decisions);
    return decisions;
}

Decisions Order::on_reservation_expired(CancellationId fresh, Timestamp now) {
    Decisions decisions;
    if (move(Input::reservation_expired, now, decisions))
        cancel_whole(fresh, "reservation_expired", now, decisions);
    return decisions;
}

Decisions Order::on_payment_completed(std::int64_t amount, const std::string& key, Timestamp now) {
    Decisions decisions;
    if (captured != 0) return decisions;
    captured = amount;
    payment_key = key;
    // An order that is being cancelled keeps the sum: payment gives it back under the whole
    // cancellation.
    if (move(Input::payment_completed, now, decisions)) {
        set_deadline({}, decisions);
    } else {
        decisions.deadline_changed = true;
    }
    return decisions;
}

Decisions Order::on_deadline(CancellationId fresh, Timestamp now) {
    Decisions decisions;
    if (deadline.us == 0 || now < deadline || !move(Input::deadline_passed, now, decisions))
        return decisions;
    if (status == Status::cancelling) {
        cancel_whole(fresh, "not_paid_in_time", now, decisions);
    } else {
        set_deadline({}, decisions);
    }
    return decisions;
}

// Moves the order on when what its parts have come to decides it.
void Order::look_at_parts(Timestamp now, Decisions& decisions) {
    auto all = [&](auto predicate) { return std::all_of(parts.begin(), parts.end(), predicate); };
    auto any = [&](auto predicate) { return std::any_of(parts.begin(), parts.end(), predicate); };
    if (all([](const Part& p) { return !goes_on(p.status) && p.status != PartStatus::waiting; })) {
        if (move(Input::parts_refused, now, decisions) && deadline.us != 0)
            set_deadline({}, decisions);
        return;
    }
    if (any([](const Part& p) { return p.status == PartStatus::waiting; })) return;
    move(Input::parts_decided, now, decisions);
    if (any([](const Part& p) {
            return p.status == PartStatus::shipping || p.status == PartStatus::delivered;
        })) {
        move(Input::shipment_started, now, decisions);
    }
    if (all([](const Part& p) {
            return !goes_on(p.status) || p.status == PartStatus::delivered;
        }) &&
        move(Input::parts_arrived, now, decisions)) {
        set_deadline(now + return_period, decisions);
    }
}

Decisions Order::on_part_decided(const EnterpriseId& enterprise, bool approved,
                                 const std::vector<Line>& lines, CancellationId fresh,
                                 Timestamp now) {
    Decisions decisions;
    Part* part = part_of(enterprise);
    if (!part || part->status != PartStatus::waiting || status != Status::paid) return decisions;
    part->status = approved ? PartStatus::approved : PartStatus::rejected;
    decisions.deadline_changed = true;  // the part is saved even when the order waits for others
    if (!approved && add_part_cancellation(*part, lines, fresh, "seller_rejected", now))
        decisions.requested.push_back(fresh);
    look_at_parts(now, decisions);
    return decisions;
}

Decisions Order::on_shipment_started(const EnterpriseId& enterprise, Timestamp now) {
    Decisions decisions;
    Part* part = part_of(enterprise);
    if (!part || part->status != PartStatus::approved) return decisions;
    part->status = PartStatus::shipping;
    decisions.deadline_changed = true;
    look_at_parts(now, decisions);
    return decisions;
}

Decisions Order::on_delivered(const EnterpriseId& enterprise, Timestamp now) {
    Decisions decisions;
    Part* part = part_of(enterprise);
    if (!part || (part->status != PartStatus::shipping && part->status != PartStatus::approved))
        return decisions;
    part->status = PartStatus::delivered;
    decisions.deadline_changed = true;
    look_at_parts(now, decisions);
    return decisions;
}

Decisions Order::on_returned(const EnterpriseId& enterprise, const std::vector<Line>& lines,
                             CancellationId fresh, Timestamp now) {
    Decisions decisions;
    Part* part = part_of(enterprise);
    if (!part || !goes_on(part->status)) return decisions;
    part->status = PartStatus::returned;
    decisions.deadline_changed = true;
    if (add_part_cancellation(*part, lines, fresh, "returned_to_sender", now))
        decisions.requested.push_back(fresh);
    look_at_parts(now, decisions);
    if (status == Status::cancelling && decisions.requested.empty())
        close_if_undone(now, decisions);
    return decisions;
}

std::optional<Decisions> Order::confirm_receipt(Timestamp now) {
    Decisions decisions;
    if (!move(Input::receipt_confirmed, now, decisions)) return std::nullopt;
    set_deadline({}, decisions);
    return decisions;
}

}  // namespace jangteo::order
