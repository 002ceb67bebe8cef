#pragma once

// /v1/seller/approvals and /v1/seller/approval-policy: of the enterprise of the caller's token.

#include "runtime/routes.hpp"
#include "seller/app/approve_order.hpp"
#include "seller/app/set_approval_policy.hpp"

namespace jangteo::seller {

class HttpApprovals {
  public:
    explicit HttpApprovals(const SellerPorts& ports)
        : ports_(ports), approve_(ports), set_policy_(ports) {}

    void declare(runtime::Routes& routes);

  private:
    void declare_policy(runtime::Routes& routes);
    void declare_list(runtime::Routes& routes);
    void declare_decisions(runtime::Routes& routes);
    runtime::HttpAnswer decide(runtime::Transaction& tx, const runtime::Call& call,
                               Decision decision);
    bool acts_for_enterprise(sql::Connection& db, const runtime::Call& call) const;

    const SellerPorts& ports_;
    ApproveOrder approve_;
    SetApprovalPolicyHandler set_policy_;
};

}  // namespace jangteo::seller
