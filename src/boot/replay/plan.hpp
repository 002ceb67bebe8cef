#pragma once

// Plan: what a shop has to hold and do so that an order book becomes its history: sellers,
// products, stock, members, orders, refunds. Made from the file alone; equal files give equal
// plans. Things refer to each other by their index in these vectors.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "boot/replay/order_book.hpp"

namespace jangteo::boot {

struct PlannedProduct {
    std::string code;
    std::string name;
    std::int64_t seller = 0;  // its number, not an index
    std::vector<std::size_t> variants;
};

struct PlannedVariant {
    std::size_t product = 0;
    std::int64_t price_won = 0;
    std::int64_t sold = 0;
};

struct PlannedLine {
    std::size_t variant = 0;
    std::int64_t quantity = 0;
    std::int64_t refunded = 0;  // by the cancellations so far
};

struct PlannedOrder {
    std::string invoice_no;
    std::size_t member = 0;
    std::vector<PlannedLine> lines;
};

struct RefundLine {
    std::size_t line = 0;  // index in the order's lines
    std::int64_t quantity = 0;
    std::int64_t price_won = 0;
};

// What one cancellation invoice takes back from one seller's part of one order.
struct PlannedRefund {
    std::string invoice_no;
    std::size_t order = 0;
    std::int64_t seller = 0;
    std::vector<RefundLine> lines;
};

struct LineCounts {
    std::int64_t total = 0;
    std::array<std::int64_t, 8> by_class{};  // by LineClass

    std::int64_t of(LineClass kind) const { return by_class[static_cast<std::size_t>(kind)]; }
};

struct BrokenRow {
    std::int64_t line = 0;
    std::string problem;
};

inline constexpr std::size_t broken_rows_shown_max = 10;

struct Plan {
    std::vector<PlannedProduct> products;
    std::vector<PlannedVariant> variants;
    std::vector<std::string> members;
    std::vector<PlannedOrder> orders;
    std::vector<PlannedRefund> refunds;
    LineCounts lines;
    std::int64_t unmatched_cancellations = 0;
    std::vector<BrokenRow> broken_rows;  // the first of them
};

class Planner {
  public:
    // Only the first `invoices_max` invoices count; 0: all.
    explicit Planner(std::size_t invoices_max = 0) : invoices_max_(invoices_max) {}

    void add(const BookLine& line);
    Plan finish() { return std::move(plan_); }

  private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    // What is known of a stock code of goods.
    struct Code {
        std::string name;  // the first description that is not empty
        std::size_t product = none;
    };
    struct SoldLine {
        std::size_t order = 0;
        std::size_t line = 0;
    };

    bool is_within_limit(const BookLine& line);
    std::size_t member_index(const BookLine& line);
    std::size_t variant_index(const BookLine& line, Code& code);
    Code& code_of(const BookLine& line);
    void name_product(const BookLine& line, Code& code);
    void add_sale(const BookLine& line, Code& code);
    void add_cancellation(const BookLine& line, const Code& code);
    std::vector<SoldLine>* sales_of(const BookLine& line, const Code& code);
    PlannedRefund& refund_of(const std::string& invoice_no, std::size_t order, std::int64_t seller);

    std::size_t invoices_max_;
    Plan plan_;
    std::unordered_set<std::string> invoices_;
    std::unordered_map<std::string, Code> codes_;
    std::unordered_map<std::string, std::size_t> members_;
    std::unordered_map<std::string, std::size_t> orders_;
    // By variant, then by member; in the order of the file.
    std::vector<std::unordered_map<std::size_t, std::vector<SoldLine>>> sales_;
    std::map<std::tuple<std::string, std::size_t, std::int64_t>, std::size_t> refunds_;
};

// floor(sold × factor), exactly.
std::int64_t initial_stock(std::int64_t sold, Decimal factor);

}  // namespace jangteo::boot
