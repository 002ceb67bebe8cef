#pragma once

#include "runtime/small_table.hpp"
#include "seller/app/ports.hpp"

namespace jangteo::seller {

class SqlApprovalPolicies final : public ApprovalPolicies {
  public:
    SqlApprovalPolicies();
    ApprovalPolicy of_enterprise(sql::Connection& db, EnterpriseId enterprise) const override;
    void save(sql::Connection& db, EnterpriseId enterprise, const ApprovalPolicy& policy) override;

  private:
    runtime::SmallTable<EnterpriseId, ApprovalPolicy> policies_;
};

class SqlApprovals final : public Approvals {
  public:
    std::optional<Approval> find(sql::Connection& db, OrderId order,
                                 EnterpriseId enterprise) const override;
    bool add(sql::Connection& db, const Approval& approval) override;
    void save(sql::Connection& db, const Approval& approval) override;
    std::vector<Approval> waiting_of_order(sql::Connection& db, OrderId order) const override;
    std::vector<Approval> list(sql::Connection& db, EnterpriseId enterprise,
                               std::optional<ApprovalStatus> status,
                               const Slice& slice) const override;
};

}  // namespace jangteo::seller
