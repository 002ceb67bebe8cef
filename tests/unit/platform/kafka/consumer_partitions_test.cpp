#include "platform/kafka/consumer_partitions.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace jangteo::platform::kafka {
namespace {

const runtime::BrokerPartition one{"toy.events", 0};
const runtime::BrokerPartition other{"toy.events", 1};

TEST(ConsumerPartitions, are_full_above_the_bound_until_half_is_handled) {
    ConsumerPartitions partitions(4);
    partitions.add(one);
    partitions.add(other);
    for (std::int64_t offset = 0; offset < 4; ++offset) partitions.arrived(one, offset);
    EXPECT_TRUE(partitions.changes().full.empty());
    partitions.arrived(one, 4);
    EXPECT_EQ(partitions.changes().full, std::vector{one});
    EXPECT_TRUE(partitions.is_full(one));
    EXPECT_FALSE(partitions.is_full(other));
    EXPECT_TRUE(partitions.changes().full.empty()) << "told once";
    partitions.handled(one, 1);
    EXPECT_TRUE(partitions.changes().free.empty());
    partitions.handled(one, 2);
    EXPECT_EQ(partitions.changes().free, std::vector{one});
    EXPECT_FALSE(partitions.is_full(one));
}

TEST(ConsumerPartitions, have_room_again_once_enough_is_handled) {
    ConsumerPartitions partitions(4);
    partitions.add(one);
    for (std::int64_t offset = 0; offset < 6; ++offset) partitions.arrived(one, offset);
    EXPECT_FALSE(partitions.wait_for_room(milliseconds(1)));
    std::thread handler([&] {
        partitions.handled(one, 0);
        partitions.handled(one, 1);
    });
    EXPECT_TRUE(partitions.wait_for_room(seconds(10)));
    handler.join();
    EXPECT_TRUE(partitions.changes().full.empty());
}

TEST(ConsumerPartitions, that_are_full_are_not_waited_for) {
    ConsumerPartitions partitions(4);
    partitions.add(one);
    for (std::int64_t offset = 0; offset < 6; ++offset) partitions.arrived(one, offset);
    EXPECT_EQ(partitions.changes().full, std::vector{one});
    EXPECT_TRUE(partitions.wait_for_room(milliseconds(1)));
}

TEST(ConsumerPartitions, count_what_is_not_handled) {
    ConsumerPartitions partitions(4);
    partitions.add(one);
    for (std::int64_t offset : {10, 12, 15}) partitions.arrived(one, offset);
    EXPECT_EQ(partitions.unhandled(), 3U);
    EXPECT_TRUE(partitions.handled(one, 13)) << "up to this offset";
    EXPECT_EQ(partitions.unhandled(), 1U);
    EXPECT_TRUE(partitions.handled(one, 13)) << "again";
    EXPECT_EQ(partitions.unhandled(), 1U);
}

TEST(ConsumerPartitions, that_were_taken_from_us_are_not_ours_to_handle) {
    ConsumerPartitions partitions(4);
    partitions.add(one);
    partitions.arrived(one, 1);
    partitions.remove(one);
    EXPECT_FALSE(partitions.handled(one, 1));
    partitions.arrived(one, 2);
    EXPECT_EQ(partitions.unhandled(), 0U);
    EXPECT_TRUE(partitions.all().empty());
}

TEST(ConsumerPartitions, are_waited_for_until_they_are_handled_or_patience_ends) {
    ConsumerPartitions partitions(4);
    partitions.add(one);
    partitions.add(other);
    partitions.arrived(one, 1);
    partitions.arrived(other, 1);
    EXPECT_FALSE(partitions.wait_until_handled({one, other}, milliseconds(1)));
    partitions.handled(other, 1);
    EXPECT_TRUE(partitions.wait_until_handled({other}, milliseconds(1)));
    std::thread handler([&] { partitions.handled(one, 1); });
    EXPECT_TRUE(partitions.wait_until_handled({one, other}, seconds(30)));
    handler.join();
}

}  // namespace
}  // namespace jangteo::platform::kafka
