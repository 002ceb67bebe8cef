// Every state × every event of a payment, generated: which states may follow, and what holds
// afterwards.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "contracts/codec/shape.hpp"
#include "payment/domain/notices.hpp"
#include "payment/domain/refunds.hpp"
#include "payment/domain/settle.hpp"
#include "payment/domain/take_payment.hpp"
#include "tests/unit/payment/domain/payment_samples.hpp"

namespace jangteo::payment {
namespace {

using S = PaymentStatus;

struct Event {
    std::string name;
    std::function<Decision(Payment&)> happens;
};

Decision or_nothing(std::expected<Decision, ConfirmRefusal> decision) {
    return decision ? *decision : Decision::nothing();
}

void add_buyer_events(std::vector<Event>& events) {
    events.push_back({"allow", allow_payment});
    events.push_back({"confirm, same key", [](Payment& p) {
                          return or_nothing(confirm_payment(p, {"pk_1", won(price)}, now));
                      }});
    events.push_back({"confirm, other key", [](Payment& p) {
                          return or_nothing(confirm_payment(p, {"pk_2", won(price)}, now));
                      }});
    events.push_back({"charge", [](Payment& p) {
                          return charge_payment(p, BillingKey{"billing", "cus"});
                      }});
    events.push_back(
        {"charge without a key", [](Payment& p) { return charge_payment(p, std::nullopt); }});
}

void add_order_events(std::vector<Event>& events) {
    events.push_back({"cancel whole", [](Payment& p) {
                          return cancel_payment(p, {cancellation(1), true, price, "x"}, moment());
                      }});
    events.push_back({"cancel whole, nothing known to be paid", [](Payment& p) {
                          return cancel_payment(p, {cancellation(2), true, 0, "x"}, moment());
                      }});
    events.push_back({"cancel a part", [](Payment& p) {
                          return cancel_payment(p, {cancellation(3), false, 100, "x"}, moment());
                      }});
    events.push_back(
        {"cancel more than there is", [](Payment& p) {
             return cancel_payment(p, {cancellation(4), false, 10 * price, "x"}, moment());
         }});
}

std::vector<std::pair<std::string, ProviderAnswer>> answers() {
    std::vector<std::pair<std::string, ProviderAnswer>> all;
    for (auto status :
         {ProviderStatus::ready, ProviderStatus::in_progress, ProviderStatus::waiting_for_deposit,
          ProviderStatus::done, ProviderStatus::canceled, ProviderStatus::partial_canceled,
          ProviderStatus::aborted, ProviderStatus::expired, ProviderStatus::unrecognised}) {
        all.emplace_back("shows " + std::string(codec::text_of_enum(status)), showing(status));
    }
    auto wrong = showing(ProviderStatus::done);
    wrong.payment.total = price + 1;
    all.emplace_back("shows done of another amount", wrong);
    auto dollars = showing(ProviderStatus::done);
    dollars.payment.currency = "USD";
    all.emplace_back("shows done in another currency", dollars);
    auto foreign = showing(ProviderStatus::done);
    foreign.payment.order_id = "ord_of_somebody_else";
    all.emplace_back("shows another order's payment", foreign);
    auto stray = showing(ProviderStatus::done);
    stray.payment.payment_key = "pk_stray";
    all.emplace_back("shows done under another key", stray);
    for (const char* code :
         {"PROVIDER_ERROR", "IDEMPOTENT_REQUEST_PROCESSING", "ALREADY_PROCESSED_PAYMENT",
          "REJECT_CARD_COMPANY", "NOT_FOUND_PAYMENT", "UNAUTHORIZED_KEY", "INVALID_REQUEST"}) {
        all.emplace_back("refuses with " + std::string(code), refusing(code));
    }
    all.emplace_back("does not answer", ProviderAnswer{AnswerKind::unknown, "timeout", {}});
    return all;
}

void add_provider_events(std::vector<Event>& events) {
    for (const auto& [name, answer] : answers()) {
        events.push_back({"confirm " + name, [answer](Payment& p) {
                              return take_attempt_answer(p, 1, CallKind::confirm, answer, moment());
                          }});
        events.push_back({"look-up " + name, [answer](Payment& p) {
                              return take_attempt_answer(p, 1, CallKind::look_up, answer, moment());
                          }});
        events.push_back({"an older attempt's confirm " + name, [answer](Payment& p) {
                              return take_attempt_answer(p, 0, CallKind::confirm, answer, moment());
                          }});
        events.push_back({"look-up for a notice " + name, [answer](Payment& p) {
                              return take_notice_answer(p, answer, moment());
                          }});
        events.push_back({"release " + name, [answer](Payment& p) {
                              return take_release_answer(p, answer, moment());
                          }});
    }
}

void add_clock_and_operator_events(std::vector<Event>& events) {
    events.push_back(
        {"notice", [](Payment& p) { return take_notice(p, {ProviderStatus::canceled}).decision; }});
    events.push_back({"asking limit", [](Payment& p) { return end_asking(p, now + hours(9)); }});
    events.push_back({"deposit due", [](Payment& p) { return check_deposit_due(p, now); }});
    events.push_back({"ask again", [](Payment& p) {
                          auto decision = ask_again(p, moment());
                          return decision ? *decision : Decision::nothing();
                      }});
}

std::vector<Event> events() {
    std::vector<Event> all;
    add_buyer_events(all);
    add_order_events(all);
    add_provider_events(all);
    add_clock_and_operator_events(all);
    return all;
}

// From each state, the states that one event may lead to. `captured` absorbs.
const std::map<S, std::set<S>> may_follow{
    {S::created, {S::created, S::payable, S::voided, S::captured, S::escalated}},
    {S::payable, {S::payable, S::confirming, S::voided, S::captured, S::escalated}},
    {S::confirming,
     {S::confirming, S::unknown, S::waiting_for_deposit, S::payable, S::captured, S::voided,
      S::escalated}},
    {S::unknown,
     {S::unknown, S::confirming, S::waiting_for_deposit, S::payable, S::captured, S::voided,
      S::escalated}},
    {S::waiting_for_deposit,
     {S::waiting_for_deposit, S::unknown, S::payable, S::captured, S::voided, S::escalated}},
    {S::captured, {S::captured}},
    {S::voided, {S::voided, S::captured, S::escalated}},
    {S::escalated,
     {S::escalated, S::unknown, S::waiting_for_deposit, S::payable, S::captured, S::voided}},
};

std::size_t count(const Decision& decision, AnnouncementKind kind) {
    return static_cast<std::size_t>(
        std::ranges::count(decision.announcements, kind, &Announcement::kind));
}

std::size_t count(const Decision& decision, CallKind kind) {
    return static_cast<std::size_t>(std::ranges::count(decision.calls, kind, &ProviderCall::kind));
}

void expect_right_state(const Payment& after, const std::string& what) {
    if (after.status == S::captured) {
        ASSERT_TRUE(after.capture) << what;
        EXPECT_EQ(after.capture->amount, after.amount.amount) << what;  // M5
    } else {
        EXPECT_FALSE(after.capture) << what;
    }
    EXPECT_LE(after.refunded(), after.captured()) << what;  // M2
    if (after.capture) {
        EXPECT_GE(after.remaining(), 0) << what;
    }
    if (after.status == S::voided) {
        EXPECT_TRUE(after.cancellation) << what;
    }
    if (after.status == S::escalated) {
        EXPECT_NE(after.attention, Attention::none) << what;
    }
}

void expect_right_decision(const Payment& before, const Payment& after, const Decision& decision,
                           const std::string& what) {
    bool became_captured = before.status != S::captured && after.status == S::captured;
    EXPECT_EQ(count(decision, AnnouncementKind::completed), became_captured ? 1U : 0U) << what;
    if (count(decision, AnnouncementKind::cancelled) > 0) {
        EXPECT_EQ(after.status, S::voided) << what;
    }
    if (count(decision, AnnouncementKind::failed) > 0) {
        EXPECT_EQ(after.status, S::payable) << what;
    }
    std::size_t takes = count(decision, CallKind::confirm) + count(decision, CallKind::charge);
    EXPECT_LE(takes, 1U) << what;
    if (takes > 0) {
        EXPECT_EQ(after.status, S::confirming) << what;
        EXPECT_FALSE(after.cancellation) << what;  // Nothing is taken for an order that ends.
    }
    if (after.status == S::unknown && before.status != S::unknown) {
        EXPECT_EQ(count(decision, CallKind::look_up), 1U) << what;  // M9: somebody asks.
    }
    EXPECT_LE(count(decision, CallKind::cancel), 1U) << what;  // One after another.
    for (const ProviderCall& call : decision.calls) {
        EXPECT_EQ(call.key.empty(), call.kind == CallKind::look_up) << what;
    }
}

TEST(PaymentTable, holds_for_every_state_and_event) {
    std::size_t pairs = 0;
    for (const Payment& sample : samples()) {
        for (const Event& event : events()) {
            Payment after = sample;
            Decision decision = event.happens(after);
            std::string what = std::string(codec::text_of_enum(sample.status)) +
                               (sample.cancellation ? " (to be cancelled)" : "") + " × " +
                               event.name;
            EXPECT_TRUE(may_follow.at(sample.status).contains(after.status))
                << what << " leads to " << codec::text_of_enum(after.status);
            expect_right_state(after, what);
            expect_right_decision(sample, after, decision, what);
            ++pairs;
        }
    }
    EXPECT_GT(pairs, 1000U);
}

TEST(PaymentTable, an_event_again_changes_no_money) {
    for (const Payment& sample : samples()) {
        for (const Event& event : events()) {
            Payment once = sample;
            event.happens(once);
            Payment twice = once;
            Decision again = event.happens(twice);
            EXPECT_EQ(once.captured(), twice.captured()) << event.name;
            EXPECT_EQ(once.refunds.size(), twice.refunds.size()) << event.name;
            EXPECT_EQ(count(again, AnnouncementKind::completed), once.capture    ? 0U
                                                                 : twice.capture ? 1U
                                                                                 : 0U)
                << event.name;
        }
    }
}

}  // namespace
}  // namespace jangteo::payment
