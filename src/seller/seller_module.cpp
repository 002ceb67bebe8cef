#include "seller/seller_module.hpp"

#include "contracts/order/events.hpp"
#include "contracts/seller/events.hpp"
#include "seller/in/http_admin_enterprises.hpp"
#include "seller/in/http_approvals.hpp"
#include "seller/in/http_enterprises.hpp"
#include "seller/in/http_seller_accounts.hpp"
#include "seller/out/sql_approvals.hpp"
#include "seller/out/sql_enterprises.hpp"

namespace jangteo::seller {

const std::vector<runtime::Migration>& migrations();

struct SellerModule::Parts {
    SqlEnterprises enterprises;
    SqlApprovalPolicies approval_policies;
    SqlApprovals approvals;
    SellerPorts ports{enterprises, approval_policies, approvals};

    HttpEnterprises http_enterprises{ports};
    HttpAdminEnterprises http_admin_enterprises{ports};
    HttpSellerAccounts http_seller_accounts{ports};
    HttpApprovals http_approvals{ports};
    ApproveOrder approve_order{ports};
};

SellerModule::SellerModule() : parts_(std::make_unique<Parts>()) {}

SellerModule::~SellerModule() = default;

void SellerModule::install(runtime::Registry& registry) {
    using namespace contracts;
    Parts& parts = *parts_;

    registry.add_migrations(migrations());

    parts.http_enterprises.declare(registry.routes);
    parts.http_admin_enterprises.declare(registry.routes);
    parts.http_seller_accounts.declare(registry.routes);
    parts.http_approvals.declare(registry.routes);

    registry.publishes<EnterpriseCreated>();
    registry.publishes<EnterpriseVerified>();
    registry.publishes<EnterpriseRejected>();
    registry.publishes<SellerAccountCreated>();
    registry.publishes<SellerAccountRemoved>();
    registry.publishes<OrderApproved>();
    registry.publishes<OrderRejected>();

    registry.on<OrderStatusChanged>("seller",
                                    [&parts](runtime::Transaction& tx, const auto& event) {
                                        parts.approve_order.on_order_status_changed(tx, event);
                                    });
    registry.on_timer(approval_deadline_timer,
                      [&parts](runtime::Transaction& tx, const Uuid& order) {
                          parts.approve_order.on_deadline(tx, OrderId(order));
                      });
}

}  // namespace jangteo::seller
