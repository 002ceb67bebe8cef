#include "seller/in/http_approvals.hpp"

#include "contracts/seller/approvals.hpp"
#include "seller/in/enterprise_answers.hpp"

namespace jangteo::seller {

using contracts::ApprovalAnswer;
using contracts::ApprovalPolicyAnswer;
using contracts::ApprovalPolicyBody;
using contracts::RejectApprovalBody;
using contracts::SellerApprovalMode;
using runtime::Call;
using runtime::HttpAnswer;
using runtime::Method;
using runtime::Refusal;
using runtime::Transaction;

namespace {

constexpr Refusal<DecideApprovalRejection> decide_refusals[] = {
    {DecideApprovalRejection::unknown_approval,
     404,
     {"결정할 주문이 없습니다.", "There is no such order to decide about."}},
    {DecideApprovalRejection::not_seller,
     403,
     {"이 업체의 판매자가 아닙니다.", "You do not act for this enterprise."}},
    {DecideApprovalRejection::already_approved,
     409,
     {"이미 승인했습니다.", "It was approved already."}},
    {DecideApprovalRejection::already_rejected,
     409,
     {"이미 거절했습니다.", "It was rejected already."}},
    {DecideApprovalRejection::already_closed,
     409,
     {"주문이 취소되었습니다.", "The order was cancelled."}},
};

constexpr Refusal<SetApprovalPolicyRejection> policy_refusals[] = {
    {SetApprovalPolicyRejection::unknown_enterprise,
     404,
     {"그런 업체가 없습니다.", "There is no such enterprise."}},
    {SetApprovalPolicyRejection::not_owner,
     403,
     {"업체의 소유자만 할 수 있습니다.", "Only an owner of the enterprise may do this."}},
};

ApprovalAnswer approval_answer(const Approval& approval) {
    ApprovalAnswer answer;
    answer.order_id = approval.order_id;
    answer.enterprise_id = approval.enterprise_id;
    answer.status = codec::text_of_enum(approval.status);
    answer.amount = approval.amount;
    answer.deadline = approval.deadline;
    answer.created_at = approval.created_at;
    if (approval.decided_at != Timestamp{}) answer.decided_at = approval.decided_at;
    if (!approval.decided_by.is_nil()) answer.decided_by = approval.decided_by;
    if (!approval.reason.empty()) answer.reason = approval.reason;
    return answer;
}

ApprovalPolicyAnswer policy_answer(const ApprovalPolicy& policy) {
    bool manual = policy.mode == ApprovalMode::manual;
    return {manual ? SellerApprovalMode::manual : SellerApprovalMode::automatic,
            policy.within_hours};
}

}  // namespace

void HttpApprovals::declare(runtime::Routes& routes) {
    declare_policy(routes);
    declare_list(routes);
    declare_decisions(routes);
}

bool HttpApprovals::acts_for_enterprise(sql::Connection& db, const Call& call) const {
    auto enterprise = ports_.enterprises.find(db, call.principal.enterprise);
    return enterprise && enterprise->account_of(call.principal.member) != nullptr;
}

void HttpApprovals::declare_policy(runtime::Routes& routes) {
    auto put = [this](Transaction& tx, const Call& call,
                      const ApprovalPolicyBody& body) -> HttpAnswer {
        SetApprovalPolicy command;
        command.enterprise_id = call.principal.enterprise;
        command.by = call.principal.member;
        if (body.mode == SellerApprovalMode::manual) command.policy.mode = ApprovalMode::manual;
        if (body.within_hours) command.policy.within_hours = *body.within_hours;
        auto set = set_policy_.handle(tx, command);
        if (!set) return runtime::refuse(call, policy_refusals, set.error());
        return runtime::answer(policy_answer(command.policy));
    };
    routes.command<ApprovalPolicyBody>(
        {.method = Method::put,
         .path = "/v1/seller/approval-policy",
         .name = "set_approval_policy",
         .summary = "Let orders be approved at once, or decide within hours",
         .roles = runtime::seller_owners,
         .answer = &codec::shape_of<ApprovalPolicyAnswer>(),
         .refusals = {"unknown_enterprise", "not_owner"}},
        put);
    routes.query({.method = Method::get,
                  .path = "/v1/seller/approval-policy",
                  .name = "show_approval_policy",
                  .summary = "How orders of your enterprise are approved",
                  .roles = runtime::sellers,
                  .answer = &codec::shape_of<ApprovalPolicyAnswer>()},
                 [this](sql::Connection& db, const Call& call) -> HttpAnswer {
                     if (!acts_for_enterprise(db, call)) return runtime::not_found(call);
                     return runtime::answer(policy_answer(
                         ports_.approval_policies.of_enterprise(db, call.principal.enterprise)));
                 });
}

void HttpApprovals::declare_list(runtime::Routes& routes) {
    auto list = [this](sql::Connection& db, const Call& call) -> HttpAnswer {
        if (!acts_for_enterprise(db, call)) return runtime::not_found(call);
        auto page = runtime::page_request(call);
        if (!page) return page.error();
        auto status = status_filter<ApprovalStatus>(call);
        if (!status) return status.error();
        std::vector<ApprovalAnswer> items;
        for (const auto& approval :
             ports_.approvals.list(db, call.principal.enterprise, *status, slice_of(*page))) {
            items.push_back(approval_answer(approval));
        }
        return runtime::page_answer(call, std::move(items), *page, [](const ApprovalAnswer& item) {
            return std::string(item.order_id.bytes());
        });
    };
    routes.query({.method = Method::get,
                  .path = "/v1/seller/approvals",
                  .name = "list_approvals",
                  .summary = "Orders that your enterprise decides about, oldest first",
                  .roles = runtime::sellers,
                  .answer = &codec::shape_of<runtime::Page<ApprovalAnswer>>(),
                  .query = {{"limit", "1 to 100, 25 if left out"},
                            {"cursor", "meta.next_cursor of the page before"},
                            {"filter[status]", "waiting, approved, rejected or closed"}}},
                 list);
}

HttpAnswer HttpApprovals::decide(Transaction& tx, const Call& call, Decision decision) {
    decision.by = call.principal.member;
    DecideApproval command{call.path_id<OrderId>("order_id"), call.principal.enterprise,
                           std::move(decision)};
    auto approval = approve_.handle(tx, command);
    if (!approval) return runtime::refuse(call, decide_refusals, approval.error());
    return runtime::answer(approval_answer(*approval));
}

void HttpApprovals::declare_decisions(runtime::Routes& routes) {
    routes.command({.method = Method::post,
                    .path = "/v1/seller/approvals/{order_id}/approve",
                    .name = "approve_order",
                    .summary = "Approve your part of an order",
                    .roles = runtime::sellers,
                    .key = runtime::KeyPolicy::optional,
                    .answer = &codec::shape_of<ApprovalAnswer>(),
                    .refusals = {"unknown_approval", "not_seller", "already_approved",
                                 "already_rejected", "already_closed"}},
                   [this](Transaction& tx, const Call& call) {
                       return decide(tx, call, {ApprovalStatus::approved, MemberId{}, ""});
                   });
    auto reject = [this](Transaction& tx, const Call& call,
                         const RejectApprovalBody& body) -> HttpAnswer {
        return decide(tx, call, {ApprovalStatus::rejected, MemberId{}, body.reason.value});
    };
    routes.command<RejectApprovalBody>(
        {.method = Method::post,
         .path = "/v1/seller/approvals/{order_id}/reject",
         .name = "reject_order",
         .summary = "Reject your part of an order: it is refunded",
         .roles = runtime::sellers,
         .key = runtime::KeyPolicy::optional,
         .answer = &codec::shape_of<ApprovalAnswer>(),
         .refusals = {"unknown_approval", "not_seller", "already_approved", "already_rejected",
                      "already_closed"}},
        reject);
}

}  // namespace jangteo::seller
