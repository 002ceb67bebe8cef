#include "seller/app/approve_order.hpp"

#include <algorithm>

#include "contracts/seller/events.hpp"
#include "kernel/check.hpp"

namespace jangteo::seller {
namespace {

// A decision is the part's first and only version: it is made once.
constexpr std::int64_t decision_version = 1;

void announce(runtime::Transaction& tx, const Approval& approval) {
    auto about = runtime::subject(approval.order_id, decision_version);
    if (approval.status == ApprovalStatus::approved) {
        tx.publish(about, contracts::OrderApproved{approval.order_id, approval.enterprise_id});
    } else {
        tx.publish(about, contracts::OrderRejected{approval.order_id, approval.enterprise_id,
                                                   approval.reason});
    }
}

}  // namespace

void ApproveOrder::on_order_status_changed(runtime::Transaction& tx,
                                           const contracts::OrderStatusChanged& event) {
    using contracts::OrderStatus;
    if (event.to == OrderStatus::cancelling || event.to == OrderStatus::cancelled) {
        close_waiting(tx, event.order_id);
    }
    if (event.to != OrderStatus::paid) return;
    for (const contracts::OrderPart& part : event.parts) {
        if (part.approved) continue;
        ApprovalPolicy policy = ports_.approval_policies.of_enterprise(tx.db(), part.enterprise_id);
        if (policy.mode == ApprovalMode::manual) {
            queue(tx, event, part, policy);
        } else {
            // Nothing is stored: this is the way of nearly every order.
            tx.publish(runtime::subject(event.order_id, decision_version),
                       contracts::OrderApproved{event.order_id, part.enterprise_id});
        }
    }
}

void ApproveOrder::queue(runtime::Transaction& tx, const contracts::OrderStatusChanged& event,
                         const contracts::OrderPart& part, const ApprovalPolicy& policy) {
    Approval approval;
    approval.order_id = event.order_id;
    approval.enterprise_id = part.enterprise_id;
    approval.amount = part.amount;
    approval.created_at = tx.now();
    approval.deadline = tx.now() + hours(policy.within_hours);
    if (ports_.approvals.add(tx.db(), approval)) {
        tx.set_timer(approval_deadline_timer, approval.order_id.uuid(), approval.deadline);
    }
}

void ApproveOrder::close_waiting(runtime::Transaction& tx, OrderId order) {
    for (Approval& approval : ports_.approvals.waiting_of_order(tx.db(), order)) {
        bool closed =
            decide(approval, {ApprovalStatus::closed, MemberId{}, ""}, tx.now()).has_value();
        check(closed, "a waiting part can be closed");
        store_decision(tx, approval);
    }
}

void ApproveOrder::on_deadline(runtime::Transaction& tx, OrderId order) {
    for (Approval& approval : ports_.approvals.waiting_of_order(tx.db(), order)) {
        if (approval.deadline > tx.now()) continue;
        bool rejected =
            decide(approval, {ApprovalStatus::rejected, MemberId{}, reason_deadline}, tx.now())
                .has_value();
        check(rejected, "a waiting part can be rejected");
        ports_.approvals.save(tx.db(), approval);
        announce(tx, approval);
    }
}

std::expected<Approval, DecideApprovalRejection> ApproveOrder::handle(
    runtime::Transaction& tx, const DecideApproval& command) {
    auto approval = ports_.approvals.find(tx.db(), command.order_id, command.enterprise_id);
    if (!approval) return std::unexpected(DecideApprovalRejection::unknown_approval);
    // The token may be older than the account's end.
    auto enterprise = ports_.enterprises.find(tx.db(), command.enterprise_id);
    if (!enterprise || !enterprise->account_of(command.decision.by)) {
        return std::unexpected(DecideApprovalRejection::not_seller);
    }
    if (auto decided = decide(*approval, command.decision, tx.now()); !decided) {
        return std::unexpected(decided.error());
    }
    store_decision(tx, *approval);
    announce(tx, *approval);
    return std::move(*approval);
}

void ApproveOrder::store_decision(runtime::Transaction& tx, const Approval& approval) {
    ports_.approvals.save(tx.db(), approval);
    // Parts of one order that wait for the same moment share the timer.
    auto others = ports_.approvals.waiting_of_order(tx.db(), approval.order_id);
    bool shared = std::ranges::find(others, approval.deadline, &Approval::deadline) != others.end();
    if (!shared)
        tx.cancel_timer(approval_deadline_timer, approval.order_id.uuid(), approval.deadline);
}

}  // namespace jangteo::seller
