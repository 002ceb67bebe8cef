// I6: any permutation, repetition or subset of the provider's notices, mixed with the buyer's
// return and a cancellation, ends in the state that asking the provider gives.

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/payment_shop.hpp"

namespace jangteo::test {
namespace {

using contracts::PaymentStatus;
using Fault = ModelProvider::Fault;
using payment::ProviderStatus;

constexpr std::int64_t price = PaymentShop::price;

enum class Step { notice_done, notice_canceled, notice_expired, buyer_returns, order_cancelled };
constexpr int steps_known = 5;
constexpr int steps_max = 4;

struct Story {
    PaymentShop& s;
    OrderId order;
    std::string key;
    bool is_cancelled = false;

    void happen(Step step) {
        switch (step) {
            case Step::notice_done: s.notify(order, "DONE"); break;
            case Step::notice_canceled: s.notify(order, "CANCELED"); break;
            case Step::notice_expired: s.notify(order, "EXPIRED"); break;
            case Step::buyer_returns: s.confirm(order, key); break;
            case Step::order_cancelled:
                if (!is_cancelled) s.cancel(order, true, 0);
                is_cancelled = true;
                break;
        }
    }
};

void expect_what_the_provider_shows(Story& story, const std::string& what) {
    auto view = story.s.read(story.order);
    auto& shown = story.s.provider.at(story.key);
    bool was_captured =
        shown.status == ProviderStatus::done || shown.status == ProviderStatus::canceled;
    std::int64_t kept =
        view.status == PaymentStatus::captured ? view.amount.amount - view.refunded.amount : 0;
    EXPECT_EQ(kept, story.s.provider.balance_of(story.order)) << what;
    EXPECT_EQ(view.status == PaymentStatus::captured, was_captured) << what;
    if (story.is_cancelled) {
        EXPECT_EQ(kept, 0) << what;  // M6
        EXPECT_TRUE(view.status == PaymentStatus::captured || view.status == PaymentStatus::voided)
            << what;
    }
}

void try_all(Fault fault) {
    PaymentShop s;
    int number = 0;
    std::vector<Story> stories;
    for (int length = 1; length <= steps_max; ++length) {
        int count = 1;
        for (int i = 0; i < length; ++i) count *= steps_known;
        for (int code = 0; code < count; ++code) {
            Story story{s, s.place_payable(), "pk_" + std::to_string(++number)};
            s.provider.authenticate(story.key, story.order, price);
            s.provider.faults.clear();
            if (fault != Fault::none) s.provider.faults = {fault};
            for (int i = 0, rest = code; i < length; ++i, rest /= steps_known) {
                story.happen(static_cast<Step>(rest % steps_known));
            }
            s.provider.faults.clear();
            s.provider.release();
            stories.push_back(story);
        }
    }
    s.shop.settle();
    s.shop.advance(hours(2));
    for (std::size_t i = 0; i < stories.size(); ++i) {
        expect_what_the_provider_shows(stories[i], "story " + std::to_string(i));
    }
    std::size_t captured = 0;
    for (const auto& story : stories) {
        captured += s.status_of(story.order) == PaymentStatus::captured ? 1 : 0;
    }
    EXPECT_EQ(s.shop.count_events<contracts::PaymentCompleted>(), captured);
    EXPECT_EQ(s.provider.captures(), captured);
}

TEST(PaymentNotices, in_any_order_end_in_what_the_provider_shows) { try_all(Fault::none); }
TEST(PaymentNotices, overtake_an_answer_that_is_late) { try_all(Fault::hold); }
TEST(PaymentNotices, replace_an_answer_that_was_lost) { try_all(Fault::lost_after); }
TEST(PaymentNotices, do_not_hide_a_call_that_never_arrived) { try_all(Fault::lost_before); }
TEST(PaymentNotices, do_not_hide_an_answered_error) { try_all(Fault::refuse); }

TEST(PaymentNotices, are_refused_only_when_they_are_garbage) {
    PaymentShop s;
    auto post = [&](const std::string& body) {
        return s.shop.call(Method::post, "/v1/webhooks/toss", body).status;
    };
    EXPECT_EQ(post("garbage"), 400);
    EXPECT_EQ(post("[]"), 400);
    EXPECT_EQ(post("{}"), 400);
    EXPECT_EQ(post(std::string(100, '[')), 400);
    EXPECT_EQ(post(R"({"eventType":"BILLING_DELETED","data":{"billingKey":"x"}})"), 200);
    EXPECT_EQ(post(R"({"eventType":"SOMETHING_NEW"})"), 200);
    EXPECT_EQ(s.notify(s.shop.new_id<OrderId>(), "DONE").status, 200);  // Not ours: ignored.
    EXPECT_TRUE(s.provider.seen.empty());
}

TEST(PaymentNotices, are_never_believed) {
    PaymentShop s;
    auto order = s.place_payable();
    s.notify(order, "DONE");
    EXPECT_EQ(s.status_of(order), PaymentStatus::payable);
    EXPECT_EQ(s.shop.count_events<contracts::PaymentCompleted>(), 0U);
}

}  // namespace
}  // namespace jangteo::test
