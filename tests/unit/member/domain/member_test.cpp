#include "member/domain/member.hpp"

#include <gtest/gtest.h>

namespace jangteo::member {
namespace {

constexpr Timestamp now{1'800'000'000'000'000};

MemberId id_of(std::uint8_t last) {
    Uuid uuid{};
    uuid[15] = last;
    return MemberId(uuid);
}

Member kim() {
    Member member;
    member.id = id_of(1);
    member.name = "김하나";
    member.phone = "010-1";
    return member;
}

TEST(Member, a_change_keeps_what_it_does_not_name) {
    Member member = kim();
    EXPECT_TRUE(change_profile(member, {.name = "김둘", .phone = {}}, now));
    EXPECT_EQ(member.name, "김둘");
    EXPECT_EQ(member.phone, "010-1");
    EXPECT_EQ(member.updated_at, now);
}

TEST(Member, an_empty_phone_takes_it_away) {
    Member member = kim();
    EXPECT_TRUE(change_profile(member, {.name = {}, .phone = ""}, now));
    EXPECT_FALSE(member.phone);
    EXPECT_FALSE(change_profile(member, {.name = {}, .phone = ""}, now));
}

TEST(Member, the_same_values_are_no_change) {
    Member member = kim();
    EXPECT_FALSE(change_profile(member, {.name = "김하나", .phone = "010-1"}, now));
    EXPECT_EQ(member.updated_at, Timestamp{});
}

TEST(Member, is_disabled_once) {
    Member member = kim();
    EXPECT_TRUE(disable(member, member.id, now));
    EXPECT_FALSE(member.is_active());
    EXPECT_EQ(disable(member, member.id, now).error(), DisableMemberRejection::already_disabled);
}

TEST(Member, an_operator_is_disabled_by_another_one_only) {
    Member member = kim();
    member.is_operator = true;
    EXPECT_EQ(disable(member, member.id, now).error(), DisableMemberRejection::cannot_disable_self);
    EXPECT_TRUE(member.is_active());
    EXPECT_TRUE(disable(member, id_of(2), now));
}

}  // namespace
}  // namespace jangteo::member
