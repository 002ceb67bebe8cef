#pragma once

// What several routes of the seller service take and answer alike.

#include "contracts/seller/enterprises.hpp"
#include "runtime/page.hpp"
#include "seller/app/create_enterprise.hpp"

namespace jangteo::seller {

inline constexpr runtime::Refusal<CreateEnterpriseRejection> create_refusals[] = {
    {CreateEnterpriseRejection::invalid_business_number,
     422,
     {"올바른 사업자등록번호가 아닙니다.", "This is not a business registration number."}},
    {CreateEnterpriseRejection::business_number_taken,
     409,
     {"이미 등록된 사업자등록번호입니다.",
      "An enterprise with this number is registered already."}},
};

CreateEnterprise create_command(const contracts::CreateEnterpriseBody& body);
SettlementAccount settlement_account_of(const contracts::SettlementAccountBody& body);
contracts::EnterpriseAnswer enterprise_answer(const Enterprise& enterprise);

inline Slice slice_of(const runtime::PageRequest& request) {
    return {request.after, request.limit + 1};
}

// A filter that names a status; 400 for one that there is not.
template <class Status>
std::expected<std::optional<Status>, runtime::HttpAnswer> status_filter(const runtime::Call& call) {
    auto text = call.query_text("filter[status]");
    if (!text) return std::nullopt;
    auto status = codec::parse_enum<Status>(*text);
    if (status) return status;
    return std::unexpected(runtime::invalid_parameter(
        call, "filter[status]", {"그런 상태가 없습니다.", "There is no such status."}));
}

}  // namespace jangteo::seller
