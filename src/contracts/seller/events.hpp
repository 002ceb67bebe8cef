#pragma once

// Published on seller.events. Enterprise events are keyed by the enterprise, decisions by the
// order.

#include <boost/describe.hpp>

#include <string>
#include <string_view>

#include "kernel/id.hpp"

namespace jangteo::contracts {

struct EnterpriseCreated {
    static constexpr std::string_view topic = "seller.events";
    EnterpriseId enterprise_id;
    std::string name;
    std::string business_number;
};
BOOST_DESCRIBE_STRUCT(EnterpriseCreated, (), (enterprise_id, name, business_number))

// The operator has checked the enterprise: it may list products.
struct EnterpriseVerified {
    static constexpr std::string_view topic = "seller.events";
    EnterpriseId enterprise_id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(EnterpriseVerified, (), (enterprise_id, name))

// Verification was rejected or withdrawn: nothing of it may be sold.
struct EnterpriseRejected {
    static constexpr std::string_view topic = "seller.events";
    EnterpriseId enterprise_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(EnterpriseRejected, (), (enterprise_id, reason))

struct SellerAccountCreated {
    static constexpr std::string_view topic = "seller.events";
    SellerAccountId account_id;
    EnterpriseId enterprise_id;
    MemberId member_id;
    std::string role;  // owner, staff
};
BOOST_DESCRIBE_STRUCT(SellerAccountCreated, (), (account_id, enterprise_id, member_id, role))

// The account no longer acts for the enterprise.
struct SellerAccountRemoved {
    static constexpr std::string_view topic = "seller.events";
    SellerAccountId account_id;
    EnterpriseId enterprise_id;
    MemberId member_id;
};
BOOST_DESCRIBE_STRUCT(SellerAccountRemoved, (), (account_id, enterprise_id, member_id))

// One seller's part of an order.
struct OrderApproved {
    static constexpr std::string_view topic = "seller.events";
    OrderId order_id;
    EnterpriseId enterprise_id;
};
BOOST_DESCRIBE_STRUCT(OrderApproved, (), (order_id, enterprise_id))

struct OrderRejected {
    static constexpr std::string_view topic = "seller.events";
    OrderId order_id;
    EnterpriseId enterprise_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(OrderRejected, (), (order_id, enterprise_id, reason))

}  // namespace jangteo::contracts
