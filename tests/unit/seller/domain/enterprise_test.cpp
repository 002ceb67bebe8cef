#include "seller/domain/enterprise.hpp"

#include <gtest/gtest.h>

namespace jangteo::seller {
namespace {

constexpr Timestamp now{1'800'000'000'000'000};

template <class IdType>
IdType id_of(std::uint8_t last) {
    Uuid uuid{};
    uuid[15] = last;
    return IdType(uuid);
}

SellerAccount account(std::uint8_t last, AccountRole role) {
    return {id_of<SellerAccountId>(last), id_of<MemberId>(last), role, now};
}

Enterprise enterprise(EnterpriseStatus status = EnterpriseStatus::draft) {
    Enterprise enterprise;
    enterprise.name = "하나상회";
    enterprise.representative = "김하나";
    enterprise.status = status;
    enterprise.accounts = {account(1, AccountRole::owner)};
    return enterprise;
}

TEST(Enterprise, knows_its_owner) {
    EXPECT_TRUE(enterprise().is_owner(id_of<MemberId>(1)));
    EXPECT_FALSE(enterprise().is_owner(id_of<MemberId>(2)));
    EXPECT_EQ(enterprise().account_of(id_of<MemberId>(2)), nullptr);
}

TEST(Enterprise, verification_goes_from_draft_over_requested_to_verified) {
    Enterprise one = enterprise();
    EXPECT_EQ(verify(one, now).error(), DecideVerificationRejection::not_requested);
    EXPECT_TRUE(request_verification(one, now));
    EXPECT_EQ(request_verification(one, now).error(),
              RequestVerificationRejection::already_requested);
    EXPECT_TRUE(verify(one, now));
    EXPECT_EQ(request_verification(one, now).error(),
              RequestVerificationRejection::already_verified);
    EXPECT_EQ(verify(one, now).error(), DecideVerificationRejection::not_requested);
}

TEST(Enterprise, a_request_or_a_verification_can_be_rejected_and_asked_for_again) {
    for (auto status : {EnterpriseStatus::requested, EnterpriseStatus::verified}) {
        Enterprise one = enterprise(status);
        EXPECT_TRUE(reject(one, "서류", now));
        EXPECT_EQ(one.reason, "서류");
        EXPECT_TRUE(request_verification(one, now));
        EXPECT_EQ(one.reason, "");
    }
    for (auto status : {EnterpriseStatus::draft, EnterpriseStatus::rejected}) {
        Enterprise one = enterprise(status);
        EXPECT_EQ(reject(one, "x", now).error(), DecideVerificationRejection::nothing_to_reject);
    }
}

TEST(Enterprise, a_verified_one_keeps_name_and_representative) {
    Enterprise one = enterprise(EnterpriseStatus::verified);
    EnterpriseChange rename;
    rename.name = "다른상회";
    EXPECT_EQ(change_details(one, rename, now).error(),
              ChangeEnterpriseRejection::verified_details_are_fixed);
    EnterpriseChange same;
    same.name = "하나상회";
    same.phone = "02-2";
    EXPECT_TRUE(change_details(one, same, now));
    EXPECT_EQ(one.phone, "02-2");
}

TEST(Enterprise, a_member_has_one_account_of_it) {
    Enterprise one = enterprise();
    EXPECT_EQ(add_account(one, account(1, AccountRole::staff)).error(),
              AddSellerAccountRejection::already_has_account);
}

TEST(Enterprise, has_at_most_a_hundred_accounts) {
    Enterprise one = enterprise();
    for (std::uint8_t i = 2; i <= 100; ++i)
        EXPECT_TRUE(add_account(one, account(i, AccountRole::staff)));
    EXPECT_EQ(add_account(one, account(101, AccountRole::staff)).error(),
              AddSellerAccountRejection::too_many_accounts);
}

TEST(Enterprise, keeps_at_least_one_owner) {
    Enterprise one = enterprise();
    EXPECT_TRUE(add_account(one, account(2, AccountRole::staff)));
    auto first = id_of<SellerAccountId>(1);
    EXPECT_EQ(remove_account(one, first, now).error(), RemoveSellerAccountRejection::last_owner);
    EXPECT_TRUE(add_account(one, account(3, AccountRole::owner)));
    EXPECT_EQ(remove_account(one, first, now)->member_id, id_of<MemberId>(1));
    EXPECT_EQ(remove_account(one, first, now).error(),
              RemoveSellerAccountRejection::unknown_account);
}

}  // namespace
}  // namespace jangteo::seller
