#include "boot/replay/recover.hpp"

#include <fmt/format.h>

#include <limits>
#include <unordered_map>

#include "contracts/inventory/stock.hpp"
#include "contracts/member/members.hpp"
#include "contracts/seller/enterprises.hpp"

namespace jangteo::boot {
namespace {

using Names = std::unordered_map<std::string, std::size_t>;

// Nothing of ours is older than our first enterprise.
struct Found {
    std::int64_t oldest_us = std::numeric_limits<std::int64_t>::max();
    std::vector<OrderId> orders;
};

Task<void> find_enterprises(Desk& desk, Found& found) {
    Names numbers;
    for (std::int64_t seller = 0; seller < sellers_count; ++seller) {
        numbers.emplace(business_number_of(seller), seller);
    }
    std::function<bool(contracts::EnterpriseAnswer&)> visit =
        [&desk, &found, &numbers](contracts::EnterpriseAnswer& enterprise) {
            auto seller = numbers.find(enterprise.business_number);
            if (seller == numbers.end()) return true;
            desk.world.sellers[seller->second].enterprise = enterprise.id;
            desk.world.has_history = true;
            found.oldest_us = std::min(found.oldest_us, enterprise.created_at.us);
            return true;
        };
    Task<void> reading = each_item(desk, "/v1/admin/enterprises", visit);
    co_await reading;
}

Task<void> find_members(Desk& desk) {
    Names members;
    Names owners;
    for (std::size_t i = 0; i < desk.plan.members.size(); ++i) {
        members.emplace(member_email_of(desk.plan.members[i]), i);
    }
    for (std::int64_t seller = 0; seller < sellers_count; ++seller) {
        owners.emplace(owner_email_of(seller), seller);
    }
    std::function<bool(contracts::MemberAnswer&)> visit = [&](contracts::MemberAnswer& member) {
        auto index = members.find(member.email);
        auto owner = owners.find(member.email);
        if (index != members.end()) desk.world.members[index->second] = member.id;
        if (owner != owners.end()) desk.world.sellers[owner->second].owner = member.id;
        return true;
    };
    Task<void> reading = each_item(desk, "/v1/admin/members", visit);
    co_await reading;
}

Task<void> find_variants(Desk& desk) {
    Names codes;
    for (std::size_t i = 0; i < desk.plan.variants.size(); ++i) {
        const PlannedVariant& variant = desk.plan.variants[i];
        codes.emplace(sku_code_of(desk.plan.products[variant.product], variant), i);
    }
    std::function<bool(contracts::StockUnitAnswer&)> visit = [&](contracts::StockUnitAnswer& unit) {
        auto index = codes.find(unit.sku_code);
        if (index == codes.end()) return true;
        desk.world.variants[index->second] = {unit.sku_id, unit.initial + unit.restocked};
        return true;
    };
    for (const SellerInShop& seller : desk.world.sellers) {
        if (seller.enterprise.is_nil()) continue;
        std::string target = "/v1/seller/stock-units?filter%5Benterprise_id%5D=";
        target += seller.enterprise.text();
        Task<void> reading = each_item(desk, std::move(target), visit);
        co_await reading;
    }
}

void compare_with_plan(const PlannedOrder& planned, const contracts::OrderView& order) {
    std::int64_t units = 0;
    std::int64_t units_planned = 0;
    for (const auto& line : order.lines) units += line.quantity;
    for (const auto& line : planned.lines) units_planned += line.quantity;
    if (order.lines.size() == planned.lines.size() && units == units_planned) return;
    throw Fault(
        FaultKind::permanent,
        fmt::format("{} ({}) is not what this file says: replay a file into a shop of its own",
                    order.number, note_of(planned)));
}

Task<void> find_orders(Desk& desk, Found& found) {
    std::function<bool(contracts::OrderSummary&)> visit = [&found](contracts::OrderSummary& order) {
        if (order.created_at.us < found.oldest_us) return false;
        found.orders.push_back(order.order_id);
        return true;
    };
    Task<void> reading = each_item(desk, "/v1/admin/orders", visit);
    co_await reading;
}

Task<void> name_order(Desk& desk, const Names& notes, OrderId id) {
    Task<contracts::OrderView> reading = read_order(desk, id);
    contracts::OrderView order = co_await reading;
    auto index = notes.find(order.recipient.note);
    if (index == notes.end()) co_return;
    const PlannedOrder& planned = desk.plan.orders[index->second];
    if (order.member_id != desk.world.members[planned.member]) co_return;
    compare_with_plan(planned, order);
    desk.world.orders[index->second].id = id;
}

void compare_stock(const Desk& desk) {
    for (std::size_t i = 0; i < desk.plan.variants.size(); ++i) {
        const PlannedVariant& variant = desk.plan.variants[i];
        std::int64_t wanted = initial_stock(variant.sold, desk.stock_factor);
        std::int64_t stocked = desk.world.variants[i].stocked;
        if (stocked == 0 || stocked == wanted) continue;
        throw Fault(
            FaultKind::permanent,
            fmt::format("{} was stocked with {}, not {}: this shop holds a replay of another "
                        "file, limit or stock factor",
                        sku_code_of(desk.plan.products[variant.product], variant), stocked,
                        wanted));
    }
}

}  // namespace

Task<void> recover(Desk& desk) {
    Found found;
    Task<void> finding_enterprises = find_enterprises(desk, found);
    co_await finding_enterprises;
    if (!desk.world.has_history) co_return;
    Task<void> finding_members = find_members(desk);
    co_await finding_members;
    Task<void> finding_variants = find_variants(desk);
    co_await finding_variants;
    compare_stock(desk);
    Task<void> finding_orders = find_orders(desk, found);
    co_await finding_orders;
    Names notes;
    for (std::size_t i = 0; i < desk.plan.orders.size(); ++i) {
        notes.emplace(note_of(desk.plan.orders[i]), i);
    }
    Task<void> naming =
        for_each(found.orders.size(), desk.width, [&desk, &notes, &found](std::size_t i) {
            return name_order(desk, notes, found.orders[i]);
        });
    co_await naming;
}

}  // namespace jangteo::boot
