#include "inventory/domain/stock_unit.hpp"

#include <gtest/gtest.h>

namespace jangteo::inventory {
namespace {

StockUnit unit_with(std::int64_t on_hand) {
    StockUnit unit;
    EXPECT_TRUE(unit.restock(on_hand));
    return unit;
}

TEST(StockUnit, restocking_adds_to_what_is_on_hand) {
    StockUnit unit = unit_with(10);
    EXPECT_EQ(unit.on_hand, 10);
    EXPECT_EQ(unit.restocked, 10);
    EXPECT_TRUE(unit.holds_invariants());
}

TEST(StockUnit, a_restock_is_of_one_or_more) {
    StockUnit unit;
    EXPECT_EQ(unit.restock(0).error(), MoveStockRejection::restock_not_positive);
    EXPECT_EQ(unit.restock(-1).error(), MoveStockRejection::restock_not_positive);
}

TEST(StockUnit, stock_has_a_limit_far_below_an_overflow) {
    StockUnit unit = unit_with(on_hand_max);
    EXPECT_EQ(unit.restock(1).error(), MoveStockRejection::stock_too_large);
    EXPECT_EQ(unit.adjust(1).error(), MoveStockRejection::stock_too_large);
    EXPECT_EQ(unit.adjust(INT64_MIN).error(), MoveStockRejection::stock_too_large);
    EXPECT_EQ(unit.restock(INT64_MAX).error(), MoveStockRejection::stock_too_large);
    EXPECT_EQ(unit.on_hand, on_hand_max);
}

TEST(StockUnit, an_adjustment_is_not_zero) {
    EXPECT_EQ(unit_with(1).adjust(0).error(), MoveStockRejection::adjustment_zero);
}

TEST(StockUnit, an_adjustment_never_takes_what_orders_hold) {
    StockUnit unit = unit_with(10);
    unit.hold(4);
    EXPECT_EQ(unit.adjust(-7).error(), MoveStockRejection::below_reserved);
    EXPECT_TRUE(unit.adjust(-6));
    EXPECT_EQ(unit.available(), 0);
    EXPECT_EQ(unit.adjusted, -6);
    EXPECT_TRUE(unit.holds_invariants());
}

TEST(StockUnit, holding_promises_and_committing_deducts) {
    StockUnit unit = unit_with(10);
    unit.hold(4);
    EXPECT_EQ(unit.available(), 6);
    unit.commit(3);
    EXPECT_EQ(unit.on_hand, 7);
    EXPECT_EQ(unit.reserved, 1);
    EXPECT_EQ(unit.available(), 6);
    unit.release(1);
    EXPECT_EQ(unit.available(), 7);
    EXPECT_TRUE(unit.holds_invariants());
}

TEST(StockUnit, what_was_deducted_comes_back_or_is_written_off) {
    StockUnit unit = unit_with(10);
    unit.deduct(5);
    unit.restore(2);
    unit.write_off(3);
    EXPECT_EQ(unit.on_hand, 7);
    EXPECT_TRUE(unit.holds_invariants());
}

TEST(StockUnit, is_low_at_its_threshold_and_out_of_stock_at_zero) {
    StockUnit unit = unit_with(3);
    unit.low_stock = 2;
    EXPECT_FALSE(unit.low());
    unit.hold(1);
    EXPECT_TRUE(unit.low());
    EXPECT_TRUE(unit.in_stock());
    unit.hold(2);
    EXPECT_FALSE(unit.in_stock());
}

TEST(StockUnitDeathTest, promising_more_than_there_is_is_a_bug_and_stops) {
    StockUnit unit = unit_with(1);
    EXPECT_DEATH(unit.hold(2), "what is held is free");
    EXPECT_DEATH(unit.release(1), "what is released is held");
    EXPECT_DEATH(unit.deduct(2), "what is deducted is there");
    EXPECT_DEATH(unit.restore(1), "what is restored was deducted");
    EXPECT_DEATH(unit.write_off(1), "what is written off was deducted");
}

}  // namespace
}  // namespace jangteo::inventory
