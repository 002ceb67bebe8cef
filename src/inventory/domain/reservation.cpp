#include "inventory/domain/reservation.hpp"

#include <algorithm>

namespace jangteo::inventory {
namespace {

// Sums what belongs to one SKU; the items come out in the order of their ids.
template <class Item, class Add>
std::vector<Item> summed(std::vector<Item> items, Add add) {
    std::sort(items.begin(), items.end(),
              [](const Item& a, const Item& b) { return a.sku_id < b.sku_id; });
    std::size_t kept = 0;
    for (std::size_t i = 1; i < items.size(); ++i) {
        if (items[i].sku_id == items[kept].sku_id) {
            add(items[kept], items[i]);
        } else {
            items[++kept] = items[i];
        }
    }
    if (!items.empty()) items.resize(kept + 1);
    return items;
}

std::vector<Demand> summed(std::vector<Demand> items) {
    return summed(std::move(items), [](Demand& sum, const Demand& more) {
        sum.quantity += more.quantity;
        sum.reservable = sum.reservable && more.reservable;
    });
}

std::vector<StockChange> summed(std::vector<StockChange> items) {
    return summed(std::move(items), [](StockChange& sum, const StockChange& more) {
        sum.commit += more.commit;
        sum.deduct += more.deduct;
        sum.release += more.release;
        sum.restore += more.restore;
        sum.write_off += more.write_off;
    });
}

bool contains(std::span<const EnterpriseId> enterprises, const EnterpriseId& one) {
    return std::find(enterprises.begin(), enterprises.end(), one) != enterprises.end();
}

std::int64_t take(std::int64_t& from, std::int64_t wanted) {
    std::int64_t taken = std::min(from, wanted);
    from -= taken;
    return taken;
}

// Orders number their lines 1, 2, …, so the first look finds it.
ReservedLine* find_line(std::vector<ReservedLine>& lines, std::int64_t number) {
    auto index = static_cast<std::size_t>(number - 1);
    if (index < lines.size() && lines[index].line == number) return &lines[index];
    for (ReservedLine& line : lines) {
        if (line.line == number) return &line;
    }
    return nullptr;
}

// Takes from what is held, then from what is committed, then from what expired, never more than
// there is.
StockChange cancel_line(ReservedLine& line, std::int64_t quantity, CancelledGoods goods) {
    StockChange change{.sku_id = line.sku_id};
    change.release = take(line.held, quantity);
    line.released += change.release;
    quantity -= change.release;

    std::int64_t gone = take(line.committed, quantity);
    quantity -= gone;
    if (goods == CancelledGoods::come_back) {
        change.restore = gone;
        line.restored += gone;
    } else {
        change.write_off = gone;
        line.written_off += gone;
    }
    // Its stock is back already: a later commit must not look for it again.
    line.released += take(line.expired, quantity);
    return change;
}

}  // namespace

std::vector<Demand> demand_of(std::span<const ReservedLine> lines) {
    std::vector<Demand> demand;
    demand.reserve(lines.size());
    for (const ReservedLine& line : lines) {
        bool reservable = line.quantity >= 1 && line.quantity <= line_quantity_max;
        demand.push_back({line.sku_id, reservable ? line.quantity : 0, reservable});
    }
    return summed(std::move(demand));
}

Reservation Reservation::reserve(const OrderId& order, const ReservationId& id,
                                 std::vector<ReservedLine> lines, Timestamp expires_at) {
    for (ReservedLine& line : lines) line.held = line.quantity;
    Reservation made;
    made.id = order;
    made.reservation_id = id;
    made.expires_at = expires_at;
    made.lines = std::move(lines);
    return made;
}

Reservation Reservation::reject(const OrderId& order, const ReservationId& id) {
    Reservation made;
    made.id = order;
    made.reservation_id = id;
    made.outcome = ReservationOutcome::rejected;
    return made;
}

std::vector<Demand> Reservation::demand_to_commit(std::span<const EnterpriseId> approved) const {
    std::vector<Demand> demand;
    for (const ReservedLine& line : lines) {
        if (line.expired > 0 && contains(approved, line.enterprise_id)) {
            demand.push_back({line.sku_id, line.expired, true});
        }
    }
    return summed(std::move(demand));
}

std::vector<StockChange> Reservation::commit(std::span<const EnterpriseId> approved) {
    std::vector<StockChange> changes;
    changes.reserve(lines.size());
    for (ReservedLine& line : lines) {
        if (line.held + line.expired == 0 || !contains(approved, line.enterprise_id)) continue;
        changes.push_back({.sku_id = line.sku_id, .commit = line.held, .deduct = line.expired});
        line.committed += line.held + line.expired;
        line.held = 0;
        line.expired = 0;
    }
    return summed(std::move(changes));
}

bool Reservation::has_handled(const CancellationId& cancellation) const {
    return std::find(cancellations.begin(), cancellations.end(), cancellation) !=
           cancellations.end();
}

std::vector<StockChange> Reservation::cancel(const CancellationId& cancellation,
                                             std::span<const CancelledQuantity> cancelled,
                                             CancelledGoods goods) {
    std::vector<StockChange> changes;
    for (const CancelledQuantity& item : cancelled) {
        ReservedLine* line = find_line(lines, item.line);
        if (line && item.quantity > 0) changes.push_back(cancel_line(*line, item.quantity, goods));
    }
    cancellations.push_back(cancellation);
    return summed(std::move(changes));
}

std::vector<StockChange> Reservation::expire() {
    std::vector<StockChange> changes;
    for (ReservedLine& line : lines) {
        if (line.held == 0) continue;
        changes.push_back({.sku_id = line.sku_id, .release = line.held});
        line.expired += line.held;
        line.held = 0;
    }
    return summed(std::move(changes));
}

bool Reservation::holds_anything() const {
    return std::any_of(lines.begin(), lines.end(),
                       [](const ReservedLine& line) { return line.held > 0; });
}

}  // namespace jangteo::inventory
