#include "payment/out/sql_payments.hpp"

namespace jangteo::payment {
namespace {

const sql::Query select_newest{
    "SELECT version, body FROM payment_payment WHERE id_head < ? ORDER BY id_head DESC LIMIT ?"};
// Every order passes through these states or ends in `captured`, so the newest rows hold them.
const sql::Query select_by_status{
    "SELECT version, body FROM payment_payment WHERE status = ? AND id_head < ? "
    "ORDER BY id_head DESC LIMIT ?"};
const sql::Query select_unsettled{
    "SELECT version, body FROM payment_payment WHERE unsettled = 1 AND status = ? "
    "AND id_head < ? ORDER BY id_head DESC LIMIT ?"};
const sql::Query select_escalated{
    "SELECT version, body FROM payment_payment WHERE attention <> 'none' AND id_head > ? "
    "ORDER BY id_head LIMIT ?"};

std::int64_t bound_of(std::string_view before) {
    return before.empty() ? INT64_MAX : PaymentId::from_bytes(before).head();
}

std::vector<Payment> payments_of(sql::Rows rows) {
    std::vector<Payment> payments;
    while (rows.next()) {
        payments.push_back(runtime::Documents<Payment>::decode(rows.integer(0), rows.bytes(1)));
    }
    return payments;
}

// Few payments are, at any time: they have an index of their own.
bool is_unsettled(PaymentStatus status) {
    return status == PaymentStatus::unknown || status == PaymentStatus::waiting_for_deposit ||
           status == PaymentStatus::escalated || status == PaymentStatus::voided;
}

}  // namespace

SqlPayments::SqlPayments()
    : documents_(
          "payment_payment", {"status", "unsettled", "attention", "amount", "captured", "refunded"},
          [](const Payment& payment, runtime::Documents<Payment>::Values& values) {
              values.emplace_back(codec::text_of_enum(payment.status));
              values.emplace_back(is_unsettled(payment.status));
              values.emplace_back(codec::text_of_enum(payment.attention));
              values.emplace_back(payment.amount.amount);
              values.emplace_back(payment.captured());
              values.emplace_back(payment.refunded());
          },
          runtime::KeyedBy::head) {}

std::vector<Payment> SqlPayments::list(sql::Connection& db, std::string_view before,
                                       std::int64_t limit) const {
    return payments_of(db.query(select_newest, {bound_of(before), limit}));
}

std::vector<Payment> SqlPayments::list_by_status(sql::Connection& db, PaymentStatus status,
                                                 std::string_view before,
                                                 std::int64_t limit) const {
    const sql::Query& query = is_unsettled(status) ? select_unsettled : select_by_status;
    return payments_of(db.query(query, {codec::text_of_enum(status), bound_of(before), limit}));
}

std::vector<Payment> SqlPayments::list_escalated(sql::Connection& db, std::string_view after,
                                                 std::int64_t limit) const {
    return payments_of(db.query(select_escalated, {PaymentId::from_bytes(after).head(), limit}));
}

}  // namespace jangteo::payment
