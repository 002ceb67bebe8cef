// Taking an order back: whole, in parts, in a race with its shipment.

#include "tests/unit/order/domain/order_example.hpp"

namespace jangteo::order {
namespace {

CancelRejection refusal_of(const std::expected<Decisions, CancelRejection>& result) {
    EXPECT_FALSE(result.has_value());
    return result ? CancelRejection{} : result.error();
}

TEST(CancelOrder, before_payment_gives_back_nothing_but_stock) {
    for (bool held : {false, true}) {
        Example e;
        if (held) e.reserved();
        auto decisions = e.cancel();
        ASSERT_TRUE(decisions);
        EXPECT_EQ(e.order.status, Status::cancelling);
        ASSERT_EQ(decisions->requested.size(), 1U);
        const auto* cancellation = e.order.cancellation(decisions->requested[0]);
        EXPECT_TRUE(cancellation->whole);
        EXPECT_EQ(cancellation->refund, 0);
        EXPECT_EQ(cancellation->reason, "changed my mind");
        for (const Part& part : e.order.parts) EXPECT_EQ(part.status, PartStatus::cancelled);

        EXPECT_FALSE(e.order.on_money_back(cancellation->id, 0, e.now).cancelled);
        EXPECT_TRUE(e.order.on_stock_back(cancellation->id, e.now).cancelled);
        EXPECT_EQ(e.order.status, Status::cancelled);
    }
}

TEST(CancelOrder, when_paid_refunds_everything) {
    Example e;
    auto decisions = e.paid().cancel();
    ASSERT_TRUE(decisions);
    EXPECT_EQ(e.order.cancellations.at(0).refund, 8'500);
    e.order.on_stock_back(decisions->requested[0], e.now);
    EXPECT_EQ(e.order.status, Status::cancelling);
    e.order.on_money_back(decisions->requested[0], 8'500, e.now);
    EXPECT_EQ(e.order.status, Status::cancelled);
    EXPECT_EQ(e.order.refunded, e.order.captured);
}

TEST(CancelOrder, gives_back_what_was_captured_meanwhile) {
    Example e;
    e.reserved();
    auto decisions = e.cancel();
    EXPECT_TRUE(e.pay().anything()) << "the sum is kept";
    EXPECT_EQ(e.order.status, Status::cancelling);
    EXPECT_EQ(e.order.captured, 8'500);
    e.order.on_money_back(decisions->requested[0], 8'500, e.now);
    e.order.on_stock_back(decisions->requested[0], e.now);
    EXPECT_EQ(e.order.status, Status::cancelled);
    EXPECT_EQ(e.order.refunded, 8'500);
    EXPECT_EQ(e.order.cancellations.at(0).refund, 8'500);
}

TEST(CancelOrder, keeps_nothing_of_what_is_captured_after_the_end) {
    Example e;
    e.reserved();
    auto cancellation = e.cancel()->requested[0];
    e.order.on_money_back(cancellation, 0, e.now);
    e.order.on_stock_back(cancellation, e.now);
    EXPECT_EQ(e.order.status, Status::cancelled);
    e.pay();
    EXPECT_EQ(e.order.captured, 8'500);
    EXPECT_TRUE(e.order.on_money_back(cancellation, 8'500, e.now).anything());
    EXPECT_FALSE(e.order.on_money_back(cancellation, 8'500, e.now).anything()) << "once";
    EXPECT_EQ(e.order.refunded, 8'500);
    EXPECT_EQ(e.order.cancellations.at(0).refunded, 8'500);
    EXPECT_EQ(e.order.status, Status::cancelled);
}

TEST(CancelOrder, counts_money_and_stock_once) {
    Example e;
    auto id = e.paid().cancel()->requested.at(0);
    e.order.on_money_back(id, 8'500, e.now);
    EXPECT_FALSE(e.order.on_money_back(id, 8'500, e.now).anything());
    EXPECT_EQ(e.order.refunded, 8'500);
    e.order.on_stock_back(id, e.now);
    EXPECT_FALSE(e.order.on_stock_back(id, e.now).anything());
    EXPECT_FALSE(e.order.on_money_back(id_of<CancellationId>(99), 1, e.now).anything());
    EXPECT_FALSE(e.order.on_stock_back(id_of<CancellationId>(99), e.now).anything());
    EXPECT_EQ(e.order.refunded, 8'500);
}

TEST(CancelOrder, is_refused_while_it_is_being_cancelled_and_when_it_has_ended) {
    Example e;
    auto id = e.cancel()->requested.at(0);
    EXPECT_EQ(refusal_of(e.cancel()), CancelRejection::already_cancelling);
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 1}})), CancelRejection::already_cancelling);
    e.undo(id);
    EXPECT_EQ(refusal_of(e.cancel()), CancelRejection::already_final);
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 1}})), CancelRejection::already_final);

    Example done;
    EXPECT_EQ(refusal_of(done.delivered().cancel()), CancelRejection::already_final);
    done.order.confirm_receipt(done.now);
    EXPECT_EQ(refusal_of(done.cancel()), CancelRejection::already_final);
}

TEST(CancelOrder, after_a_partial_cancellation_refunds_the_rest) {
    Example e;
    auto part = e.paid().cancel_lines({{1, 1}, {3, 2}})->requested.at(0);
    EXPECT_EQ(e.order.cancellation(part)->refund, 5'000);
    auto whole = e.cancel()->requested.at(0);
    EXPECT_EQ(e.order.cancellation(whole)->refund, 3'500);
    e.undo(whole);
    EXPECT_EQ(e.order.status, Status::cancelling) << "the first is still open";
    e.undo(part);
    EXPECT_EQ(e.order.status, Status::cancelled);
    EXPECT_EQ(e.order.refunded, 8'500);
}

TEST(CancelOrder, asks_delivery_first_once_shipments_are_arranged) {
    Example e;
    auto decisions = e.approved().cancel();
    ASSERT_TRUE(decisions);
    EXPECT_EQ(e.order.status, Status::approved);
    ASSERT_EQ(decisions->requested.size(), 2U);
    for (const auto& id : decisions->requested) {
        EXPECT_EQ(e.order.cancellation(id)->stage, CancellationStage::stopping);
        EXPECT_FALSE(e.order.cancellation(id)->whole);
    }
    EXPECT_EQ(e.order.cancellations[0].refund, 2'500);
    EXPECT_EQ(e.order.cancellations[1].refund, 6'000);
    EXPECT_EQ(refusal_of(e.cancel()), CancelRejection::already_cancelling);
}

TEST(CancelOrder, ends_when_every_shipment_was_stopped) {
    Example e;
    auto requested = e.approved().cancel()->requested;
    EXPECT_FALSE(e.order.on_money_back(requested[0], 2'500, e.now).anything()) << "not asked yet";
    auto first = e.order.on_shipment_stopped(requested[0], true, e.now);
    EXPECT_EQ(first.requested, std::vector{requested[0]}) << "asked again, now to undo";
    EXPECT_EQ(e.order.status, Status::approved);
    auto second = e.order.on_shipment_stopped(requested[1], true, e.now);
    EXPECT_EQ(second.left, Status::approved);
    EXPECT_EQ(e.order.status, Status::cancelling);
    for (const auto& id : requested) e.undo(id);
    EXPECT_EQ(e.order.status, Status::cancelled);
    EXPECT_EQ(e.order.refunded, 8'500);
}

TEST(CancelOrder, goes_on_with_the_parts_that_could_not_be_stopped) {
    Example e;
    auto requested = e.approved().cancel()->requested;
    e.order.on_shipment_stopped(requested[0], true, e.now);
    e.order.on_shipment_stopped(requested[1], false, e.now);
    EXPECT_EQ(e.order.cancellation(requested[1])->stage, CancellationStage::refused);
    EXPECT_FALSE(e.order.on_shipment_stopped(requested[1], true, e.now).anything())
        << "exactly one of the two";
    EXPECT_EQ(e.order.cancelled_units(3), 0);
    EXPECT_EQ(e.order.cancelled_units(1), 2);
    e.undo(requested[0]);
    e.start_shipment(e.b);
    EXPECT_EQ(e.order.status, Status::shipping);
    EXPECT_EQ(refusal_of(e.cancel()), CancelRejection::already_shipped);
    e.deliver(e.b);
    EXPECT_EQ(e.order.status, Status::delivered);
    EXPECT_EQ(e.order.refunded, 2'500);
}

TEST(CancelOrder, stops_the_parts_that_have_not_started) {
    Example e;
    e.approved().start_shipment(e.a);
    auto requested = e.cancel()->requested;
    ASSERT_EQ(requested.size(), 1U);
    EXPECT_EQ(e.order.cancellation(requested[0])->part, e.b);
    e.deliver(e.a);
    EXPECT_EQ(e.order.status, Status::shipping) << "the other part is not settled";
    e.order.on_shipment_stopped(requested[0], true, e.now);
    EXPECT_EQ(e.order.status, Status::delivered);
}

TEST(CancelLines, of_a_paid_order_refunds_their_price) {
    Example e;
    auto decisions = e.paid().cancel_lines({{1, 1}, {1, 1}, {3, 1}});
    ASSERT_TRUE(decisions);
    const auto* cancellation = e.order.cancellation(decisions->requested.at(0));
    EXPECT_EQ(cancellation->refund, 4'000);
    ASSERT_EQ(cancellation->lines.size(), 2U) << "a line asked for twice counts once";
    EXPECT_EQ(cancellation->lines[0].quantity, 2);
    e.undo(cancellation->id);
    EXPECT_EQ(e.order.refunded, 4'000);
    EXPECT_EQ(e.order.status, Status::paid);
}

TEST(CancelLines, refuses_what_was_not_ordered) {
    Example e;
    e.paid();
    EXPECT_EQ(refusal_of(e.cancel_lines({})), CancelRejection::nothing_to_cancel);
    EXPECT_EQ(refusal_of(e.cancel_lines({{0, 1}})), CancelRejection::unknown_line);
    EXPECT_EQ(refusal_of(e.cancel_lines({{4, 1}})), CancelRejection::unknown_line);
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 3}})), CancelRejection::more_than_ordered);
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 2}, {1, 1}})), CancelRejection::more_than_ordered);
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 0}})), CancelRejection::more_than_ordered);
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, -1}})), CancelRejection::more_than_ordered);
    EXPECT_TRUE(e.order.cancellations.empty());
    ASSERT_TRUE(e.cancel_lines({{1, 1}}));
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 2}})), CancelRejection::more_than_ordered);
}

TEST(CancelLines, waits_for_payment_and_stops_for_shipment) {
    Example e;
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 1}})), CancelRejection::not_paid_yet);
    e.reserved();
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 1}})), CancelRejection::not_paid_yet);
    e.pay();
    e.decide(e.a, true);
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 1}})), CancelRejection::part_being_shipped);
    ASSERT_TRUE(e.cancel_lines({{3, 1}})) << "its seller has not decided";
    e.decide(e.b, true);
    e.start_shipment(e.a);
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 1}})), CancelRejection::already_shipped);
}

TEST(CancelLines, of_all_of_a_part_needs_no_decision_about_it) {
    Example e;
    e.paid().decide(e.b, true);
    auto decisions = e.cancel_lines({{1, 2}, {2, 1}});
    EXPECT_EQ(decisions->left, Status::paid);
    EXPECT_EQ(e.order.status, Status::approved);
    EXPECT_EQ(e.order.parts[0].status, PartStatus::cancelled);
    EXPECT_FALSE(e.decide(e.a, true).anything());
}

TEST(CancelLines, of_everything_ends_the_order) {
    Example e;
    auto first = e.paid().cancel_lines({{1, 2}, {2, 1}})->requested.at(0);
    auto second = e.cancel_lines({{3, 3}})->requested.at(0);
    EXPECT_EQ(e.order.status, Status::cancelling);
    e.undo(first);
    e.undo(second);
    EXPECT_EQ(e.order.status, Status::cancelled);
    EXPECT_EQ(e.order.refunded, 8'500);
}

TEST(CancelLines, by_the_seller_refunds_what_was_shipped) {
    Example e;
    e.delivered();
    EXPECT_EQ(refusal_of(e.cancel_lines({{1, 1}})), CancelRejection::already_shipped);
    auto refund = e.cancel_lines({{1, 1}}, true);
    ASSERT_TRUE(refund);
    e.undo(refund->requested.at(0));
    EXPECT_EQ(e.order.refunded, 1'000);
    EXPECT_EQ(e.order.status, Status::delivered);
    e.order.confirm_receipt(e.now);
    ASSERT_TRUE(e.cancel_lines({{1, 1}}, true)) << "even of a completed order";
    EXPECT_EQ(e.order.status, Status::completed);
}

TEST(CancelLines, have_a_limit) {
    Example e;
    e.paid();
    e.order.cancellations.resize(cancellations_max - 2);
    for (auto& cancellation : e.order.cancellations) cancellation.stage = CancellationStage::done;
    ASSERT_TRUE(e.cancel_lines({{3, 1}}));
    EXPECT_EQ(refusal_of(e.cancel()), CancelRejection::too_many_cancellations)
        << "there is no room for one of each part";
    ASSERT_TRUE(e.cancel_lines({{3, 1}}));
    EXPECT_EQ(refusal_of(e.cancel_lines({{3, 1}})), CancelRejection::too_many_cancellations);
}

TEST(RejectedPart, is_refunded_and_the_others_go_on) {
    Example e;
    auto decisions = e.paid().decide(e.a, false);
    ASSERT_EQ(decisions.requested.size(), 1U);
    const auto* cancellation = e.order.cancellation(decisions.requested[0]);
    EXPECT_EQ(cancellation->refund, 2'500);
    EXPECT_EQ(cancellation->reason, "seller_rejected");
    EXPECT_EQ(e.order.parts[0].status, PartStatus::rejected);
    EXPECT_EQ(e.decide(e.b, true).left, Status::paid);
    EXPECT_EQ(e.order.status, Status::approved);
    e.undo(cancellation->id);
    EXPECT_EQ(e.order.status, Status::approved);
}

TEST(RejectedPart, refunds_only_what_was_not_cancelled_before) {
    Example e;
    e.paid().cancel_lines({{1, 1}});
    auto decisions = e.decide(e.a, false);
    EXPECT_EQ(e.order.cancellation(decisions.requested.at(0))->refund, 1'500);
}

TEST(RejectedPart, ends_the_order_when_all_are) {
    Example e;
    auto first = e.paid().decide(e.a, false).requested.at(0);
    e.undo(first);
    auto last = e.decide(e.b, false);
    EXPECT_EQ(last.left, Status::paid);
    EXPECT_EQ(e.order.status, Status::cancelling);
    e.undo(last.requested.at(0));
    EXPECT_EQ(e.order.status, Status::cancelled);
    EXPECT_EQ(e.order.refunded, 8'500);
}

TEST(ReturnedPart, is_refunded) {
    Example e;
    e.approved().start_shipment(e.a);
    auto decisions = e.send_back(e.a);
    EXPECT_EQ(e.order.cancellation(decisions.requested.at(0))->refund, 2'500);
    EXPECT_EQ(e.order.cancellation(decisions.requested.at(0))->reason, "returned_to_sender");
    EXPECT_FALSE(e.send_back(e.a).anything());
    e.deliver(e.b);
    EXPECT_EQ(e.order.status, Status::delivered);
}

TEST(ReturnedPart, ends_the_order_when_nothing_else_is_left) {
    Example e;
    e.approved().start_shipment(e.a);
    e.start_shipment(e.b);
    auto first = e.send_back(e.a).requested.at(0);
    auto second = e.send_back(e.b).requested.at(0);
    EXPECT_EQ(e.order.status, Status::cancelling);
    e.undo(first);
    e.undo(second);
    EXPECT_EQ(e.order.status, Status::cancelled);
    EXPECT_EQ(e.order.refunded, 8'500);
}

TEST(ReturnedPart, that_its_seller_has_refunded_ends_the_order_at_once) {
    Example e;
    e.approved().start_shipment(e.a);
    e.start_shipment(e.b);
    e.undo(e.cancel_lines({{1, 2}, {2, 1}}, true)->requested.at(0));
    e.undo(e.cancel_lines({{3, 3}}, true)->requested.at(0));
    e.send_back(e.a);
    EXPECT_EQ(e.order.status, Status::shipping);
    EXPECT_TRUE(e.send_back(e.b).cancelled);
    EXPECT_EQ(e.order.status, Status::cancelled);
    EXPECT_EQ(e.order.refunded, 8'500);
}

}  // namespace
}  // namespace jangteo::order
