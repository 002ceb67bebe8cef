#include "catalog/domain/sale.hpp"

#include <algorithm>

namespace jangteo::catalog {
namespace {

// Orders number their lines 1, 2, …, so the first look finds it.
SaleLine* find_line(std::vector<SaleLine>& lines, std::int64_t number) {
    auto index = static_cast<std::size_t>(number - 1);
    if (index < lines.size() && lines[index].line == number) return &lines[index];
    for (SaleLine& line : lines) {
        if (line.line == number) return &line;
    }
    return nullptr;
}

}  // namespace

SaleCount& SaleCount::operator+=(const SaleCount& more) {
    orders += more.orders;
    units += more.units;
    revenue += more.revenue;
    return *this;
}

SaleCount SaleCount::operator-(const SaleCount& less) const {
    return {orders - less.orders, units - less.units, revenue - less.revenue};
}

SaleCounts Sale::counts() const {
    SaleCounts counts;
    for (const SaleLine& line : lines) {
        if (line.quantity < 1) continue;
        SaleCount& count = counts[{line.product_id, line.unit_price.currency}];
        count.orders = 1;
        count.units += line.quantity;
        // An order whose sums overflow is refused before it gets here.
        if (auto price = multiply(line.unit_price, line.quantity)) count.revenue += price->amount;
    }
    return counts;
}

bool Sale::cancel(const CancellationId& cancellation,
                  std::span<const UncountedQuantity> cancelled) {
    if (std::find(cancellations.begin(), cancellations.end(), cancellation) != cancellations.end())
        return false;
    cancellations.push_back(cancellation);
    for (const UncountedQuantity& item : cancelled) {
        SaleLine* line = find_line(lines, item.line);
        if (line && item.quantity > 0) line->quantity -= std::min(line->quantity, item.quantity);
    }
    return true;
}

bool Sale::cancel_rest() {
    bool any = false;
    for (SaleLine& line : lines) {
        any |= line.quantity > 0;
        line.quantity = 0;
    }
    return any;
}

SaleCounts difference(const SaleCounts& after, const SaleCounts& before) {
    SaleCounts changes = after;
    for (const auto& [key, count] : before) changes[key] = changes[key] - count;
    std::erase_if(changes, [](const auto& item) { return item.second == SaleCount{}; });
    return changes;
}

}  // namespace jangteo::catalog
