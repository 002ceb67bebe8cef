#include "inventory/domain/reservation.hpp"

#include <gtest/gtest.h>

namespace jangteo::inventory {
namespace {

template <class IdType>
IdType id(std::uint8_t number) {
    Uuid uuid{};
    uuid.back() = number;
    return IdType(uuid);
}

const EnterpriseId seller = id<EnterpriseId>(1);
const EnterpriseId other = id<EnterpriseId>(2);
const SkuId shirt = id<SkuId>(1);
const SkuId hat = id<SkuId>(2);

ReservedLine line(std::int64_t number, const SkuId& sku, std::int64_t quantity,
                  const EnterpriseId& enterprise = seller) {
    ReservedLine line;
    line.line = number;
    line.sku_id = sku;
    line.enterprise_id = enterprise;
    line.quantity = quantity;
    return line;
}

Reservation reserved(std::vector<ReservedLine> lines) {
    return Reservation::reserve(id<OrderId>(9), id<ReservationId>(9), std::move(lines), {1});
}

TEST(Reservation, demand_is_summed_per_sku_in_the_order_of_the_ids) {
    std::vector<ReservedLine> lines{line(1, hat, 2), line(2, shirt, 3), line(3, hat, 4)};
    auto demand = demand_of(lines);
    ASSERT_EQ(demand.size(), 2U);
    EXPECT_EQ(demand[0].sku_id, shirt);
    EXPECT_EQ(demand[1].sku_id, hat);
    EXPECT_EQ(demand[1].quantity, 6);
    EXPECT_TRUE(demand[1].reservable);
}

TEST(Reservation, one_impossible_line_makes_the_demand_of_its_sku_impossible) {
    for (std::int64_t quantity : {std::int64_t{0}, std::int64_t{-1}, line_quantity_max + 1}) {
        std::vector<ReservedLine> lines{line(1, shirt, 5), line(2, shirt, quantity)};
        EXPECT_FALSE(demand_of(lines)[0].reservable) << quantity;
    }
}

TEST(Reservation, a_commit_takes_only_the_approved_sellers_lines_and_each_once) {
    auto reservation = reserved({line(1, shirt, 2), line(2, hat, 3, other), line(3, shirt, 1)});
    auto changes = reservation.commit(std::vector{seller});
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].commit, 3);
    EXPECT_TRUE(reservation.holds_anything());
    EXPECT_TRUE(reservation.commit(std::vector{seller}).empty());
    EXPECT_EQ(reservation.commit(std::vector{other})[0].commit, 3);
    EXPECT_FALSE(reservation.holds_anything());
}

TEST(Reservation, a_cancellation_takes_what_is_held_before_what_is_committed) {
    auto reservation = reserved({line(1, shirt, 5)});
    auto released = reservation.cancel(
        id<CancellationId>(1), std::vector<CancelledQuantity>{{1, 2}}, CancelledGoods::come_back);
    EXPECT_EQ(released[0].release, 2);
    reservation.commit(std::vector{seller});
    auto restored = reservation.cancel(
        id<CancellationId>(2), std::vector<CancelledQuantity>{{1, 1}}, CancelledGoods::come_back);
    EXPECT_EQ(restored[0].restore, 1);
    auto lost = reservation.cancel(id<CancellationId>(3), std::vector<CancelledQuantity>{{1, 99}},
                                   CancelledGoods::are_lost);
    EXPECT_EQ(lost[0].write_off, 2);
    EXPECT_TRUE(reservation.has_handled(id<CancellationId>(2)));
    EXPECT_FALSE(reservation.has_handled(id<CancellationId>(4)));
}

TEST(Reservation, a_cancellation_of_an_unknown_line_or_of_nothing_changes_nothing) {
    auto reservation = reserved({line(1, shirt, 5)});
    std::vector<CancelledQuantity> cancelled{{0, 1}, {2, 1}, {-1, 1}, {1, 0}, {1, -5}};
    EXPECT_TRUE(
        reservation.cancel(id<CancellationId>(1), cancelled, CancelledGoods::come_back).empty());
    EXPECT_EQ(reservation.lines[0].held, 5);
}

TEST(Reservation, a_line_is_found_by_its_number_wherever_it_stands) {
    auto reservation = reserved({line(7, shirt, 5), line(3, hat, 2)});
    auto changes = reservation.cancel(id<CancellationId>(1), std::vector<CancelledQuantity>{{3, 2}},
                                      CancelledGoods::come_back);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].sku_id, hat);
}

TEST(Reservation, what_expired_is_released_once_and_must_be_found_again_to_be_committed) {
    auto reservation = reserved({line(1, shirt, 5), line(2, hat, 1, other)});
    auto changes = reservation.expire();
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].release, 5);
    EXPECT_TRUE(reservation.expire().empty());

    auto demand = reservation.demand_to_commit(std::vector{seller});
    ASSERT_EQ(demand.size(), 1U);
    EXPECT_EQ(demand[0].quantity, 5);
    auto committed = reservation.commit(std::vector{seller});
    EXPECT_EQ(committed[0].deduct, 5);
    EXPECT_EQ(committed[0].commit, 0);
}

TEST(Reservation, what_expired_and_was_cancelled_is_not_looked_for_again) {
    auto reservation = reserved({line(1, shirt, 5)});
    reservation.expire();
    auto changes = reservation.cancel(id<CancellationId>(1), std::vector<CancelledQuantity>{{1, 5}},
                                      CancelledGoods::come_back);
    EXPECT_EQ(changes[0].release, 0) << "its stock came back when it expired";
    EXPECT_TRUE(reservation.demand_to_commit(std::vector{seller}).empty());
}

TEST(Reservation, a_rejected_one_holds_nothing) {
    auto reservation = Reservation::reject(id<OrderId>(9), id<ReservationId>(9));
    EXPECT_EQ(reservation.outcome, ReservationOutcome::rejected);
    EXPECT_FALSE(reservation.holds_anything());
    EXPECT_TRUE(reservation.expire().empty());
}

}  // namespace
}  // namespace jangteo::inventory
