#pragma once

// The decision about one enterprise's part of a paid order. By default the shop approves by itself;
// an enterprise that wants to decide has a deadline, and silence is a no.

#include <boost/describe.hpp>

#include <cstdint>
#include <expected>
#include <string>

#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::seller {

enum class ApprovalMode { automatic, manual };
BOOST_DESCRIBE_ENUM(ApprovalMode, automatic, manual)

inline constexpr std::int64_t within_hours_default = 24;

struct ApprovalPolicy {
    ApprovalMode mode = ApprovalMode::automatic;
    std::int64_t within_hours = within_hours_default;  // with manual
};

// closed: the order was cancelled before anybody decided.
enum class ApprovalStatus { waiting, approved, rejected, closed };
BOOST_DESCRIBE_ENUM(ApprovalStatus, waiting, approved, rejected, closed)

// The reason of a rejection by silence.
inline constexpr const char* reason_deadline = "deadline";

struct Approval {
    OrderId order_id;
    EnterpriseId enterprise_id;
    ApprovalStatus status = ApprovalStatus::waiting;
    Money amount;
    Timestamp deadline;
    Timestamp created_at;
    Timestamp decided_at;  // 0 while waiting
    MemberId decided_by;   // nil: by the shop
    std::string reason;    // of a rejection
};

enum class DecideApprovalRejection {
    unknown_approval,
    not_seller,
    already_approved,
    already_rejected,
    already_closed,
};
BOOST_DESCRIBE_ENUM(DecideApprovalRejection, unknown_approval, not_seller, already_approved,
                    already_rejected, already_closed)

struct Decision {
    ApprovalStatus status = ApprovalStatus::approved;
    MemberId by;
    std::string reason;
};

// A part is decided once.
std::expected<void, DecideApprovalRejection> decide(Approval& approval, const Decision& decision,
                                                    Timestamp now);

}  // namespace jangteo::seller
