#pragma once

// /v1/seller/approvals and /v1/seller/approval-policy: bodies and answers.

#include <boost/describe.hpp>

#include <optional>
#include <string>

#include "contracts/codec/fields.hpp"
#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::contracts {

enum class SellerApprovalMode { automatic, manual };
BOOST_DESCRIBE_ENUM(SellerApprovalMode, automatic, manual)

struct ApprovalPolicyBody {
    SellerApprovalMode mode = SellerApprovalMode::automatic;
    std::optional<Int<1, 72>> within_hours;  // 24 if left out
};
BOOST_DESCRIBE_STRUCT(ApprovalPolicyBody, (), (mode, within_hours))

struct ApprovalPolicyAnswer {
    SellerApprovalMode mode = SellerApprovalMode::automatic;
    std::int64_t within_hours = 0;
};
BOOST_DESCRIBE_STRUCT(ApprovalPolicyAnswer, (), (mode, within_hours))

struct RejectApprovalBody {
    Text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(RejectApprovalBody, (), (reason))

struct ApprovalAnswer {
    OrderId order_id;
    EnterpriseId enterprise_id;
    std::string status;  // waiting, approved, rejected, closed
    Money amount;
    Timestamp deadline;
    Timestamp created_at;
    std::optional<Timestamp> decided_at;
    std::optional<MemberId> decided_by;  // empty: by the shop
    std::optional<std::string> reason;   // of a rejection
};
BOOST_DESCRIBE_STRUCT(ApprovalAnswer, (),
                      (order_id, enterprise_id, status, amount, deadline, created_at, decided_at,
                       decided_by, reason))

}  // namespace jangteo::contracts
