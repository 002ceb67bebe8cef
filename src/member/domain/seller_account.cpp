#include "member/domain/seller_account.hpp"

#include <algorithm>

namespace jangteo::member {

const SellerAccount* choose_account(const std::vector<SellerAccount>& accounts,
                                    std::optional<EnterpriseId> wanted) {
    auto found = wanted ? std::ranges::find(accounts, *wanted, &SellerAccount::enterprise_id)
                        : accounts.begin();
    return found == accounts.end() ? nullptr : &*found;
}

}  // namespace jangteo::member
