#pragma once

#include <expected>

#include "runtime/transaction.hpp"
#include "seller/app/ports.hpp"

namespace jangteo::seller {

enum class SetApprovalPolicyRejection { unknown_enterprise, not_owner };
BOOST_DESCRIBE_ENUM(SetApprovalPolicyRejection, unknown_enterprise, not_owner)

struct SetApprovalPolicy {
    EnterpriseId enterprise_id;
    MemberId by;
    ApprovalPolicy policy;
};

// For orders paid from now on; what waits already keeps its deadline.
class SetApprovalPolicyHandler {
  public:
    explicit SetApprovalPolicyHandler(const SellerPorts& ports) : ports_(ports) {}

    std::expected<void, SetApprovalPolicyRejection> handle(runtime::Transaction& tx,
                                                           const SetApprovalPolicy& command);

  private:
    const SellerPorts& ports_;
};

}  // namespace jangteo::seller
