#include "seller/app/set_approval_policy.hpp"

namespace jangteo::seller {

std::expected<void, SetApprovalPolicyRejection> SetApprovalPolicyHandler::handle(
    runtime::Transaction& tx, const SetApprovalPolicy& command) {
    auto enterprise = ports_.enterprises.find(tx.db(), command.enterprise_id);
    if (!enterprise || !enterprise->account_of(command.by)) {
        return std::unexpected(SetApprovalPolicyRejection::unknown_enterprise);
    }
    if (!enterprise->is_owner(command.by))
        return std::unexpected(SetApprovalPolicyRejection::not_owner);
    ports_.approval_policies.save(tx.db(), enterprise->id, command.policy);
    return {};
}

}  // namespace jangteo::seller
