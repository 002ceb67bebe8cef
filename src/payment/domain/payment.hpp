#pragma once

// Payment: what one order costs, and what became of it at the provider. There is exactly one per
// order, and it has the order's own UUID, so each is found from the other by one read of the
// primary key.
//
// Nothing is captured but through `capture` (settle.cpp), and no attempt begins while another's
// outcome is open: two payment keys never both end captured (M3).

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/money.hpp"
#include "kernel/timestamp.hpp"
#include "payment/domain/provider_payment.hpp"

namespace jangteo::payment {

inline PaymentId payment_of(const OrderId& order) { return PaymentId(order.uuid()); }
inline OrderId order_of(const PaymentId& payment) { return OrderId(payment.uuid()); }

enum class PaymentStatus {
    created,              // the order holds no stock yet: nothing may be taken
    payable,              // also after a refusal: until the order's deadline
    confirming,           // an attempt is under way at the provider
    unknown,              // how it ended is not known: the provider is being asked
    waiting_for_deposit,  // the buyer has a virtual account to pay into
    captured,
    voided,     // nothing was captured and nothing will be
    escalated,  // asking did not help: an operator's
};
BOOST_DESCRIBE_ENUM(PaymentStatus, created, payable, confirming, unknown, waiting_for_deposit,
                    captured, voided, escalated)

// Why an operator should look.
enum class Attention {
    none,
    outcome_unknown,   // asked as often as we ask
    configuration,     // the provider does not accept our key or contract
    amount_mismatch,   // it captured another amount or currency than ours; it is given back
    balance_differs,   // money was given back that we did not ask for
    deposit_reversed,  // the bank took a deposit back
    refund_refused,
};
BOOST_DESCRIBE_ENUM(Attention, none, outcome_unknown, configuration, amount_mismatch,
                    balance_differs, deposit_reversed, refund_refused)

enum class AttemptKind {
    confirm,  // the buyer came back from the provider with a payment key
    charge,   // a stored payment method
};
BOOST_DESCRIBE_ENUM(AttemptKind, confirm, charge)

// One try to take the money. Calls that may be repeated keep their idempotency key; a new one is
// only taken after an error that the provider answered, because that answer is replayed under its
// key for ever.
struct Attempt {
    AttemptKind kind = AttemptKind::confirm;
    std::int64_t number = 0;  // 1, 2, … of the payment; 0: none yet
    std::string payment_key;  // of a charge: once known
    std::string billing_key;
    std::string customer_key;
    std::int64_t key_number = 0;  // of the idempotency key in use
    bool is_key_spent = false;    // an error was answered: nothing of ours is under way
    std::int64_t sends = 0;
    std::int64_t asks = 0;
    std::int64_t not_found = 0;  // asks that found no payment
    std::string last_code;       // of the last refusal
    bool is_cancelled = false;   // at the provider, which is for ever
};
BOOST_DESCRIBE_STRUCT(Attempt, (),
                      (kind, number, payment_key, billing_key, customer_key, key_number,
                       is_key_spent, sends, asks, not_found, last_code, is_cancelled))

// The provider's evidence (M5).
struct Capture {
    std::string payment_key;
    std::string method;
    std::int64_t amount = 0;
    Timestamp approved_at;
};
BOOST_DESCRIBE_STRUCT(Capture, (), (payment_key, method, amount, approved_at))

enum class RefundStatus { queued, refunding, unknown, done, escalated };
BOOST_DESCRIBE_ENUM(RefundStatus, queued, refunding, unknown, done, escalated)

// Money on its way back. Refunds of one payment run one after another: the provider serialises
// them, and each is guarded by the balance that the one before left.
struct Refund {
    RefundId id;
    CancellationId cancellation_id;  // nil: money that was never ours to keep; nobody is told
    std::string payment_key;
    std::int64_t amount = 0;
    RefundStatus status = RefundStatus::queued;
    std::string reason;
    std::int64_t balance_before = 0;  // at the provider
    std::int64_t key_number = 0;
    bool is_key_spent = false;
    std::int64_t sends = 0;
    std::int64_t asks = 0;
    std::string last_code;
    std::string transaction_key;

    bool is_internal() const { return cancellation_id.is_nil(); }
};
BOOST_DESCRIBE_STRUCT(Refund, (),
                      (id, cancellation_id, payment_key, amount, status, reason, balance_before,
                       key_number, is_key_spent, sends, asks, last_code, transaction_key))

// The whole order is to end: remembered while an outcome is open, and afterwards.
struct WholeCancellation {
    CancellationId id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(WholeCancellation, (), (id, reason))

// The provider's notices only make us ask, and one question at a time answers any number of them.
enum class NoticeAsk { none, asking, asking_again };
BOOST_DESCRIBE_ENUM(NoticeAsk, none, asking, asking_again)

// Where the money of a virtual account goes back to; the provider wants it with each refund.
struct RefundAccount {
    std::string bank;
    std::string account_number;
    std::string holder_name;
};
BOOST_DESCRIBE_STRUCT(RefundAccount, (), (bank, account_number, holder_name))

struct Payment {
    PaymentId id;
    std::int64_t version = 0;
    MemberId member_id;
    std::string order_name;
    Money amount;
    Timestamp deadline;  // of the order
    std::optional<PaymentMethodId> payment_method_id;
    PaymentStatus status = PaymentStatus::created;
    Attention attention = Attention::none;
    std::string failure;  // code of the last refused attempt
    std::optional<Attempt> attempt;
    std::optional<Capture> capture;
    std::optional<VirtualAccount> virtual_account;
    std::optional<RefundAccount> refund_account;
    std::string secret;
    std::vector<Refund> refunds;
    std::optional<WholeCancellation> cancellation;
    NoticeAsk notice_ask = NoticeAsk::none;
    std::int64_t notice_failures = 0;
    Timestamp asking_until;  // when asking ends, by the clock

    OrderId order_id() const { return order_of(id); }
    std::string provider_order_id() const { return order_id().text(); }

    std::int64_t captured() const { return capture ? capture->amount : 0; }
    std::int64_t refunded() const;   // done
    std::int64_t remaining() const;  // captured and neither given back nor on its way
    Refund* find_refund(const RefundId& refund_id);
    const Refund* find_refund(const CancellationId& asked_by) const;
    Refund* active_refund();  // the first that is not done
};
BOOST_DESCRIBE_STRUCT(Payment, (),
                      (id, member_id, order_name, amount, deadline, payment_method_id, status,
                       attention, failure, attempt, capture, virtual_account, refund_account,
                       secret, refunds, cancellation, notice_ask, notice_failures, asking_until))

}  // namespace jangteo::payment
