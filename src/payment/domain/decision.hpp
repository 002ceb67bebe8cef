#pragma once

// Decision: what a change of a payment asks for besides the change itself. app/carry_out turns it
// into effects, timers and events, in the same commit.

#include <string>
#include <utility>
#include <vector>

#include "payment/domain/payment.hpp"

namespace jangteo::payment {

enum class CallKind { confirm, charge, look_up, cancel };

// Why the provider is asked about a payment.
enum class LookUpPurpose {
    attempt,  // how did our attempt end?
    refund,   // how did our refund end?
    notice,   // it sent a notice, a due date has passed
};
BOOST_DESCRIBE_ENUM(LookUpPurpose, attempt, refund, notice)

struct ProviderCall {
    CallKind kind = CallKind::look_up;
    std::string key;  // idempotency key; look_up has none
    Duration delay{};
    LookUpPurpose purpose = LookUpPurpose::attempt;
    RefundId
        refund;  // of a cancel or of a look_up for it; nil: the virtual account itself is cancelled
};

enum class AnnouncementKind {
    created,
    completed,
    failed,
    cancelled,
    refund_initiated,
    refund_completed,
};

struct Announcement {
    AnnouncementKind kind = AnnouncementKind::created;
    CancellationId cancellation_id;
    RefundId refund_id;
    std::int64_t amount = 0;  // of a refund
    std::string code;         // of a failure
};

enum class PaymentTimer {
    asking_limit,   // M9: an unknown outcome is an operator's after this time, whatever is stuck
    deposit_check,  // the provider says nothing when a virtual account's due date passes
};

struct Decision {
    std::vector<ProviderCall> calls;
    std::vector<Announcement> announcements;
    std::vector<std::pair<PaymentTimer, Timestamp>> timers;
    bool has_changed = true;

    static Decision nothing() {
        Decision decision;
        decision.has_changed = false;
        return decision;
    }
};

// What a decision may need from outside: the time, and an id for a refund that it may begin.
struct Moment {
    Timestamp now;
    RefundId unused_refund_id;
};

// Limits of asking and trying. The delays double from 1 s to 5 min, so twelve questions span 23
// minutes: more than the ten minutes after which the provider lets an unconfirmed payment expire,
// so most questions answer themselves.
inline constexpr std::int64_t asks_max = 12;
inline constexpr std::int64_t sends_max = 5;
inline constexpr std::int64_t not_found_min = 3;  // before a charge counts as never arrived
inline constexpr Duration asking_limit = hours(1);
inline constexpr Duration deposit_grace = minutes(5);

constexpr Duration asking_delay(std::int64_t asks) {
    return asks > 8 ? minutes(5) : seconds(std::int64_t{1} << (asks > 1 ? asks - 1 : 0));
}

}  // namespace jangteo::payment
