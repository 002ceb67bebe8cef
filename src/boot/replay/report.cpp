#include "boot/replay/report.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <cmath>

namespace jangteo::boot {
namespace {

namespace json = boost::json;

constexpr LineClass skipped_classes[] = {LineClass::broken_row,
                                         LineClass::not_goods,
                                         LineClass::odd_cancellation,
                                         LineClass::adjustment,
                                         LineClass::quantity_not_positive,
                                         LineClass::no_price};

double rounded(double value) { return std::round(value * 1000) / 1000; }

double orders_per_second(const Report& report) {
    double seconds = report.times.seconds;
    return seconds > 0 ? static_cast<double>(report.orders_placed) / seconds : 0;
}

std::int64_t sum_of(const std::map<std::string, std::int64_t>& counts) {
    std::int64_t sum = 0;
    for (const auto& [name, count] : counts) sum += count;
    return sum;
}

std::int64_t skipped_lines(const LineCounts& lines) {
    std::int64_t sum = 0;
    for (LineClass kind : skipped_classes) sum += lines.of(kind);
    return sum;
}

std::string with_commas(std::int64_t number) {
    std::string text = std::to_string(number);
    std::ptrdiff_t first = number < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > first; at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}

// What the plan wants of the orders that the shop completed, and what the shop says of them.
struct Wanted {
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    std::int64_t kept_of_others = 0;
    std::int64_t completed_won = 0;
    std::int64_t units_sold = 0;
    std::int64_t units_refunded = 0;
    std::int64_t refunded_won = 0;
    std::int64_t stock = 0;
};

Wanted wanted_of(const Desk& desk) {
    Wanted wanted;
    auto is_completed = [&](std::size_t order) {
        return desk.world.orders[order].end == OrderEnd::completed;
    };
    for (std::size_t i = 0; i < desk.plan.orders.size(); ++i) {
        const OrderInShop& order = desk.world.orders[i];
        if (!is_completed(i)) {
            wanted.kept_of_others += order.captured - order.refunded;
            continue;
        }
        wanted.captured += order.captured;
        wanted.refunded += order.refunded;
        for (const PlannedLine& line : desk.plan.orders[i].lines) {
            wanted.units_sold += line.quantity;
            wanted.completed_won += line.quantity * desk.plan.variants[line.variant].price_won;
        }
    }
    for (const PlannedRefund& refund : desk.plan.refunds) {
        if (!is_completed(refund.order)) continue;
        for (const RefundLine& line : refund.lines) {
            wanted.units_refunded += line.quantity;
            wanted.refunded_won += line.quantity * line.price_won;
        }
    }
    for (const PlannedVariant& variant : desk.plan.variants) {
        wanted.stock += initial_stock(variant.sold, desk.stock_factor);
    }
    return wanted;
}

std::vector<Equation> equations_of(const Desk& desk, const Report& report) {
    Wanted wanted = wanted_of(desk);
    const LineCounts& lines = report.lines;
    const StockFigures& stock = report.stock;
    std::int64_t refused = sum_of(report.orders_refused);
    std::vector<Equation> equations = {
        {"lines: total = sale + cancellation + skipped", lines.total,
         lines.of(LineClass::sale) + lines.of(LineClass::cancellation) + skipped_lines(lines)},
        {"orders: placed = invoices with sale lines", report.orders_placed,
         static_cast<std::int64_t>(desk.plan.orders.size())},
        {"orders: placed = completed + refused", report.orders_placed,
         report.orders_completed + refused},
        {"money: captured of the completed orders = their price", wanted.captured,
         wanted.completed_won},
        {"money: refunded of the completed orders = price of the lines refunded", wanted.refunded,
         wanted.refunded_won},
        {"money: kept of the refused orders = 0", wanted.kept_of_others, 0},
        {"provider: captured = the shop's captured", report.provider.captured, report.captured},
        {"provider: refunded = the shop's refunded", report.provider.refunded, report.refunded},
        {"provider: orders that differ from the shop's", report.provider.orders_that_differ, 0},
        {"stock: initial = sold quantities x factor", stock.initial, wanted.stock},
        {"stock: initial - deducted + restored = on hand",
         stock.initial - stock.deducted + stock.restored, stock.on_hand},
        {"stock: deducted = units of the completed orders", stock.deducted, wanted.units_sold},
        {"stock: restored = units refunded", stock.restored, wanted.units_refunded},
        {"stock: reserved = 0", stock.reserved, 0},
        {"refunds: done + unmatched + of refused = cancellation lines",
         report.refunds_done + report.refunds_unmatched + report.refunds_of_refused,
         lines.of(LineClass::cancellation)},
        {"audit: violations = 0", report.audit.violations, 0},
    };
    bool has_all_stock = initial_stock(1'000'000, desk.stock_factor) >= 1'000'000;
    if (has_all_stock) equations.push_back({"orders: refused = 0 with all the stock", refused, 0});
    return equations;
}

json::object money_json(std::int64_t captured, std::int64_t refunded) {
    return {{"captured", captured}, {"refunded", refunded}};
}

json::object counts_json(const std::map<std::string, std::int64_t>& counts) {
    json::object object;
    for (const auto& [name, count] : counts) object[name] = count;
    return object;
}

json::object lines_json(const LineCounts& lines) {
    json::object skipped;
    for (LineClass kind : skipped_classes) {
        if (lines.of(kind) > 0) skipped[codec::text_of_enum(kind)] = lines.of(kind);
    }
    return {{"total", lines.total},
            {"sale", lines.of(LineClass::sale)},
            {"cancellation", lines.of(LineClass::cancellation)},
            {"skipped", std::move(skipped)}};
}

class Table {
  public:
    void section(std::string_view name) { text_ += fmt::format("{}\n", name); }
    void row(std::string_view name, std::int64_t value) { row(name, with_commas(value)); }
    void row(std::string_view name, const std::string& value) {
        text_ += fmt::format("  {:<24}{:>18}\n", name, value);
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

}  // namespace

Report make_report(const Desk& desk, const ReadBack& read) {
    Report report;
    report.lines = desk.plan.lines;
    report.refunds_unmatched = desk.plan.unmatched_cancellations;
    for (const OrderInShop& order : desk.world.orders) {
        bool is_asked = !order.id.is_nil() || order.end == OrderEnd::refused;
        report.orders_placed += is_asked ? 1 : 0;
        report.orders_completed += order.end == OrderEnd::completed ? 1 : 0;
        if (order.end == OrderEnd::refused) ++report.orders_refused[order.refusal];
        report.ordered += order.total;
        report.captured += order.captured;
        report.refunded += order.refunded;
        report.refunds_done += order.refund_lines_done;
    }
    for (const PlannedRefund& refund : desk.plan.refunds) {
        bool is_refused = desk.world.orders[refund.order].end == OrderEnd::refused;
        if (is_refused) report.refunds_of_refused += static_cast<std::int64_t>(refund.lines.size());
    }
    report.provider = read.provider;
    report.stock = read.stock;
    return report;
}

void finish_report(const Desk& desk, Report& report) {
    for (Equation& equation : equations_of(desk, report)) {
        if (equation.left != equation.right) report.broken.push_back(std::move(equation));
    }
}

std::string report_json(const Report& report) {
    json::array broken;
    for (const Equation& equation : report.broken) {
        broken.push_back(json::object{
            {"equation", equation.words}, {"left", equation.left}, {"right", equation.right}});
    }
    json::object root{
        {"lines", lines_json(report.lines)},
        {"orders",
         {{"placed", report.orders_placed},
          {"completed", report.orders_completed},
          {"refused", counts_json(report.orders_refused)}}},
        {"money_krw",
         {{"ordered", report.ordered},
          {"captured", report.captured},
          {"refunded", report.refunded},
          {"kept", report.captured - report.refunded}}},
        {"provider_krw", money_json(report.provider.captured, report.provider.refunded)},
        {"stock",
         {{"initial", report.stock.initial},
          {"deducted", report.stock.deducted},
          {"restored", report.stock.restored},
          {"on_hand", report.stock.on_hand},
          {"reserved", report.stock.reserved}}},
        {"refunds",
         {{"done", report.refunds_done},
          {"unmatched", report.refunds_unmatched},
          {"of_refused", report.refunds_of_refused}}},
        {"seconds", rounded(report.times.seconds)},
        {"set_up_seconds", rounded(report.times.set_up_seconds)},
        {"orders_seconds", rounded(report.times.orders_seconds)},
        {"orders_per_second", rounded(orders_per_second(report))},
        {"latency_ms",
         {{"p50", rounded(report.times.p50_ms)}, {"p99", rounded(report.times.p99_ms)}}},
        {"audit",
         {{"invariants_checked", report.audit.invariants_checked},
          {"violations", report.audit.violations}}},
        {"does_not_add_up", std::move(broken)}};
    return json::serialize(root) + "\n";
}

std::string report_table(const Report& report) {
    Table table;
    table.section("Lines of the file");
    table.row("total", report.lines.total);
    table.row("sale", report.lines.of(LineClass::sale));
    table.row("cancellation", report.lines.of(LineClass::cancellation));
    for (LineClass kind : skipped_classes) {
        std::string name(codec::text_of_enum(kind));
        if (report.lines.of(kind) > 0) table.row("skipped: " + name, report.lines.of(kind));
    }
    table.section("Orders");
    table.row("placed", report.orders_placed);
    table.row("completed", report.orders_completed);
    for (const auto& [reason, count] : report.orders_refused)
        table.row("refused: " + reason, count);
    table.section("Money (KRW)");
    table.row("ordered", report.ordered);
    table.row("captured", report.captured);
    table.row("refunded", report.refunded);
    table.row("kept", report.captured - report.refunded);
    table.row("provider: captured", report.provider.captured);
    table.row("provider: refunded", report.provider.refunded);
    table.section("Stock (units)");
    table.row("initial", report.stock.initial);
    table.row("deducted", report.stock.deducted);
    table.row("restored", report.stock.restored);
    table.row("on hand", report.stock.on_hand);
    table.row("reserved", report.stock.reserved);
    table.section("Refunds (cancellation lines)");
    table.row("done", report.refunds_done);
    table.row("unmatched", report.refunds_unmatched);
    table.row("of refused orders", report.refunds_of_refused);
    table.section("Run");
    table.row("seconds", fmt::format("{:.1f}", report.times.seconds));
    table.row("orders per second", fmt::format("{:.0f}", orders_per_second(report)));
    table.row("order p50, p99",
              fmt::format("{:.1f} ms, {:.1f} ms", report.times.p50_ms, report.times.p99_ms));
    table.row("invariants checked", report.audit.invariants_checked);
    table.row("violations", report.audit.violations);
    return table.take();
}

}  // namespace jangteo::boot
