#include "payment/domain/take_payment.hpp"

#include <gtest/gtest.h>

#include "payment/domain/notices.hpp"
#include "tests/unit/payment/domain/payment_samples.hpp"

namespace jangteo::payment {
namespace {

using S = PaymentStatus;

ConfirmRefusal refusal_in(S status) {
    Payment payment = sample(status);
    auto decision = confirm_payment(payment, {"pk_2", won(price)}, now);
    EXPECT_FALSE(decision);
    return decision.error();
}

Decision confirm_answer(Payment& payment, const ProviderAnswer& answer) {
    return take_attempt_answer(payment, 1, CallKind::confirm, answer, moment());
}

Decision look_up_answer(Payment& payment, const ProviderAnswer& answer) {
    return take_attempt_answer(payment, 1, CallKind::look_up, answer, moment());
}

TEST(ConfirmPayment, refuses_another_key_by_state) {
    EXPECT_EQ(refusal_in(S::created), ConfirmRefusal::stock_not_held);
    EXPECT_EQ(refusal_in(S::confirming), ConfirmRefusal::other_attempt_open);
    EXPECT_EQ(refusal_in(S::unknown), ConfirmRefusal::other_attempt_open);
    EXPECT_EQ(refusal_in(S::waiting_for_deposit), ConfirmRefusal::other_attempt_open);
    EXPECT_EQ(refusal_in(S::escalated), ConfirmRefusal::other_attempt_open);
    EXPECT_EQ(refusal_in(S::captured), ConfirmRefusal::already_paid);
    EXPECT_EQ(refusal_in(S::voided), ConfirmRefusal::payment_voided);
}

TEST(ConfirmPayment, refuses_another_amount_or_currency) {
    for (Money amount : {won(price - 1), won(price + 1), Money{price, Currency::USD}}) {
        Payment payment = sample(S::payable);
        auto decision = confirm_payment(payment, {"pk_1", amount}, now);
        ASSERT_FALSE(decision);
        EXPECT_EQ(decision.error(), ConfirmRefusal::amount_mismatch);
    }
}

TEST(ConfirmPayment, refuses_from_the_deadline_on) {
    Payment payment = sample(S::payable);
    auto decision = confirm_payment(payment, {"pk_1", won(price)}, payment.deadline);
    ASSERT_FALSE(decision);
    EXPECT_EQ(decision.error(), ConfirmRefusal::deadline_passed);
}

TEST(ConfirmPayment, sends_again_under_a_new_key_after_an_answered_error) {
    Payment payment = sample(S::confirming);
    Decision decision = confirm_answer(payment, refusing("PROVIDER_ERROR"));
    ASSERT_EQ(decision.calls.size(), 1U);
    EXPECT_EQ(decision.calls[0].kind, CallKind::confirm);
    EXPECT_TRUE(decision.calls[0].key.ends_with(":1:2"));
    EXPECT_GT(decision.calls[0].delay, Duration{});
}

TEST(ConfirmPayment, stops_sending_after_the_limit_and_asks) {
    Payment payment = sample(S::confirming);
    Decision decision;
    for (std::int64_t i = 0; i < sends_max; ++i) {
        decision = confirm_answer(payment, refusing("FAILED_INTERNAL_SYSTEM_PROCESSING"));
    }
    EXPECT_EQ(payment.status, S::unknown);
    // Nobody confirmed it and every call was answered: it is safe to say that it failed.
    decision = look_up_answer(payment, showing(ProviderStatus::in_progress));
    EXPECT_EQ(payment.status, S::payable);
    EXPECT_EQ(payment.failure, "FAILED_INTERNAL_SYSTEM_PROCESSING");
}

TEST(ConfirmPayment, keeps_the_key_when_no_answer_came) {
    Payment payment = sample(S::confirming);
    confirm_answer(payment, {AnswerKind::unknown, "timeout", {}});
    EXPECT_EQ(payment.status, S::unknown);
    Decision decision = look_up_answer(payment, showing(ProviderStatus::in_progress));
    ASSERT_EQ(decision.calls.size(), 1U);
    EXPECT_EQ(decision.calls[0].kind, CallKind::confirm);
    EXPECT_TRUE(decision.calls[0].key.ends_with(":1:1"));
}

TEST(ConfirmPayment, stays_payable_after_a_refusal_of_the_buyer) {
    Payment payment = sample(S::confirming);
    Decision decision = confirm_answer(payment, refusing("REJECT_CARD_COMPANY"));
    EXPECT_EQ(payment.status, S::payable);
    ASSERT_EQ(decision.announcements.size(), 1U);
    EXPECT_EQ(decision.announcements[0].code, "REJECT_CARD_COMPANY");
    EXPECT_TRUE(confirm_payment(payment, {"pk_2", won(price)}, now));
    EXPECT_EQ(payment.attempt->number, 2);
}

TEST(ConfirmPayment, never_takes_the_payment_of_another_order) {
    Payment payment = sample(S::confirming);
    confirm_answer(payment, refusing("ALREADY_PROCESSED_PAYMENT"));
    auto foreign = showing(ProviderStatus::done);
    foreign.payment.order_id = order_of(id_of<PaymentId>(99)).text();
    Decision decision = look_up_answer(payment, foreign);
    EXPECT_EQ(payment.status, S::payable);
    EXPECT_EQ(payment.failure, "FOREIGN_PAYMENT_KEY");
    EXPECT_TRUE(decision.calls.empty());  // It is not ours to give back either.
}

TEST(ConfirmPayment, gives_back_another_amount_and_calls_an_operator) {
    Payment payment = sample(S::confirming);
    auto wrong = showing(ProviderStatus::done);
    wrong.payment.total = wrong.payment.balance = price - 1;
    Decision decision = confirm_answer(payment, wrong);
    EXPECT_EQ(payment.status, S::escalated);
    EXPECT_EQ(payment.attention, Attention::amount_mismatch);
    ASSERT_EQ(decision.calls.size(), 1U);
    EXPECT_EQ(decision.calls[0].kind, CallKind::cancel);
    EXPECT_TRUE(decision.announcements.empty());
}

TEST(ConfirmPayment, asks_a_bounded_number_of_times) {
    Payment payment = sample(S::confirming);
    confirm_answer(payment, {AnswerKind::unknown, "timeout", {}});
    std::int64_t asked = 1;
    Duration total{};
    while (payment.status == S::unknown) {
        Decision decision = look_up_answer(payment, {AnswerKind::unknown, "timeout", {}});
        for (const auto& call : decision.calls) total = total + call.delay;
        asked += static_cast<std::int64_t>(decision.calls.size());
        ASSERT_LE(asked, asks_max);
    }
    EXPECT_EQ(payment.status, S::escalated);
    EXPECT_EQ(payment.attention, Attention::outcome_unknown);
    EXPECT_GT(total, minutes(10));  // Longer than the provider keeps an unconfirmed payment.
}

TEST(ChargePayment, asks_before_it_sends_again) {
    Payment payment = sample(S::payable);
    charge_payment(payment, BillingKey{"billing", "cus"});
    Decision decision = take_attempt_answer(payment, 1, CallKind::charge,
                                            refusing("FAILED_CARD_COMPANY_RESPONSE"), moment());
    ASSERT_EQ(decision.calls.size(), 1U);
    EXPECT_EQ(decision.calls[0].kind, CallKind::look_up);
    for (std::int64_t i = 0; i < not_found_min; ++i) {
        EXPECT_EQ(payment.status, S::unknown);
        decision = look_up_answer(payment, refusing("NOT_FOUND_PAYMENT"));
    }
    EXPECT_EQ(payment.status, S::confirming);
    EXPECT_TRUE(decision.calls[0].key.ends_with(":1:2"));
}

TEST(ChargePayment, fails_without_a_usable_payment_method) {
    Payment payment = sample(S::payable);
    Decision decision = charge_payment(payment, std::nullopt);
    EXPECT_EQ(payment.status, S::payable);
    ASSERT_EQ(decision.announcements.size(), 1U);
    EXPECT_EQ(decision.announcements[0].code, "PAYMENT_METHOD_UNAVAILABLE");
}

TEST(AskAgain, refuses_when_nothing_is_escalated) {
    Payment payment = sample(S::captured);
    auto decision = ask_again(payment, moment());
    ASSERT_FALSE(decision);
    EXPECT_EQ(decision.error(), AskAgainRefusal::nothing_escalated);
}

TEST(AskAgain, goes_on_asking_where_asking_had_ended) {
    Payment payment = sample(S::escalated);
    auto decision = ask_again(payment, moment());
    ASSERT_TRUE(decision);
    EXPECT_EQ(payment.status, S::unknown);
    look_up_answer(payment, showing(ProviderStatus::done));
    EXPECT_EQ(payment.status, S::captured);
    EXPECT_EQ(payment.attention, Attention::none);
}

TEST(EndAsking, leaves_an_attempt_alone_that_began_later) {
    Payment payment = sample(S::unknown);
    take_attempt_answer(payment, 1, CallKind::look_up, showing(ProviderStatus::expired), moment());
    ASSERT_TRUE(confirm_payment(payment, {"pk_2", won(price)}, now));
    EXPECT_FALSE(end_asking(payment, now + hours(2)).has_changed);
    EXPECT_EQ(payment.status, S::confirming);
}

TEST(Notice, asks_once_however_many_come) {
    Payment payment = sample(S::payable);
    EXPECT_EQ(take_notice(payment, {ProviderStatus::done}).effect, NoticeEffect::asked);
    EXPECT_EQ(take_notice(payment, {ProviderStatus::done}).effect, NoticeEffect::joined);
    EXPECT_EQ(take_notice(payment, {ProviderStatus::done}).effect, NoticeEffect::joined);
    Decision decision = take_notice_answer(payment, showing(ProviderStatus::ready), moment());
    EXPECT_EQ(decision.calls.size(), 1U);  // Something may have changed since the question.
    decision = take_notice_answer(payment, showing(ProviderStatus::ready), moment());
    EXPECT_TRUE(decision.calls.empty());
}

TEST(Notice, of_a_deposit_must_carry_the_secret) {
    Payment payment = sample(S::waiting_for_deposit);
    Notice notice{ProviderStatus::done, true, "guess"};
    EXPECT_EQ(take_notice(payment, notice).effect, NoticeEffect::wrong_secret);
    notice.secret = "ps_1";
    EXPECT_EQ(take_notice(payment, notice).effect, NoticeEffect::asked);
    Payment without = sample(S::payable);
    notice.secret = "";
    EXPECT_EQ(take_notice(without, notice).effect, NoticeEffect::wrong_secret);
}

TEST(Notice, tells_nothing_that_is_known_already) {
    Payment payment = sample(S::captured);
    EXPECT_EQ(take_notice(payment, {ProviderStatus::done}).effect, NoticeEffect::tells_nothing);
    Payment open = sample(S::confirming);
    EXPECT_EQ(take_notice(open, {ProviderStatus::done}).effect, NoticeEffect::tells_nothing);
}

TEST(Notice, shows_money_that_was_given_back_elsewhere) {
    Payment payment = sample(S::captured);
    take_notice(payment, {ProviderStatus::partial_canceled});
    take_notice_answer(payment, showing(ProviderStatus::partial_canceled), moment());
    EXPECT_EQ(payment.attention, Attention::balance_differs);
    EXPECT_EQ(payment.status, S::captured);
}

TEST(Notice, about_another_window_of_the_order_ends_no_attempt) {
    for (S status : {S::unknown, S::waiting_for_deposit, S::escalated}) {
        for (ProviderStatus seen :
             {ProviderStatus::expired, ProviderStatus::aborted, ProviderStatus::canceled}) {
            Payment payment = sample(status);
            take_notice(payment, {seen});
            ProviderAnswer answer = showing(seen);
            answer.payment.payment_key = "pk_other";
            take_notice_answer(payment, answer, moment());
            EXPECT_EQ(payment.status, status) << static_cast<int>(seen);
        }
    }
}

TEST(Notice, from_before_the_cancel_that_ended_the_payment_brings_no_money) {
    Payment payment = sample(S::waiting_for_deposit);
    payment.cancellation = WholeCancellation{};
    take_notice(payment, {ProviderStatus::done, true, payment.secret});
    take_release_answer(payment, showing(ProviderStatus::canceled), moment());
    ASSERT_EQ(payment.status, S::voided);
    Decision decision = take_notice_answer(payment, showing(ProviderStatus::done), moment());
    EXPECT_TRUE(decision.announcements.empty());
    EXPECT_EQ(payment.status, S::voided);
    EXPECT_FALSE(payment.capture);
}

TEST(Notice, shows_a_deposit_that_the_bank_took_back) {
    Payment payment = sample(S::captured);
    take_notice(payment, {ProviderStatus::waiting_for_deposit});
    take_notice_answer(payment, showing(ProviderStatus::waiting_for_deposit), moment());
    EXPECT_EQ(payment.attention, Attention::deposit_reversed);
}

TEST(ConstantTime, compares_all_of_both) {
    EXPECT_TRUE(is_equal_in_constant_time("ps_1", "ps_1"));
    EXPECT_FALSE(is_equal_in_constant_time("ps_1", "ps_2"));
    EXPECT_FALSE(is_equal_in_constant_time("ps_1", "ps_"));
    EXPECT_FALSE(is_equal_in_constant_time("ps_ps_", "ps_"));
    EXPECT_FALSE(is_equal_in_constant_time("x", ""));
    EXPECT_TRUE(is_equal_in_constant_time("", ""));
}

TEST(RefusalClass, is_read_from_the_code_and_not_from_the_status) {
    EXPECT_EQ(class_of_refusal("PROVIDER_ERROR"), RefusalClass::transient);
    EXPECT_EQ(class_of_refusal("UNKNOWN_PAYMENT_ERROR"), RefusalClass::transient);
    EXPECT_EQ(class_of_refusal("ALREADY_PROCESSING_REQUEST"), RefusalClass::in_flight);
    EXPECT_EQ(class_of_refusal("ALREADY_PROCESSED_PAYMENT"), RefusalClass::already_done);
    EXPECT_EQ(class_of_refusal("NOT_MATCHES_REFUNDABLE_AMOUNT"), RefusalClass::already_done);
    EXPECT_EQ(class_of_refusal("EXCEED_MAX_CARD_INSTALLMENT_PLAN"), RefusalClass::buyer);
    EXPECT_EQ(class_of_refusal("EXCEED_MAX_REFUND_DUE"), RefusalClass::final);
    EXPECT_EQ(class_of_refusal("NOT_FOUND_PAYMENT_SESSION"), RefusalClass::expired);
    EXPECT_EQ(class_of_refusal("UNAUTHORIZED_KEY"), RefusalClass::configuration);
    EXPECT_EQ(class_of_refusal("WORD_OF_TOMORROW"), RefusalClass::final);
}

}  // namespace
}  // namespace jangteo::payment
