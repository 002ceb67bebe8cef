#include "boot/replay/plan.hpp"

#include <algorithm>

namespace jangteo::boot {

std::int64_t initial_stock(std::int64_t sold, Decimal factor) {
    std::int64_t divisor = 1;
    for (int i = 0; i < factor.scale; ++i) divisor *= 10;
    return sold * factor.mantissa / divisor;
}

bool Planner::is_within_limit(const BookLine& line) {
    if (invoices_max_ == 0 || line.kind == LineClass::broken_row) return true;
    if (invoices_.contains(line.invoice_no)) return true;
    if (invoices_.size() >= invoices_max_) return false;
    invoices_.insert(line.invoice_no);
    return true;
}

void Planner::add(const BookLine& line) {
    if (!is_within_limit(line)) return;
    ++plan_.lines.total;
    ++plan_.lines.by_class[static_cast<std::size_t>(line.kind)];
    if (line.kind == LineClass::broken_row) {
        if (plan_.broken_rows.size() < broken_rows_shown_max) {
            plan_.broken_rows.push_back({line.line, line.problem});
        }
        return;
    }
    if (line.kind == LineClass::not_goods) return;
    Code& code = code_of(line);
    name_product(line, code);
    if (line.kind == LineClass::sale) add_sale(line, code);
    if (line.kind == LineClass::cancellation) add_cancellation(line, code);
}

Planner::Code& Planner::code_of(const BookLine& line) {
    return codes_[product_code_of(line.stock_code)];
}

// The first description that is not empty may stand on a line that is no sale, before or after the
// product's first sale.
void Planner::name_product(const BookLine& line, Code& code) {
    if (!code.name.empty()) return;
    if (line.description.find_first_not_of(' ') == std::string::npos) return;
    code.name = line.description;
    if (code.product != none) plan_.products[code.product].name = code.name;
}

std::size_t Planner::member_index(const BookLine& line) {
    std::string member(member_of(line.customer_id));
    auto [found, is_new] = members_.try_emplace(member, plan_.members.size());
    if (is_new) plan_.members.push_back(std::move(member));
    return found->second;
}

std::size_t Planner::variant_index(const BookLine& line, Code& code) {
    if (code.product == none) {
        std::string text = product_code_of(line.stock_code);
        code.product = plan_.products.size();
        plan_.products.push_back({text, code.name.empty() ? text : code.name, seller_of(text), {}});
    }
    std::int64_t price = won_of(line.price);
    std::vector<std::size_t>& variants = plan_.products[code.product].variants;
    for (std::size_t variant : variants) {
        if (plan_.variants[variant].price_won == price) return variant;
    }
    variants.push_back(plan_.variants.size());
    plan_.variants.push_back({code.product, price, 0});
    sales_.emplace_back();
    return variants.back();
}

void Planner::add_sale(const BookLine& line, Code& code) {
    std::size_t member = member_index(line);
    std::size_t variant = variant_index(line, code);
    auto [found, is_new] = orders_.try_emplace(line.invoice_no, plan_.orders.size());
    if (is_new) plan_.orders.push_back({line.invoice_no, member, {}});
    PlannedOrder& order = plan_.orders[found->second];
    plan_.variants[variant].sold += line.quantity;
    sales_[variant][member].push_back({found->second, order.lines.size()});
    order.lines.push_back({variant, line.quantity, 0});
}

// The earlier sales of the same member, stock code and price; nullptr when there is none.
std::vector<Planner::SoldLine>* Planner::sales_of(const BookLine& line, const Code& code) {
    auto member = members_.find(std::string(member_of(line.customer_id)));
    if (member == members_.end() || code.product == none) return nullptr;
    for (std::size_t variant : plan_.products[code.product].variants) {
        if (plan_.variants[variant].price_won != won_of(line.price)) continue;
        auto sold = sales_[variant].find(member->second);
        return sold == sales_[variant].end() ? nullptr : &sold->second;
    }
    return nullptr;
}

void Planner::add_cancellation(const BookLine& line, const Code& code) {
    const std::vector<SoldLine>* sold = sales_of(line, code);
    std::int64_t quantity = -line.quantity;
    auto fits = [&](const SoldLine& at) {
        const PlannedLine& sale = plan_.orders[at.order].lines[at.line];
        return sale.quantity - sale.refunded >= quantity;
    };
    if (!sold || std::ranges::none_of(*sold, fits)) {
        ++plan_.unmatched_cancellations;
        return;
    }
    const SoldLine& latest = *std::find_if(sold->rbegin(), sold->rend(), fits);
    plan_.orders[latest.order].lines[latest.line].refunded += quantity;
    refund_of(line.invoice_no, latest.order, plan_.products[code.product].seller)
        .lines.push_back({latest.line, quantity, won_of(line.price)});
}

PlannedRefund& Planner::refund_of(const std::string& invoice_no, std::size_t order,
                                  std::int64_t seller) {
    auto [found, is_new] = refunds_.try_emplace({invoice_no, order, seller}, plan_.refunds.size());
    if (is_new) plan_.refunds.push_back({invoice_no, order, seller, {}});
    return plan_.refunds[found->second];
}

}  // namespace jangteo::boot
