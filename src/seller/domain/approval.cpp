#include "seller/domain/approval.hpp"

namespace jangteo::seller {

std::expected<void, DecideApprovalRejection> decide(Approval& approval, const Decision& decision,
                                                    Timestamp now) {
    switch (approval.status) {
        case ApprovalStatus::waiting: break;
        case ApprovalStatus::approved:
            return std::unexpected(DecideApprovalRejection::already_approved);
        case ApprovalStatus::rejected:
            return std::unexpected(DecideApprovalRejection::already_rejected);
        case ApprovalStatus::closed:
            return std::unexpected(DecideApprovalRejection::already_closed);
    }
    approval.status = decision.status;
    approval.decided_by = decision.by;
    approval.reason = decision.reason;
    approval.decided_at = now;
    return {};
}

}  // namespace jangteo::seller
