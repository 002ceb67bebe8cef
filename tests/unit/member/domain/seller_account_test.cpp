#include "member/domain/seller_account.hpp"

#include <gtest/gtest.h>

namespace jangteo::member {
namespace {

EnterpriseId enterprise(std::uint8_t last) {
    Uuid uuid{};
    uuid[15] = last;
    return EnterpriseId(uuid);
}

TEST(SellerAccount, the_wanted_enterprise_is_chosen_and_otherwise_the_oldest) {
    std::vector<SellerAccount> accounts(2);
    accounts[0].enterprise_id = enterprise(1);
    accounts[1].enterprise_id = enterprise(2);
    EXPECT_EQ(choose_account(accounts, std::nullopt), &accounts[0]);
    EXPECT_EQ(choose_account(accounts, enterprise(2)), &accounts[1]);
    EXPECT_EQ(choose_account(accounts, enterprise(3)), nullptr);
    EXPECT_EQ(choose_account({}, std::nullopt), nullptr);
}

}  // namespace
}  // namespace jangteo::member
