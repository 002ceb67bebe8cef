#include "catalog/domain/sale.hpp"

#include <gtest/gtest.h>

namespace jangteo::catalog {
namespace {

template <class IdType>
IdType id(std::uint8_t number) {
    Uuid uuid{};
    uuid.back() = number;
    return IdType(uuid);
}

const ProductId shirt = id<ProductId>(1);
const ProductId hat = id<ProductId>(2);

Sale sale() {
    Sale sale;
    sale.lines = {{1, shirt, 2, won(1'000)}, {2, hat, 1, won(500)}, {3, shirt, 3, won(900)}};
    return sale;
}

TEST(Sale, counts_an_order_once_for_each_product_in_it) {
    auto counts = sale().counts();
    EXPECT_EQ((counts[{shirt, Currency::KRW}]), (SaleCount{1, 5, 4'700}));
    EXPECT_EQ((counts[{hat, Currency::KRW}]), (SaleCount{1, 1, 500}));
}

TEST(Sale, a_cancellation_takes_units_off_once) {
    Sale cancelled = sale();
    std::vector<UncountedQuantity> units{{1, 1}, {3, 99}, {7, 1}, {2, -1}};
    EXPECT_TRUE(cancelled.cancel(id<CancellationId>(1), units));
    EXPECT_FALSE(cancelled.cancel(id<CancellationId>(1), units));
    EXPECT_EQ((cancelled.counts()[{shirt, Currency::KRW}]), (SaleCount{1, 1, 1'000}));
    EXPECT_EQ((cancelled.counts()[{hat, Currency::KRW}]), (SaleCount{1, 1, 500}));
}

TEST(Sale, an_order_that_came_to_nothing_counts_for_nothing) {
    Sale cancelled = sale();
    EXPECT_TRUE(cancelled.cancel_rest());
    EXPECT_FALSE(cancelled.cancel_rest());
    EXPECT_TRUE(cancelled.counts().empty());
}

TEST(Sale, a_difference_has_only_what_changed) {
    Sale after = sale();
    after.cancel(id<CancellationId>(1), std::vector<UncountedQuantity>{{2, 1}});
    auto changes = difference(after.counts(), sale().counts());
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ((changes[{hat, Currency::KRW}]), (SaleCount{-1, -1, -500}));
}

TEST(Sale, impossible_quantities_are_not_counted) {
    Sale odd;
    odd.lines = {{1, shirt, -5, won(1'000)}, {2, hat, INT64_MAX, won(INT64_MAX)}};
    auto counts = odd.counts();
    EXPECT_FALSE(counts.contains({shirt, Currency::KRW}));
    EXPECT_EQ((counts[{hat, Currency::KRW}].revenue), 0) << "a sum that overflows is no revenue";
}

}  // namespace
}  // namespace jangteo::catalog
