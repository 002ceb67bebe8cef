#include "order/domain/order_process.hpp"

#include <gtest/gtest.h>

#include <boost/mp11.hpp>

#include <set>
#include <string>

namespace jangteo::order {
namespace {

template <class E>
std::vector<E> all_of() {
    std::vector<E> values;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto enumerator) { values.push_back(enumerator.value); });
    return values;
}

// A letter for each status, in the order of the enumeration: Pending, Awaiting payment, paid ($),
// Decided, Shipping, delivered (!), completed (=), cancelling (-), cancelled (0). A dot: no step.
constexpr std::string_view letters = "PA$DS!=-0";

// One row for each status, one column for each input, both in the order of the enumerations:
//   stock_reserved, stock_rejected, reservation_expired, payment_completed, deadline_passed,
//   cancel_requested, parts_decided, parts_refused, shipment_started, parts_arrived,
//   receipt_confirmed, undone
constexpr std::string_view expected[] = {
    "A-..--......",  // pending
    "..-$--......",  // awaiting_payment
    "..-..-D-....",  // paid
    ".......-S...",  // approved
    ".......-.!..",  // shipping
    "....=..-..=.",  // delivered
    "............",  // completed
    "...........0",  // cancelling
    "............",  // cancelled
};

TEST(OrderProcess, has_a_step_for_exactly_the_pairs_of_the_table) {
    auto statuses = all_of<Status>();
    auto inputs = all_of<Input>();
    ASSERT_EQ(statuses.size(), std::size(expected));
    for (std::size_t s = 0; s < statuses.size(); ++s) {
        ASSERT_EQ(inputs.size(), expected[s].size());
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            auto step = step_for(statuses[s], inputs[i]);
            char found = step ? letters[static_cast<std::size_t>(step->to)] : '.';
            EXPECT_EQ(found, expected[s][i]) << "status " << s << ", input " << i;
        }
    }
}

TEST(OrderProcess, has_one_step_for_a_pair) {
    std::set<std::pair<Status, Input>> pairs;
    for (const Step& step : steps) {
        EXPECT_TRUE(pairs.emplace(step.from, step.on).second);
    }
}

TEST(OrderProcess, absorbs_everything_in_its_terminal_states) {
    for (Status status : all_of<Status>()) {
        bool absorbs = true;
        for (Input input : all_of<Input>()) absorbs = absorbs && !step_for(status, input);
        EXPECT_EQ(absorbs, is_terminal(status));
    }
}

TEST(OrderProcess, can_end_from_every_state) {
    std::set<Status> ending = {Status::completed, Status::cancelled};
    for (std::size_t round = 0; round < steps.size(); ++round) {
        for (const Step& step : steps) {
            if (ending.contains(step.to)) ending.insert(step.from);
        }
    }
    EXPECT_EQ(ending.size(), all_of<Status>().size());
}

TEST(OrderProcess, says_of_every_state_what_it_waits_for) {
    for (Status status : all_of<Status>()) {
        EXPECT_FALSE(waits_for(status).empty());
        EXPECT_EQ(waits_for(status) == "nothing", is_terminal(status));
    }
}

TEST(OrderProcess, says_of_every_step_what_undoes_it) {
    for (const Step& step : steps) EXPECT_FALSE(step.undone_by.empty());
}

}  // namespace
}  // namespace jangteo::order
