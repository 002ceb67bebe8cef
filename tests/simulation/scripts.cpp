// The scripts: each way that an order can go.

#include <array>

#include "tests/simulation/story.hpp"

namespace jangteo::simulation {
namespace {

using contracts::OrderStatus;

void pay_when_ordered(Story& story) {
    story.on(OrderStatus::awaiting_payment,
             [&story] { story.later(seconds(3), [&story] { story.pay(); }); });
}

void by_card(Story& story) {
    pay_when_ordered(story);
    story.on(OrderStatus::delivered, [&story] { story.receive(); });
    story.order({.things = {0}});
}

void by_stored_method(Story& story) { story.order({.things = {0}, .by_stored_method = true}); }

void by_account(Story& story) {
    story.on(OrderStatus::awaiting_payment, [&story] {
        story.later(seconds(3), [&story] { story.pay(account_prefix); });
        story.later(minutes(9), [&story] { story.provider.deposit(story.payment_key); });
    });
    story.order({.things = {0}});
}

void account_without_deposit(Story& story) {
    story.on(OrderStatus::awaiting_payment,
             [&story] { story.later(seconds(3), [&story] { story.pay(account_prefix); }); });
    story.order({.things = {0}});
}

void deposit_after_the_end(Story& story) {
    account_without_deposit(story);
    story.on(OrderStatus::cancelling, [&story] { story.provider.deposit(story.payment_key); });
}

void two_sellers(Story& story) {
    pay_when_ordered(story);
    story.on(OrderStatus::paid,
             [&story] { story.later(minutes(2), [&story] { story.decide(true); }); });
    story.on(OrderStatus::approved, [&story] {
        story.later(minutes(3), [&story] { story.ship_by_hand(); });
        story.later(hours(5), [&story] { story.arrive_by_hand("delivered"); });
    });
    story.order({.things = {0, 1}});
}

void one_of_two_rejects(Story& story) {
    pay_when_ordered(story);
    story.on(OrderStatus::paid,
             [&story] { story.later(minutes(2), [&story] { story.decide(false); }); });
    story.order({.things = {0, 1}});
}

void nobody_decides(Story& story) {
    pay_when_ordered(story);
    story.order({.things = {1}});
}

void all_reject(Story& story) {
    pay_when_ordered(story);
    story.on(OrderStatus::paid,
             [&story] { story.later(minutes(2), [&story] { story.decide(false); }); });
    story.order({.things = {1}});
}

void cancelled_unpaid(Story& story) {
    story.on(OrderStatus::awaiting_payment, [&story] { story.cancel(true); });
    story.order({.things = {0}});
}

void cancelled_while_paying(Story& story) {
    story.on(OrderStatus::awaiting_payment, [&story] {
        story.pay();
        story.cancel(true);
    });
    story.order({.things = {0}});
}

void cancelled_paid(Story& story) {
    pay_when_ordered(story);
    story.on(OrderStatus::paid, [&story] { story.cancel(true); });
    story.order({.things = {1}});
}

void stopped_while_booking(Story& story) {
    pay_when_ordered(story);
    story.on(OrderStatus::approved, [&story] { story.cancel(true); });
    story.order({.things = {0}});
}

void some_lines_cancelled(Story& story) {
    pay_when_ordered(story);
    story.on(OrderStatus::paid, [&story] {
        story.cancel(false);
        story.later(minutes(2), [&story] { story.decide(true); });
    });
    story.order({.things = {1}, .quantity = 3});
}

void refunded_by_the_seller(Story& story) {
    pay_when_ordered(story);
    story.on(OrderStatus::shipping, [&story] { story.refund(0, true); });
    story.on(OrderStatus::delivered, [&story] { story.refund(0, false); });
    story.order({.things = {0}, .quantity = 3});
}

void returned(Story& story) {
    pay_when_ordered(story);
    story.on(OrderStatus::paid,
             [&story] { story.later(minutes(2), [&story] { story.decide(true); }); });
    story.on(OrderStatus::approved, [&story] {
        story.later(minutes(3), [&story] { story.ship_by_hand(); });
        story.later(hours(5), [&story] { story.arrive_by_hand("returned"); });
    });
    story.order({.things = {1}});
}

void never_paid(Story& story) { story.order({.things = {0, 1}}); }

void sold_out(Story& story) { story.order({.things = {0, 1}, .quantity = 6}); }

void wrong_amount(Story& story) {
    story.on(OrderStatus::awaiting_payment, [&story] { story.pay("pk_", 100); });
    story.order({.things = {0}});
}

void paid_twice(Story& story) {
    story.on(OrderStatus::awaiting_payment, [&story] {
        story.pay();
        story.later(milliseconds(20), [&story] { story.pay(); });
        story.later(minutes(3), [&story] { story.pay(); });
    });
    story.order({.things = {0}});
}

constexpr std::array all = {
    Script{"by_card", by_card},
    Script{"by_stored_method", by_stored_method},
    Script{"by_account", by_account},
    Script{"account_without_deposit", account_without_deposit},
    Script{"deposit_after_the_end", deposit_after_the_end},
    Script{"two_sellers", two_sellers},
    Script{"one_of_two_rejects", one_of_two_rejects},
    Script{"nobody_decides", nobody_decides},
    Script{"all_reject", all_reject},
    Script{"cancelled_unpaid", cancelled_unpaid},
    Script{"cancelled_while_paying", cancelled_while_paying},
    Script{"cancelled_paid", cancelled_paid},
    Script{"stopped_while_booking", stopped_while_booking},
    Script{"some_lines_cancelled", some_lines_cancelled},
    Script{"refunded_by_the_seller", refunded_by_the_seller},
    Script{"returned", returned},
    Script{"never_paid", never_paid},
    Script{"sold_out", sold_out},
    Script{"wrong_amount", wrong_amount},
    Script{"paid_twice", paid_twice},
};

}  // namespace

std::span<const Script> scripts() { return all; }

}  // namespace jangteo::simulation
