#include "seller/app/create_enterprise.hpp"

#include "contracts/seller/events.hpp"
#include "kernel/business_number.hpp"
#include "seller/app/keep_seller_accounts.hpp"

namespace jangteo::seller {
namespace {

Enterprise enterprise_of(const CreateEnterprise& command, std::string business_number,
                         Timestamp now) {
    Enterprise enterprise;
    enterprise.name = command.name;
    enterprise.business_number = std::move(business_number);
    enterprise.representative = command.representative;
    enterprise.email = command.email;
    enterprise.phone = command.phone;
    enterprise.settlement_account = command.settlement_account;
    if (command.verification == Verification::done) enterprise.status = EnterpriseStatus::verified;
    enterprise.created_at = now;
    enterprise.updated_at = now;
    return enterprise;
}

}  // namespace

std::expected<Enterprise, CreateEnterpriseRejection> CreateEnterpriseHandler::handle(
    runtime::Transaction& tx, const CreateEnterprise& command) {
    auto number = parse_business_number(command.business_number);
    if (!number) return std::unexpected(CreateEnterpriseRejection::invalid_business_number);
    if (ports_.enterprises.has_business_number(tx.db(), *number)) {
        return std::unexpected(CreateEnterpriseRejection::business_number_taken);
    }
    Enterprise enterprise = enterprise_of(command, std::move(*number), tx.now());
    enterprise.id = tx.next_id<EnterpriseId>();
    SellerAccount owner{tx.next_id<SellerAccountId>(), command.owner, AccountRole::owner, tx.now()};
    enterprise.accounts.push_back(owner);
    ports_.enterprises.add(tx.db(), enterprise);

    auto about = runtime::subject(enterprise.id, enterprise.version);
    tx.publish(about, contracts::EnterpriseCreated{enterprise.id, enterprise.name,
                                                   enterprise.business_number});
    announce_created(tx, enterprise, owner);
    if (enterprise.status == EnterpriseStatus::verified) {
        tx.publish(about, contracts::EnterpriseVerified{enterprise.id, enterprise.name});
    }
    return enterprise;
}

}  // namespace jangteo::seller
