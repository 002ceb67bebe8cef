#include "seller/app/change_enterprise.hpp"

namespace jangteo::seller {

std::expected<Enterprise, ChangeEnterpriseRejection> ChangeEnterpriseHandler::handle(
    runtime::Transaction& tx, const ChangeEnterprise& command) {
    auto enterprise = ports_.enterprises.find(tx.db(), command.enterprise_id);
    if (!enterprise || !enterprise->account_of(command.by)) {
        return std::unexpected(ChangeEnterpriseRejection::unknown_enterprise);
    }
    if (!enterprise->is_owner(command.by))
        return std::unexpected(ChangeEnterpriseRejection::not_owner);
    if (command.wanted_version && *command.wanted_version != enterprise->version) {
        return std::unexpected(ChangeEnterpriseRejection::version_mismatch);
    }
    if (auto changed = change_details(*enterprise, command.change, tx.now()); !changed) {
        return std::unexpected(changed.error());
    }
    ports_.enterprises.save(tx.db(), *enterprise);
    return std::move(*enterprise);
}

}  // namespace jangteo::seller
