// Any sequence of what may happen to an order, in a world that keeps its own promises: it captures
// at most once, and gives back what it was asked for.

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/unit/order/domain/order_example.hpp"

namespace jangteo::order {
namespace {

class World {
  public:
    void step(int what, int choice) {
        example_.now = example_.now + minutes(choice % 20);
        const auto& part = choice % 2 == 0 ? example_.a : example_.b;
        switch (what) {
            case 0: note(example_.reserved()); break;
            case 1: note(example_.out_of_stock()); break;
            case 2: note(example_.expired()); break;
            case 3: capture(); break;
            case 4: note(order().on_deadline(fresh(), example_.now)); break;
            case 5: note(example_.decide(part, choice % 3 != 0)); break;
            case 6: note(example_.start_shipment(part)); break;
            case 7: note(example_.deliver(part)); break;
            case 8: send_back(part); break;
            case 9: note_if(example_.cancel()); break;
            case 10: note_if(example_.cancel_lines(some_lines(choice))); break;
            case 11: note_if(example_.cancel_lines(some_lines(choice), true)); break;
            case 12: answer_stop(choice); break;
            case 13: money_back(choice); break;
            case 14: stock_back(choice); break;
            case 15: order().confirm_receipt(example_.now); break;
            default: example_.now = example_.now + days(8); break;
        }
    }

    // Faults are over: everything that was asked for is answered.
    void come_to_rest() {
        for (int round = 0; round < 3; ++round) {
            for (std::size_t i = 0; i < order().cancellations.size(); ++i) {
                answer_stop(static_cast<int>(i));
                money_back(static_cast<int>(i));
                stock_back(static_cast<int>(i));
            }
        }
    }

    const Order& order() const { return example_.order; }
    Order& order() { return example_.order; }

    void check_money() {
        RC_ASSERT(order().captured <= order().total);
        RC_ASSERT(order().refunded <= order().captured);
        RC_ASSERT(order().refunded >= last_refunded_);
        std::int64_t promised = 0;
        for (const Cancellation& c : order().cancellations) {
            if (c.stage != CancellationStage::refused) promised += c.refund;
            RC_ASSERT(c.refunded <= c.refund);
        }
        RC_ASSERT(promised <= order().total);
        if (order().status == Status::cancelled) RC_ASSERT(order().captured == order().refunded);
        std::int64_t parts = 0;
        for (const Part& part : order().parts) parts += part.amount;
        RC_ASSERT(parts == order().total);
        last_refunded_ = order().refunded;
    }

    void check_lines() const {
        for (const Line& line : example_.lines) {
            RC_ASSERT(order().cancelled_units(line.line) <= line.quantity);
        }
    }

    void check_history() const {
        const auto& history = order().history;
        RC_ASSERT(history.front().to == Status::pending);
        RC_ASSERT(history.back().to == order().status);
        for (std::size_t i = 1; i < history.size(); ++i) {
            bool legal = false;
            for (const Step& step : steps) {
                legal = legal || (step.from == history[i - 1].to && step.to == history[i].to &&
                                  cause_of(step.on) == history[i].cause);
            }
            RC_ASSERT(legal);
            RC_ASSERT(history[i - 1].at <= history[i].at);
        }
    }

  private:
    static std::string_view cause_of(Input input) {
        std::string_view name;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Input>>([&](auto e) {
            if (e.value == input) name = e.name;
        });
        return name;
    }

    CancellationId fresh() { return example_.fresh(); }

    void note(const Decisions& decisions) {
        for (const auto& id : decisions.requested) RC_ASSERT(order().cancellation(id) != nullptr);
    }
    void note_if(const std::expected<Decisions, CancelRejection>& decisions) {
        if (decisions) note(*decisions);
    }

    void capture() {
        if (!voided_) note(example_.pay());
    }

    // Delivery answers a stop before it tells of a return.
    void send_back(const EnterpriseId& part) {
        for (const Cancellation& c : order().cancellations) {
            if (c.stage == CancellationStage::stopping && c.part == part) return;
        }
        note(example_.send_back(part));
    }

    std::vector<LineQuantity> some_lines(int choice) const {
        return {{choice % 3 + 1, choice % 4 + 1}, {choice / 3 % 3 + 1, 1}};
    }

    const Cancellation* chosen(int choice) const {
        if (order().cancellations.empty()) return nullptr;
        return &order()
                    .cancellations[static_cast<std::size_t>(choice) % order().cancellations.size()];
    }

    void answer_stop(int choice) {
        const Cancellation* c = chosen(choice);
        if (!c || c->stage != CancellationStage::stopping) return;
        bool started = false;
        for (const Part& part : order().parts) {
            started =
                started || (part.enterprise == c->part && part.status != PartStatus::approved);
        }
        note(order().on_shipment_stopped(c->id, !started && choice % 3 != 0, example_.now));
    }

    void money_back(int choice) {
        const Cancellation* c = chosen(choice);
        if (!c || c->stage != CancellationStage::undoing) return;
        std::int64_t amount = c->refund;
        if (c->whole) {
            std::int64_t others = 0;
            for (const Cancellation& other : order().cancellations) {
                if (other.id != c->id) others += other.refund;
            }
            amount = order().captured - others;
            voided_ = voided_ || order().captured == 0;
        }
        note(order().on_money_back(c->id, amount, example_.now));
    }

    void stock_back(int choice) {
        if (const Cancellation* c = chosen(choice)) {
            note(order().on_stock_back(c->id, example_.now));
        }
    }

    Example example_;
    bool voided_ = false;
    std::int64_t last_refunded_ = 0;
};

RC_GTEST_PROP(Order, keeps_its_sums_and_its_steps_whatever_happens, ()) {
    World world;
    auto moves = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 17), rc::gen::inRange(0, 60)));
    // Most random ways end early: three of four begin further on.
    std::vector<std::pair<int, int>> begun = {{0, 0}, {3, 0}, {5, 2}, {5, 1}, {6, 0}, {7, 0}};
    begun.resize(static_cast<std::size_t>(*rc::gen::inRange(0, 4) * 2));
    for (auto [what, choice] : begun) world.step(what, choice);
    bool ended = false;
    Status end = Status::pending;
    for (auto [what, choice] : moves) {
        world.step(what, choice);
        world.check_money();
        world.check_lines();
        world.check_history();
        if (ended) RC_ASSERT(world.order().status == end);
        ended = is_terminal(world.order().status);
        end = world.order().status;
    }
    world.come_to_rest();
    world.check_money();
    RC_ASSERT(world.order().status != Status::cancelling);
    RC_TAG(static_cast<int>(world.order().status));
}

}  // namespace
}  // namespace jangteo::order
