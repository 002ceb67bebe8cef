// What an order is made of, and its way from its creation to its receipt.

#include "tests/unit/order/domain/order_example.hpp"

#include <limits>

namespace jangteo::order {
namespace {

std::expected<Order, CreateRejection> create(const std::vector<Line>& lines) {
    return Order::create({}, lines, Currency::KRW, {});
}

CreateRejection refusal_of(const std::vector<Line>& lines) {
    auto created = create(lines);
    EXPECT_FALSE(created);
    return created ? CreateRejection{} : created.error();
}

const EnterpriseId seller = id_of<EnterpriseId>(1);

TEST(Order, sums_its_lines_by_seller) {
    Example example;
    EXPECT_EQ(example.order.total, 8'500);
    ASSERT_EQ(example.order.parts.size(), 2U);
    EXPECT_EQ(example.order.parts[0].enterprise, example.a);
    EXPECT_EQ(example.order.parts[0].amount, 2'500);
    EXPECT_EQ(example.order.parts[1].amount, 6'000);
    EXPECT_EQ(example.order.status, Status::pending);
    EXPECT_EQ(example.order.deadline, example.start + minutes(40));
    EXPECT_EQ(example.order.name, "상품 1 외 2건");
    EXPECT_EQ(create({line_of(1, seller, 1, 1)})->name, "상품 1");
}

TEST(Order, refuses_to_be_empty) { EXPECT_EQ(refusal_of({}), CreateRejection::no_lines); }

TEST(Order, refuses_more_lines_than_the_limit) {
    std::vector<Line> lines;
    for (std::int64_t i = 1; i <= lines_max; ++i) lines.push_back(line_of(i, seller, 1, 1));
    ASSERT_TRUE(create(lines));
    EXPECT_EQ(create(lines)->total, lines_max);
    lines.push_back(line_of(lines_max + 1, seller, 1, 1));
    EXPECT_EQ(refusal_of(lines), CreateRejection::too_many_lines);
}

TEST(Order, refuses_quantities_out_of_range) {
    for (std::int64_t quantity : {std::int64_t{0}, std::int64_t{-1}, quantity_max + 1,
                                  std::numeric_limits<std::int64_t>::min()}) {
        EXPECT_EQ(refusal_of({line_of(1, seller, quantity, 1)}),
                  CreateRejection::quantity_out_of_range);
    }
    EXPECT_TRUE(create({line_of(1, seller, quantity_max, 1)}));
}

TEST(Order, refuses_a_total_that_overflows) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(refusal_of({line_of(1, seller, 2, most)}), CreateRejection::total_too_large);
    EXPECT_EQ(refusal_of({line_of(1, seller, 1, most), line_of(2, seller, 1, 1)}),
              CreateRejection::total_too_large);
    EXPECT_EQ(create({line_of(1, seller, 1, most)})->total, most);
}

TEST(Order, goes_from_stock_to_receipt) {
    Example e;
    EXPECT_EQ(e.reserved().left, Status::pending);
    EXPECT_EQ(e.order.status, Status::awaiting_payment);
    EXPECT_EQ(e.pay().left, Status::awaiting_payment);
    EXPECT_EQ(e.order.status, Status::paid);
    EXPECT_EQ(e.order.captured, 8'500);
    EXPECT_EQ(e.order.payment_key, "key");
    EXPECT_EQ(e.order.deadline, Timestamp{}) << "a paid order has no deadline of payment";
    EXPECT_FALSE(e.decide(e.a, true).left) << "the other seller has not decided";
    EXPECT_EQ(e.decide(e.b, true).left, Status::paid);
    EXPECT_EQ(e.order.status, Status::approved);
    EXPECT_EQ(e.start_shipment(e.a).left, Status::approved);
    EXPECT_EQ(e.order.status, Status::shipping);
    EXPECT_FALSE(e.deliver(e.a).left);
    EXPECT_FALSE(e.start_shipment(e.b).left);
    EXPECT_EQ(e.deliver(e.b).left, Status::shipping);
    EXPECT_EQ(e.order.status, Status::delivered);
    EXPECT_EQ(e.order.deadline, e.now + return_period);
    ASSERT_TRUE(e.order.confirm_receipt(e.now));
    EXPECT_EQ(e.order.status, Status::completed);
    EXPECT_EQ(e.order.deadline, Timestamp{});
    ASSERT_EQ(e.order.history.size(), 7U);
    EXPECT_EQ(e.order.history.back().cause, "receipt_confirmed");
}

TEST(Order, ignores_what_is_repeated_or_late) {
    Example e;
    e.reserved();
    EXPECT_FALSE(e.reserved().anything());
    e.pay();
    EXPECT_FALSE(e.order.on_payment_completed(1, "other", e.now).anything());
    EXPECT_EQ(e.order.captured, 8'500);
    EXPECT_EQ(e.order.payment_key, "key");
    e.decide(e.a, true);
    EXPECT_FALSE(e.decide(e.a, false).anything());
    EXPECT_FALSE(e.decide(id_of<EnterpriseId>(7), true).anything());
    e.decide(e.b, true);
    EXPECT_FALSE(e.expired().anything());
    e.start_shipment(e.a);
    EXPECT_FALSE(e.start_shipment(e.a).anything());
    e.deliver(e.a);
    EXPECT_FALSE(e.deliver(e.a).anything());
    EXPECT_FALSE(e.start_shipment(e.a).anything());
}

TEST(Order, waits_for_both_sellers_before_it_ships) {
    Example e;
    e.paid().decide(e.a, true);
    EXPECT_EQ(e.order.status, Status::paid);
    EXPECT_EQ(e.order.parts[0].status, PartStatus::approved);
}

TEST(Order, is_delivered_even_when_the_start_of_its_shipment_was_not_heard) {
    Example e;
    e.approved();
    e.deliver(e.a);
    EXPECT_EQ(e.order.status, Status::shipping);
    EXPECT_EQ(e.deliver(e.b).left, Status::shipping);
    EXPECT_EQ(e.order.status, Status::delivered);
}

TEST(Order, is_completed_when_the_return_period_is_over) {
    Example e;
    e.delivered();
    e.now = e.order.deadline + microseconds(-1);
    EXPECT_FALSE(e.order.on_deadline(e.fresh(), e.now).anything());
    e.now = e.order.deadline;
    EXPECT_EQ(e.order.on_deadline(e.fresh(), e.now).left, Status::delivered);
    EXPECT_EQ(e.order.status, Status::completed);
    EXPECT_TRUE(e.order.cancellations.empty());
}

TEST(Order, is_confirmed_only_when_delivered) {
    Example e;
    EXPECT_FALSE(e.order.confirm_receipt(e.now));
    e.approved();
    EXPECT_FALSE(e.order.confirm_receipt(e.now));
    EXPECT_EQ(e.order.status, Status::approved);
    Example done;
    done.delivered();
    done.order.confirm_receipt(done.now);
    EXPECT_FALSE(done.order.confirm_receipt(done.now));
}

TEST(Order, is_cancelled_when_it_is_not_paid_in_time) {
    for (bool held : {false, true}) {
        Example e;
        if (held) e.reserved();
        EXPECT_FALSE(e.order.on_deadline(e.fresh(), e.now).anything()) << "not yet";
        e.now = e.order.payment_deadline;
        auto decisions = e.order.on_deadline(e.fresh(), e.now);
        EXPECT_EQ(e.order.status, Status::cancelling);
        ASSERT_EQ(decisions.requested.size(), 1U);
        const auto* cancellation = e.order.cancellation(decisions.requested[0]);
        EXPECT_TRUE(cancellation->whole);
        EXPECT_EQ(cancellation->refund, 0);
        EXPECT_EQ(cancellation->reason, "not_paid_in_time");
        EXPECT_EQ(e.order.deadline, Timestamp{});
    }
}

TEST(Order, has_no_deadline_once_paid) {
    Example e;
    e.paid();
    e.now = e.order.payment_deadline + hours(1);
    EXPECT_FALSE(e.order.on_deadline(e.fresh(), e.now).anything());
    EXPECT_EQ(e.order.status, Status::paid);
}

TEST(Order, is_cancelled_when_there_is_no_stock) {
    Example e;
    auto decisions = e.out_of_stock();
    EXPECT_EQ(e.order.status, Status::cancelling);
    ASSERT_EQ(decisions.requested.size(), 1U);
    EXPECT_EQ(e.order.cancellation(decisions.requested[0])->reason, "out_of_stock");
    e.undo(decisions.requested[0]);
    EXPECT_EQ(e.order.status, Status::cancelled);
}

TEST(Order, stops_what_has_not_left_when_it_is_out_of_stock_after_approval) {
    Example e;
    e.paid();
    e.decide(e.a, true);
    e.decide(e.b, true);
    e.start_shipment(e.a);
    auto decisions = e.out_of_stock();
    ASSERT_EQ(decisions.requested.size(), 1U);
    const Cancellation& stop = *e.order.cancellation(decisions.requested[0]);
    EXPECT_EQ(stop.part, e.b);
    EXPECT_EQ(stop.stage, CancellationStage::stopping);
    EXPECT_EQ(stop.reason, "out_of_stock");
    EXPECT_EQ(stop.refund, 6'000);
    EXPECT_FALSE(e.out_of_stock().anything()) << "asked once";
    EXPECT_EQ(e.order.status, Status::shipping);
}

TEST(Order, gives_everything_back_when_its_reservation_expires) {
    Example unpaid;
    unpaid.reserved();
    unpaid.expired();
    EXPECT_EQ(unpaid.order.status, Status::cancelling);
    EXPECT_EQ(unpaid.order.cancellations.at(0).refund, 0);
    EXPECT_EQ(unpaid.order.cancellations.at(0).reason, "reservation_expired");

    Example paid;
    paid.paid();
    paid.expired();
    EXPECT_EQ(paid.order.status, Status::cancelling);
    EXPECT_EQ(paid.order.cancellations.at(0).refund, 8'500);
}

}  // namespace
}  // namespace jangteo::order
