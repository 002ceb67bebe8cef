#pragma once

// World: what the shop calls the things of the plan, and how far they have come there. Everything
// in it was read from the shop's answers. Vectors run parallel to the plan's.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "boot/replay/plan.hpp"
#include "contracts/order/orders.hpp"
#include "kernel/id.hpp"

namespace jangteo::boot {

struct SellerInShop {
    EnterpriseId enterprise;
    MemberId owner;
    bool is_needed = false;
};

struct VariantInShop {
    SkuId sku;                 // nil until it is there
    std::int64_t stocked = 0;  // what was brought in
};

enum class OrderEnd { open, completed, refused };

struct OrderInShop {
    OrderId id;  // nil until it is placed
    OrderEnd end = OrderEnd::open;
    std::string refusal;  // why
    bool is_paid = false;
    bool is_played = false;  // nothing is left to do but to wait for its parcels
    std::int64_t total = 0;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    std::int64_t refund_lines_done = 0;
    std::int64_t units_refunded = 0;
};

struct World {
    std::array<SellerInShop, sellers_count> sellers;
    std::vector<VariantInShop> variants;
    std::vector<MemberId> members;
    std::vector<OrderInShop> orders;
    bool has_history = false;  // an earlier run left something
};

// The names under which the shop knows the things of the plan; what is there is found by them.
std::string business_number_of(std::int64_t seller);
std::string owner_email_of(std::int64_t seller);
std::string member_email_of(std::string_view member);
std::string sku_code_of(const PlannedProduct& product, const PlannedVariant& variant);
std::string note_of(const PlannedOrder& order);
std::string reason_of(const PlannedRefund& refund);

}  // namespace jangteo::boot
