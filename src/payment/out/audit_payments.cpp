#include "payment/out/audit_payments.hpp"

#include <algorithm>

#include "payment/domain/decision.hpp"
#include "payment/domain/payment.hpp"
#include "runtime/documents.hpp"

namespace jangteo::payment {
namespace {

const sql::Query select_payments{
    "SELECT id_head, body, status, captured, refunded FROM payment_payment"};

std::int64_t refunds_done(const Payment& payment) {
    std::int64_t sum = 0;
    for (const Refund& refund : payment.refunds) {
        // Internal ones gave back what was never counted as captured.
        bool counts = refund.status == RefundStatus::done && !refund.is_internal();
        sum += counts ? refund.amount : 0;
    }
    return sum;
}

bool is_quiet(const Payment& payment) {
    bool refunding =
        std::any_of(payment.refunds.begin(), payment.refunds.end(),
                    [](const Refund& refund) { return refund.status != RefundStatus::done; });
    return !refunding && payment.status != PaymentStatus::confirming &&
           payment.status != PaymentStatus::unknown;
}

void audit_payment(const Payment& payment, runtime::Audit& audit) {
    std::string id = payment.id.text();
    runtime::OrderFacts& facts = audit.orders[payment.order_id()];
    ++facts.payments;
    facts.payment_quiet = is_quiet(payment);
    facts.provider_captured = payment.captured();
    facts.provider_refunded = refunds_done(payment);
    for (const Refund& refund : payment.refunds) {
        if (!refund.is_internal()) facts.refunded_for.push_back(refund.cancellation_id);
    }
    facts.provider_key = payment.capture ? payment.capture->payment_key : "";

    audit.expect("M2", "no more is refunded than was captured",
                 payment.refunded() >= 0 && payment.refunded() <= payment.captured(), id,
                 "refunded exceeds captured");
    bool captured = payment.status == PaymentStatus::captured;
    audit.expect(
        "M5", "a captured payment has its evidence, of its amount",
        !captured || (payment.capture && payment.capture->amount == payment.amount.amount &&
                      !payment.capture->payment_key.empty()),
        id, "evidence is missing or of another amount");
    audit.expect("M3", "a voided payment captured nothing",
                 payment.status != PaymentStatus::voided || !payment.capture, id,
                 "it is voided and captured");
    bool stuck =
        payment.status == PaymentStatus::unknown || payment.status == PaymentStatus::confirming;
    audit.expect("M9", "an open outcome is being asked for", !stuck || payment.attempt.has_value(),
                 id, "its outcome is open and nothing asks");
    // The bound is one of tries: after the last of them the payment is somebody's to look at.
    audit.expect("M9", "an open outcome is within its bound of tries",
                 !stuck || !payment.attempt ||
                     (payment.attempt->sends <= sends_max && payment.attempt->asks <= asks_max),
                 id, "its outcome is open after its last try");
}

}  // namespace

void audit_payments(sql::Connection& db, runtime::Audit& audit) {
    auto rows = db.query(select_payments);
    while (rows.next()) {
        auto payment = codec::decode_avro<Payment>(rows.bytes(1));
        audit.expect("D4", "payments decode", payment.has_value(),
                     "payment " + std::to_string(rows.integer(0)), "its bytes are damaged");
        if (!payment) continue;
        audit.expect("M2", "a payment's columns say what its body says",
                     rows.integer(0) == payment->id.head() &&
                         rows.integer(3) == payment->captured() &&
                         rows.integer(4) == payment->refunded() &&
                         rows.text(2) == codec::text_of_enum(payment->status),
                     payment->id.text(), "column and body differ");
        audit_payment(*payment, audit);
    }
}

}  // namespace jangteo::payment
