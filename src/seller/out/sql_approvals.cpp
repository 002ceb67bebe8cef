#include "seller/out/sql_approvals.hpp"

#include "contracts/codec/shape.hpp"
#include "kernel/check.hpp"
#include "kernel/fault.hpp"

namespace jangteo::seller {
namespace {

const sql::Query save_policy{
    "INSERT INTO seller_approval_policy (enterprise_id, mode, within_hours) VALUES (?, ?, ?) "
    "ON CONFLICT (enterprise_id) DO UPDATE SET mode = excluded.mode, within_hours = "
    "excluded.within_hours"};

const std::string select_approvals =
    "SELECT order_id, enterprise_id, status, amount, currency, deadline, created_at, decided_at, "
    "decided_by, reason "
    "FROM seller_approval ";
const sql::Query find_approval{select_approvals + "WHERE order_id = ? AND enterprise_id = ?"};
const sql::Query find_waiting{select_approvals +
                              "WHERE order_id = ? AND status = 'waiting' ORDER BY enterprise_id"};
const sql::Query list_approvals{
    select_approvals + "WHERE enterprise_id = ? AND order_id > ? ORDER BY order_id LIMIT ?"};
const sql::Query list_approvals_of_status{
    select_approvals +
    "WHERE enterprise_id = ? AND status = ? AND order_id > ? ORDER BY order_id LIMIT ?"};
const sql::Query add_approval{
    "INSERT INTO seller_approval (order_id, enterprise_id, status, amount, currency, deadline, "
    "created_at, decided_at, "
    "decided_by, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (order_id, "
    "enterprise_id) DO NOTHING"};
const sql::Query save_approval{
    "UPDATE seller_approval SET status = ?, decided_at = ?, decided_by = ?, reason = ? "
    "WHERE order_id = ? AND enterprise_id = ? AND status = 'waiting'"};

ApprovalPolicy policy_of(const sql::Rows& row) {
    return {codec::parse_enum<ApprovalMode>(row.text(1)).value_or(ApprovalMode::manual),
            row.integer(2)};
}

Approval approval_of(const sql::Rows& row) {
    auto status = codec::parse_enum<ApprovalStatus>(row.text(2));
    auto currency = parse_currency(row.text(4));
    check(status && currency, "a stored approval is readable");
    return {.order_id = row.id<OrderId>(0),
            .enterprise_id = row.id<EnterpriseId>(1),
            .status = *status,
            .amount = {row.integer(3), *currency},
            .deadline = row.time(5),
            .created_at = row.time(6),
            .decided_at = row.time(7),
            .decided_by = row.id<MemberId>(8),
            .reason = std::string(row.text(9))};
}

std::vector<Approval> approvals_of(sql::Rows rows) {
    std::vector<Approval> approvals;
    while (rows.next()) approvals.push_back(approval_of(rows));
    return approvals;
}

}  // namespace

SqlApprovalPolicies::SqlApprovalPolicies()
    : policies_("seller_approval_policy", "enterprise_id", "mode, within_hours", policy_of) {}

ApprovalPolicy SqlApprovalPolicies::of_enterprise(sql::Connection& db,
                                                  EnterpriseId enterprise) const {
    return policies_.find(db, enterprise).value_or(ApprovalPolicy{});
}

void SqlApprovalPolicies::save(sql::Connection& db, EnterpriseId enterprise,
                               const ApprovalPolicy& policy) {
    db.execute(save_policy, {enterprise, codec::text_of_enum(policy.mode), policy.within_hours});
}

std::optional<Approval> SqlApprovals::find(sql::Connection& db, OrderId order,
                                           EnterpriseId enterprise) const {
    auto rows = db.query(find_approval, {order, enterprise});
    if (!rows.next()) return std::nullopt;
    return approval_of(rows);
}

bool SqlApprovals::add(sql::Connection& db, const Approval& approval) {
    return db.execute(add_approval,
                      {approval.order_id, approval.enterprise_id,
                       codec::text_of_enum(approval.status), approval.amount.amount,
                       text_of(approval.amount.currency), approval.deadline, approval.created_at,
                       approval.decided_at, approval.decided_by, approval.reason}) == 1;
}

void SqlApprovals::save(sql::Connection& db, const Approval& approval) {
    db.execute_expecting(
        save_approval,
        {codec::text_of_enum(approval.status), approval.decided_at, approval.decided_by,
         approval.reason, approval.order_id, approval.enterprise_id},
        {1, [] { throw Fault(FaultKind::retry_now, "an approval was decided meanwhile"); }});
}

std::vector<Approval> SqlApprovals::waiting_of_order(sql::Connection& db, OrderId order) const {
    return approvals_of(db.query(find_waiting, {order}));
}

std::vector<Approval> SqlApprovals::list(sql::Connection& db, EnterpriseId enterprise,
                                         std::optional<ApprovalStatus> status,
                                         const Slice& slice) const {
    if (!status)
        return approvals_of(
            db.query(list_approvals, {enterprise, sql::Bytes{slice.after}, slice.limit}));
    return approvals_of(
        db.query(list_approvals_of_status,
                 {enterprise, codec::text_of_enum(*status), sql::Bytes{slice.after}, slice.limit}));
}

}  // namespace jangteo::seller
