#pragma once

// Payments in every state, and answers of the provider about them.

#include <vector>

#include "payment/domain/decision.hpp"

namespace jangteo::payment {

inline constexpr std::int64_t price = 12'000;
inline constexpr Timestamp now{1'800'000'000'000'000};

template <class IdType>
IdType id_of(std::uint8_t number) {
    Uuid uuid{};
    uuid[0] = 1;
    uuid[15] = number;
    return IdType(uuid);
}

inline CancellationId cancellation(std::uint8_t number) { return id_of<CancellationId>(number); }

// Every call gives another refund id, as the runtime does.
inline Moment moment() {
    static std::uint8_t next = 0;
    return {now, id_of<RefundId>(++next)};
}

inline Payment sample(PaymentStatus status) {
    Payment payment;
    payment.id = id_of<PaymentId>(7);
    payment.member_id = id_of<MemberId>(8);
    payment.order_name = "shirt";
    payment.amount = won(price);
    payment.deadline = now + hours(1);
    payment.status = status;
    bool has_attempt = status != PaymentStatus::created && status != PaymentStatus::payable;
    if (has_attempt) {
        payment.attempt = Attempt{.number = 1, .payment_key = "pk_1", .key_number = 1, .sends = 1};
    }
    if (status == PaymentStatus::unknown) {
        payment.attempt->asks = 1;
        payment.asking_until = now + hours(1);
    }
    if (status == PaymentStatus::captured) {
        payment.capture = Capture{"pk_1", "카드", price, now};
    }
    if (status == PaymentStatus::waiting_for_deposit) {
        payment.secret = "ps_1";
        payment.virtual_account = VirtualAccount{"20", "X1", "kim", now - minutes(1), false};
    }
    if (status == PaymentStatus::escalated) payment.attention = Attention::outcome_unknown;
    if (status == PaymentStatus::voided) {
        payment.cancellation = WholeCancellation{cancellation(9), "x"};
    }
    return payment;
}

// Each state, and those with an open outcome also with a cancellation that waits for it.
inline std::vector<Payment> samples() {
    std::vector<Payment> all;
    using S = PaymentStatus;
    for (S status : {S::created, S::payable, S::confirming, S::unknown, S::waiting_for_deposit,
                     S::captured, S::voided, S::escalated}) {
        all.push_back(sample(status));
    }
    for (S status : {S::confirming, S::unknown, S::waiting_for_deposit, S::escalated}) {
        Payment payment = sample(status);
        payment.cancellation = WholeCancellation{cancellation(9), "x"};
        all.push_back(payment);
    }
    Payment spent = sample(S::unknown);
    spent.attempt->is_key_spent = true;
    spent.attempt->sends = sends_max;
    spent.attempt->last_code = "PROVIDER_ERROR";
    all.push_back(spent);
    Payment asked_out = sample(S::unknown);
    asked_out.attempt->asks = asks_max;
    all.push_back(asked_out);
    return all;
}

inline ProviderAnswer showing(ProviderStatus status) {
    ProviderAnswer answer;
    answer.kind = AnswerKind::done;
    answer.payment.payment_key = "pk_1";
    answer.payment.order_id = order_of(id_of<PaymentId>(7)).text();
    answer.payment.status = status;
    answer.payment.method = "카드";
    answer.payment.currency = "KRW";
    answer.payment.total = price;
    answer.payment.balance = status == ProviderStatus::canceled           ? 0
                             : status == ProviderStatus::partial_canceled ? price - 100
                                                                          : price;
    answer.payment.secret = "ps_1";
    answer.payment.approved_at = now;
    return answer;
}

inline ProviderAnswer refusing(std::string code) {
    return {AnswerKind::refused, std::move(code), {}};
}

}  // namespace jangteo::payment
