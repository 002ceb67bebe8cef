#pragma once

// The member service's own copy of who acts for which enterprise, as the seller service announced
// it.

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

#include "kernel/id.hpp"

namespace jangteo::member {

enum class SellerRole { owner, staff };
BOOST_DESCRIBE_ENUM(SellerRole, owner, staff)

struct SellerAccount {
    SellerAccountId id;
    EnterpriseId enterprise_id;
    MemberId member_id;
    SellerRole role = SellerRole::staff;
};

// The account that a session acts with: of the wanted enterprise, or the oldest one.
const SellerAccount* choose_account(const std::vector<SellerAccount>& accounts,
                                    std::optional<EnterpriseId> wanted);

}  // namespace jangteo::member
