#include "seller/app/verify_enterprise.hpp"

#include "contracts/seller/events.hpp"

namespace jangteo::seller {

std::expected<Enterprise, RequestVerificationRejection> VerifyEnterpriseHandler::handle(
    runtime::Transaction& tx, const RequestVerification& command) {
    auto enterprise = ports_.enterprises.find(tx.db(), command.enterprise_id);
    if (!enterprise || !enterprise->account_of(command.by)) {
        return std::unexpected(RequestVerificationRejection::unknown_enterprise);
    }
    if (!enterprise->is_owner(command.by))
        return std::unexpected(RequestVerificationRejection::not_owner);
    if (auto requested = request_verification(*enterprise, tx.now()); !requested) {
        return std::unexpected(requested.error());
    }
    ports_.enterprises.save(tx.db(), *enterprise);
    return std::move(*enterprise);
}

std::expected<Enterprise, DecideVerificationRejection> VerifyEnterpriseHandler::handle(
    runtime::Transaction& tx, const VerifyEnterprise& command) {
    auto enterprise = ports_.enterprises.find(tx.db(), command.enterprise_id);
    if (!enterprise) return std::unexpected(DecideVerificationRejection::unknown_enterprise);
    if (auto verified = verify(*enterprise, tx.now()); !verified)
        return std::unexpected(verified.error());
    ports_.enterprises.save(tx.db(), *enterprise);
    tx.publish(runtime::subject(enterprise->id, enterprise->version),
               contracts::EnterpriseVerified{enterprise->id, enterprise->name});
    return std::move(*enterprise);
}

std::expected<Enterprise, DecideVerificationRejection> VerifyEnterpriseHandler::handle(
    runtime::Transaction& tx, const RejectEnterprise& command) {
    auto enterprise = ports_.enterprises.find(tx.db(), command.enterprise_id);
    if (!enterprise) return std::unexpected(DecideVerificationRejection::unknown_enterprise);
    if (auto rejected = reject(*enterprise, command.reason, tx.now()); !rejected) {
        return std::unexpected(rejected.error());
    }
    ports_.enterprises.save(tx.db(), *enterprise);
    tx.publish(runtime::subject(enterprise->id, enterprise->version),
               contracts::EnterpriseRejected{enterprise->id, enterprise->reason});
    return std::move(*enterprise);
}

}  // namespace jangteo::seller
