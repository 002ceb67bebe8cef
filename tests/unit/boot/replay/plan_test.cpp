#include "boot/replay/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

constexpr std::string_view header =
    "invoice_no,stock_code,description,quantity,invoiced_at,unit_price_gbp,customer_id,country\n";

CsvReader::Source source_of(std::string text) {
    return [text = std::move(text), at = std::size_t{0}](std::span<char> out) mutable {
        std::size_t size = std::min(out.size(), text.size() - at);
        std::copy_n(text.data() + at, size, out.data());
        at += size;
        return size;
    };
}

// Rows as "invoice,code,description,quantity,price,customer".
Plan plan_of(const std::vector<std::array<const char*, 6>>& rows, std::size_t invoices_max = 0) {
    std::string text(header);
    for (const auto& row : rows) {
        text += std::string(row[0]) + "," + row[1] + "," + row[2] + "," + row[3] +
                ",2010-12-01T08:26:00Z," + row[4] + "," + row[5] + ",UK\n";
    }
    OrderBook book("book.csv", source_of(text));
    Planner planner(invoices_max);
    for (BookLine line; book.next(line);) planner.add(line);
    return planner.finish();
}

TEST(Plan, sale_lines_of_one_invoice_are_one_order_and_equal_lines_stay_apart) {
    Plan plan = plan_of({{"500001", "10001", "A", "2", "1.00", "7"},
                         {"500001", "10001", "A", "3", "1.00", "7"},
                         {"500002", "10001", "A", "1", "1.00", "8"}});
    ASSERT_EQ(plan.orders.size(), 2);
    EXPECT_EQ(plan.orders[0].lines.size(), 2);
    ASSERT_EQ(plan.variants.size(), 1);
    EXPECT_EQ(plan.variants[0].sold, 6);
    EXPECT_EQ(plan.members, (std::vector<std::string>{"7", "8"}));
}

TEST(Plan, a_price_is_a_variant_and_codes_differ_in_letters_not_in_case) {
    Plan plan = plan_of({{"500001", "10001a", "", "1", "1.00", ""},
                         {"500001", "10001A", "Later name", "1", "2.00", ""}});
    ASSERT_EQ(plan.products.size(), 1);
    EXPECT_EQ(plan.products[0].code, "10001A");
    EXPECT_EQ(plan.products[0].name, "Later name");
    EXPECT_EQ(plan.products[0].seller, 1);
    EXPECT_EQ(plan.products[0].variants.size(), 2);
    EXPECT_EQ(plan.members[0], "walk-in");
}

TEST(Plan, the_first_description_names_a_product_whatever_line_it_is_on) {
    Plan plan = plan_of({{"500001", "10001", "broken in transit", "-1", "0", ""},
                         {"500002", "10001", "LANTERN", "1", "1.00", ""},
                         {"500002", "10002", "", "1", "1.00", ""}});
    EXPECT_EQ(plan.products[0].name, "broken in transit");
    EXPECT_EQ(plan.products[1].name, "10002");
}

TEST(Plan, a_cancellation_takes_the_latest_earlier_line_with_enough_left) {
    Plan plan = plan_of({{"500001", "10001", "A", "10", "1.00", "7"},
                         {"500002", "10001", "A", "4", "1.00", "7"},
                         {"C500003", "10001", "A", "-3", "1.00", "7"},
                         {"C500004", "10001", "A", "-3", "1.00", "7"},
                         {"500005", "10001", "A", "99", "1.00", "7"}});
    ASSERT_EQ(plan.refunds.size(), 2);
    EXPECT_EQ(plan.refunds[0].order, 1);
    EXPECT_EQ(plan.refunds[1].order, 0);
    EXPECT_EQ(plan.unmatched_cancellations, 0);
}

TEST(Plan, a_cancellation_of_another_member_code_or_price_is_unmatched) {
    Plan plan = plan_of({{"500001", "10001", "A", "10", "1.00", "7"},
                         {"C500002", "10001", "A", "-1", "1.00", "8"},
                         {"C500003", "10002", "A", "-1", "1.00", "7"},
                         {"C500004", "10001", "A", "-1", "1.01", "7"},
                         {"C500005", "10001", "A", "-11", "1.00", "7"},
                         {"C500006", "10001", "A", "-10", "1.00", "7"},
                         {"C500007", "10001", "A", "-1", "1.00", "7"}});
    EXPECT_EQ(plan.unmatched_cancellations, 5);
    ASSERT_EQ(plan.refunds.size(), 1);
    EXPECT_EQ(plan.refunds[0].invoice_no, "C500006");
}

TEST(Plan, one_cancellation_invoice_is_one_refund_per_order_and_seller) {
    Plan plan = plan_of({{"500001", "10001", "A", "10", "1.00", "7"},
                         {"500001", "10051", "B", "10", "1.00", "7"},
                         {"500001", "10002", "C", "10", "1.00", "7"},
                         {"C500002", "10001", "A", "-1", "1.00", "7"},
                         {"C500002", "10051", "B", "-2", "1.00", "7"},
                         {"C500002", "10002", "C", "-3", "1.00", "7"}});
    ASSERT_EQ(plan.refunds.size(), 2);
    EXPECT_EQ(plan.refunds[0].lines.size(), 2);
    EXPECT_EQ(plan.refunds[0].lines[1].line, 1);
    EXPECT_EQ(plan.refunds[0].lines[1].quantity, 2);
    EXPECT_EQ(plan.refunds[1].seller, 2);
}

TEST(Plan, every_line_is_counted_in_one_class) {
    Plan plan = plan_of({{"500001", "10001", "A", "1", "1.00", ""},
                         {"500001", "POST", "A", "1", "1.00", ""},
                         {"C50001", "10001", "A", "1", "1.00", ""},
                         {"500001", "10001", "A", "one", "1.00", ""},
                         {"500001", "10001", "A", "1", "free", ""},
                         {"500001", "10001", "A", "2000000", "1.00", ""},
                         {"500001", "10001", "A,B", "1", "1.00", ""}});
    EXPECT_EQ(plan.lines.total, 7);
    EXPECT_EQ(plan.lines.of(LineClass::sale), 1);
    EXPECT_EQ(plan.lines.of(LineClass::not_goods), 1);
    EXPECT_EQ(plan.lines.of(LineClass::odd_cancellation), 1);
    EXPECT_EQ(plan.lines.of(LineClass::broken_row), 4);
    ASSERT_EQ(plan.broken_rows.size(), 4);
    EXPECT_EQ(plan.broken_rows[0].line, 5);
    EXPECT_EQ(plan.broken_rows[0].problem, "not a quantity: 'one'");
    EXPECT_EQ(plan.broken_rows[3].problem, "9 fields instead of 8");
}

TEST(Plan, a_limit_counts_distinct_invoices) {
    Plan plan = plan_of({{"500001", "10001", "A", "1", "1.00", ""},
                         {"C50002", "10001", "A", "-1", "1.00", ""},
                         {"500003", "10001", "A", "1", "1.00", ""},
                         {"500001", "10001", "A", "1", "1.00", ""}},
                        2);
    EXPECT_EQ(plan.lines.total, 3);
    EXPECT_EQ(plan.orders.size(), 1);
}

TEST(Plan, initial_stock_is_rounded_down) {
    EXPECT_EQ(initial_stock(10, Decimal{10, 1}), 10);
    EXPECT_EQ(initial_stock(9, Decimal{8, 1}), 7);
    EXPECT_EQ(initial_stock(1, Decimal{9'999, 4}), 0);
}

TEST(OrderBook, refuses_a_file_without_its_columns) {
    try {
        OrderBook book("x.csv", source_of("a,b\n1,2\n"));
        FAIL();
    } catch (const Fault& fault) {
        EXPECT_EQ(std::string(fault.what()),
                  "x.csv: no column invoice_no in its first line; an order book has invoice_no, "
                  "stock_code, description, quantity, unit_price_gbp, customer_id");
    }
    EXPECT_THROW(OrderBook("x.csv", source_of("")), Fault);
}

}  // namespace
}  // namespace jangteo::boot
