#include "payment/domain/refunds.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <map>

#include "tests/unit/payment/domain/payment_samples.hpp"

namespace jangteo::payment {
namespace {

using S = PaymentStatus;

Decision cancel(Payment& payment, std::uint8_t number, std::int64_t amount, bool is_whole = false) {
    return cancel_payment(payment, {cancellation(number), is_whole, amount, "x"}, moment());
}

ProviderAnswer showing_balance(std::int64_t balance) {
    auto answer = showing(ProviderStatus::partial_canceled);
    answer.payment.balance = balance;
    return answer;
}

const RefundId& open_refund(Payment& payment) { return payment.active_refund()->id; }

Decision cancel_answer(Payment& payment, const ProviderAnswer& answer) {
    return take_refund_answer(payment, open_refund(payment), CallKind::cancel, answer);
}

Decision look_up_answer(Payment& payment, const ProviderAnswer& answer) {
    return take_refund_answer(payment, open_refund(payment), CallKind::look_up, answer);
}

TEST(Refund, voids_what_was_never_captured) {
    for (S status : {S::created, S::payable}) {
        Payment payment = sample(status);
        Decision decision = cancel(payment, 1, 0, true);
        EXPECT_EQ(payment.status, S::voided);
        ASSERT_EQ(decision.announcements.size(), 1U);
        EXPECT_EQ(decision.announcements[0].kind, AnnouncementKind::cancelled);
    }
}

TEST(Refund, of_nothing_completes_at_once) {
    Payment payment = sample(S::captured);
    Decision decision = cancel(payment, 1, 0);
    EXPECT_TRUE(decision.calls.empty());
    ASSERT_EQ(decision.announcements.size(), 1U);
    EXPECT_EQ(decision.announcements[0].kind, AnnouncementKind::refund_completed);
}

TEST(Refund, happens_once_per_cancellation) {
    Payment payment = sample(S::captured);
    EXPECT_EQ(cancel(payment, 1, 100).calls.size(), 1U);
    EXPECT_FALSE(cancel(payment, 1, 100).has_changed);
    cancel_answer(payment, showing_balance(price - 100));
    EXPECT_FALSE(cancel(payment, 1, 100).has_changed);
    EXPECT_EQ(payment.refunded(), 100);
}

TEST(Refund, waits_for_the_one_before) {
    Payment payment = sample(S::captured);
    EXPECT_EQ(cancel(payment, 1, 100).calls.size(), 1U);
    EXPECT_TRUE(cancel(payment, 2, 200).calls.empty());
    Decision decision = cancel_answer(payment, showing_balance(price - 100));
    ASSERT_EQ(decision.calls.size(), 1U);
    EXPECT_EQ(payment.active_refund()->balance_before, price - 100);
}

TEST(Refund, is_cut_to_what_was_captured) {
    Payment payment = sample(S::captured);
    cancel(payment, 1, price - 100);
    cancel(payment, 2, 500);
    EXPECT_EQ(payment.refunds[1].amount, 100);
    EXPECT_EQ(payment.remaining(), 0);
}

TEST(Refund, of_a_whole_order_gives_back_all_that_is_left) {
    Payment payment = sample(S::captured);
    cancel(payment, 1, 100);
    // The process did not know yet that anything was captured (M6).
    cancel(payment, 2, 0, true);
    EXPECT_EQ(payment.refunds[1].amount, price - 100);
}

TEST(Refund, tries_again_under_a_new_key_after_an_answered_error) {
    Payment payment = sample(S::captured);
    cancel(payment, 1, 100);
    Decision decision = cancel_answer(payment, refusing("FAILED_REFUND_PROCESS"));
    ASSERT_EQ(decision.calls.size(), 1U);
    EXPECT_TRUE(decision.calls[0].key.ends_with(":2"));
}

TEST(Refund, keeps_its_key_when_no_answer_came) {
    Payment payment = sample(S::captured);
    cancel(payment, 1, 100);
    cancel_answer(payment, {AnswerKind::unknown, "timeout", {}});
    Decision decision = look_up_answer(payment, showing_balance(price));
    ASSERT_EQ(decision.calls.size(), 1U);
    EXPECT_EQ(decision.calls[0].kind, CallKind::cancel);
    EXPECT_TRUE(decision.calls[0].key.ends_with(":1"));
}

TEST(Refund, is_done_when_the_balance_says_so) {
    Payment payment = sample(S::captured);
    cancel(payment, 1, 100);
    cancel_answer(payment, {AnswerKind::unknown, "lost", {}});
    Decision decision = look_up_answer(payment, showing_balance(price - 100));
    EXPECT_EQ(payment.refunded(), 100);
    EXPECT_EQ(decision.announcements.back().kind, AnnouncementKind::refund_completed);
}

TEST(Refund, calls_an_operator_when_the_balance_is_neither) {
    Payment payment = sample(S::captured);
    cancel(payment, 1, 100);
    cancel_answer(payment, refusing("NOT_MATCHES_REFUNDABLE_AMOUNT"));
    look_up_answer(payment, showing_balance(price - 7));
    EXPECT_EQ(payment.attention, Attention::balance_differs);
    EXPECT_EQ(payment.refunded(), 0);
}

TEST(Refund, calls_an_operator_when_it_is_refused_for_good) {
    Payment payment = sample(S::captured);
    cancel(payment, 1, 100);
    Decision decision = cancel_answer(payment, refusing("EXCEED_MAX_REFUND_DUE"));
    EXPECT_EQ(payment.attention, Attention::refund_refused);
    EXPECT_TRUE(decision.calls.empty());
    // The next one waits: what the provider holds is not known for certain.
    EXPECT_TRUE(cancel(payment, 2, 50).calls.empty());
}

TEST(Refund, waits_until_an_open_outcome_is_known) {
    Payment payment = sample(S::confirming);
    EXPECT_TRUE(cancel(payment, 1, 0, true).announcements.empty());
    EXPECT_EQ(payment.status, S::confirming);
}

// The provider as far as refunds go: a balance, answers by key, and a network that loses some.
struct Ledger {
    std::int64_t balance = price;
    std::map<std::string, ProviderAnswer> answered;

    ProviderAnswer take(const Refund& refund, const std::string& key) {
        auto [entry, is_new] = answered.try_emplace(key);
        if (!is_new) return entry->second;
        if (refund.balance_before != balance) {
            entry->second = refusing("NOT_MATCHES_REFUNDABLE_AMOUNT");
        } else {
            balance -= refund.amount;
            entry->second = showing_balance(balance);
        }
        return entry->second;
    }
};

RC_GTEST_PROP(RefundProperty, sums_agree_whatever_the_network_does, ()) {
    Payment payment = sample(S::captured);
    Ledger ledger;
    std::vector<ProviderCall> calls;
    std::size_t completed = 0;
    auto follow = [&](const Decision& decision) {
        for (const auto& call : decision.calls) calls.push_back(call);
        for (const auto& said : decision.announcements) {
            completed += said.kind == AnnouncementKind::refund_completed ? 1 : 0;
        }
    };
    auto amounts = *rc::gen::container<std::vector<std::int64_t>>(
        rc::gen::inRange<std::int64_t>(0, price / 2));
    if (amounts.size() > 20) amounts.resize(20);
    std::uint8_t number = 10;
    for (std::int64_t amount : amounts) follow(cancel(payment, ++number, amount));
    int steps = 0;
    while (!calls.empty() && ++steps < 500) {
        ProviderCall call = calls.front();
        calls.erase(calls.begin());
        Refund& refund = *payment.find_refund(call.refund);
        int luck = steps > 200 ? 0 : *rc::gen::inRange(0, 4);
        ProviderAnswer answer;
        if (call.kind == CallKind::look_up) {
            answer = luck == 1 ? answer : showing_balance(ledger.balance);
        } else if (luck == 1) {
            ledger.take(refund, call.key);  // Done, and the answer is lost.
        } else if (luck == 2) {
            ledger.answered[call.key] = answer = refusing("PROVIDER_ERROR");
        } else if (luck != 3) {
            answer = ledger.take(refund, call.key);
        }
        follow(take_refund_answer(payment, call.refund, call.kind, answer));
        RC_ASSERT(payment.refunded() <= payment.captured());
    }
    RC_ASSERT(calls.empty());
    bool has_escalated = payment.active_refund() != nullptr;
    if (!has_escalated) {
        RC_ASSERT(ledger.balance == payment.captured() - payment.refunded());
        RC_ASSERT(completed == amounts.size());
    }
    RC_ASSERT(ledger.balance >= 0);
}

}  // namespace
}  // namespace jangteo::payment
