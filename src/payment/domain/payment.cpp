#include "payment/domain/payment.hpp"

namespace jangteo::payment {

std::int64_t Payment::refunded() const {
    std::int64_t sum = 0;
    for (const Refund& refund : refunds) {
        if (refund.status == RefundStatus::done && !refund.is_internal()) sum += refund.amount;
    }
    return sum;
}

std::int64_t Payment::remaining() const {
    std::int64_t rest = captured();
    for (const Refund& refund : refunds) {
        if (!refund.is_internal()) rest -= refund.amount;
    }
    return rest;
}

Refund* Payment::find_refund(const RefundId& refund_id) {
    for (Refund& candidate : refunds) {
        if (candidate.id == refund_id) return &candidate;
    }
    return nullptr;
}

const Refund* Payment::find_refund(const CancellationId& asked_by) const {
    for (const Refund& candidate : refunds) {
        if (candidate.cancellation_id == asked_by) return &candidate;
    }
    return nullptr;
}

Refund* Payment::active_refund() {
    for (Refund& refund : refunds) {
        if (refund.status != RefundStatus::done) return &refund;
    }
    return nullptr;
}

}  // namespace jangteo::payment
