#include "seller/domain/approval.hpp"

#include <gtest/gtest.h>

namespace jangteo::seller {
namespace {

constexpr Timestamp now{1'800'000'000'000'000};

TEST(Approval, a_waiting_part_takes_any_decision_with_its_maker_and_reason) {
    for (auto status :
         {ApprovalStatus::approved, ApprovalStatus::rejected, ApprovalStatus::closed}) {
        Approval approval;
        EXPECT_TRUE(decide(approval, {status, MemberId{}, "품절"}, now));
        EXPECT_EQ(approval.status, status);
        EXPECT_EQ(approval.reason, "품절");
        EXPECT_EQ(approval.decided_at, now);
    }
}

TEST(Approval, a_decided_part_tells_its_decision_and_does_not_change) {
    const std::pair<ApprovalStatus, DecideApprovalRejection> decided[] = {
        {ApprovalStatus::approved, DecideApprovalRejection::already_approved},
        {ApprovalStatus::rejected, DecideApprovalRejection::already_rejected},
        {ApprovalStatus::closed, DecideApprovalRejection::already_closed},
    };
    for (auto [status, rejection] : decided) {
        for (auto again :
             {ApprovalStatus::approved, ApprovalStatus::rejected, ApprovalStatus::closed}) {
            Approval approval;
            approval.status = status;
            EXPECT_EQ(decide(approval, {again, MemberId{}, ""}, now).error(), rejection);
            EXPECT_EQ(approval.status, status);
        }
    }
}

}  // namespace
}  // namespace jangteo::seller
