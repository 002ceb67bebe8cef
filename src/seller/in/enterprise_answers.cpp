#include "seller/in/enterprise_answers.hpp"

namespace jangteo::seller {

SettlementAccount settlement_account_of(const contracts::SettlementAccountBody& body) {
    return {body.bank.value, body.number.value, body.holder.value};
}

CreateEnterprise create_command(const contracts::CreateEnterpriseBody& body) {
    CreateEnterprise command;
    command.name = body.name.value;
    command.business_number = body.business_number.value;
    command.representative = body.representative.value;
    command.email = body.email.value;
    command.phone = body.phone.value;
    command.settlement_account = settlement_account_of(body.settlement_account);
    return command;
}

contracts::EnterpriseAnswer enterprise_answer(const Enterprise& enterprise) {
    contracts::EnterpriseAnswer answer;
    answer.id = enterprise.id;
    answer.name = enterprise.name;
    answer.business_number = enterprise.business_number;
    answer.representative = enterprise.representative;
    answer.email = enterprise.email;
    answer.phone = enterprise.phone;
    const SettlementAccount& account = enterprise.settlement_account;
    answer.settlement_account = {account.bank, account.number, account.holder};
    answer.status = codec::text_of_enum(enterprise.status);
    if (!enterprise.reason.empty()) answer.reason = enterprise.reason;
    answer.created_at = enterprise.created_at;
    answer.updated_at = enterprise.updated_at;
    answer.version = enterprise.version;
    return answer;
}

}  // namespace jangteo::seller
