// Races of orders and payments on the real program: parallel calls, each answered as if they had
// come one after the other.

#include <gtest/gtest.h>

#include "tests/support/live_race.hpp"

namespace jangteo::test {
namespace {

namespace json = boost::json;

constexpr int crowds[] = {2, 8, 64};

std::string served_or_not(const ShopAnswer& answer) {
    return answer.ok() ? "served" : std::to_string(answer.status);
}

// The first `served_max` calls are served, the others refused.
History<int> first_come(int served_max, const std::string& refusal) {
    return History<int>([=](int& served, const std::string&) {
        return served == served_max ? refusal : (++served, std::string("served"));
    });
}

// An order that is called one call at a time. That it is shipped is the shop's own step: one more
// call, between any two.
struct PlayedOrder {
    std::string status;
    bool is_key_known = false;  // to the payment: the same again is the same answer
    auto operator<=>(const PlayedOrder&) const = default;

    std::string take(const std::string& call) {
        if (call == "cancel")
            return move(status != "shipping" && status != "cancelled", "cancelled");
        if (call == "approve") return move(status == "paid", "approved");
        if (call == "ship") return move(status == "approved", "shipping");
        if (is_key_known) return "served";
        is_key_known = status == "open";
        return move(status == "open", "approved");
    }
    std::string move(bool may_be, const char* next) {
        if (may_be) status = next;
        return may_be ? "served" : "409";
    }
};

class OrderRaces : public LiveRace {
  protected:
    // Some order of the calls leads from `first` to where the order has come to rest, and the money
    // is there too.
    void expect_explained(const std::string& order, const std::string& first,
                          const std::vector<std::string>& calls,
                          const std::vector<ShopAnswer>& answers) {
        EXPECT_EQ(await_rest(client_, *market_), "");
        const json::object end = buyer(0).order(order).json();
        const std::string status(end.at("status").as_string());
        History<PlayedOrder> history(
            [](PlayedOrder& played, const std::string& call) { return played.take(call); });
        for (std::size_t i = 0; i < answers.size(); ++i) {
            history.add(calls[i % calls.size()], served_or_not(answers[i]));
        }
        if (status == "shipping") history.add("ship", "served");
        EXPECT_TRUE(history.is_explained(
            {first}, [&](const PlayedOrder& last) { return last.status == status; }))
            << status << "\n"
            << history.text();
        const std::int64_t kept =
            end.at("captured").at("amount").as_int64() - end.at("refunded").at("amount").as_int64();
        EXPECT_EQ(kept, status == "shipping" ? market_price : 0);
    }
};

TEST_F(OrderRaces, one_key_from_many_connections_makes_one_order) {
    ASSERT_NO_FATAL_FAILURE(open());
    for (const int n : crowds) {
        const std::string one_key = key("one");
        std::set<std::string> orders;
        int first = 0;
        for (const ShopAnswer& answer :
             at_once(n, [&](int) { return buyer(0).place(market_->sku(0), one_key, 1, 0); })) {
            if (answer.status == 409) {
                EXPECT_EQ(answer.code(), "idempotency_key_running");
                continue;
            }
            EXPECT_EQ(answer.status, 201) << answer.body;
            orders.insert(answer.text("order_id"));
            first += answer.replayed ? 0 : 1;
        }
        EXPECT_EQ(orders.size(), 1U);
        EXPECT_EQ(first, 1);
    }
    close();
}

TEST_F(OrderRaces, one_key_with_different_bodies_serves_one_of_them) {
    ASSERT_NO_FATAL_FAILURE(open());
    for (const int n : crowds) {
        const std::string one_key = key("one");
        int served = 0;
        for (const ShopAnswer& answer : at_once(
                 n, [&](int i) { return buyer(0).place(market_->sku(0), one_key, i + 1, 0); })) {
            if (answer.status == 201) {
                ++served;
            } else if (answer.status == 409) {
                EXPECT_EQ(answer.code(), "idempotency_key_running");
            } else {
                EXPECT_EQ(told(answer), "422 idempotency_key_reused");
            }
        }
        EXPECT_EQ(served, 1);
    }
    close();
}

// ACIDRain, inventory: check and decrement apart let the last unit be sold twice.
TEST_F(OrderRaces, the_last_units_wanted_by_64_members_are_sold_once_each) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 3, .stock = 5, .members = 64}));
    for (std::size_t product = 0; product < 3; ++product) {
        const auto answers = at_once(64, [&](int i) {
            const auto member = static_cast<std::size_t>(i);
            return buyer(member).place(market_->sku(product), key("last") + std::to_string(i), 1);
        });
        History<int> history([](int& left, const std::string&) {
            if (left == 0) return std::string("cancelled");
            --left;
            return std::string("awaiting_payment");
        });
        for (std::size_t i = 0; i < answers.size(); ++i) {
            ASSERT_EQ(answers[i].status, 201) << answers[i].body;
            const std::string order = answers[i].text("order_id");
            history.add("place", buyer(i).order(order).text("status"));
        }
        EXPECT_TRUE(history.is_explained(5, [](int left) { return left == 0; })) << history.text();
    }
    close();
}

TEST_F(OrderRaces, parallel_payment_of_one_order_takes_the_money_once) {
    ASSERT_NO_FATAL_FAILURE(open());
    for (const int n : crowds) {
        const std::string order = buyer(0).place(market_->sku(0), key("order")).text("order_id");
        // Every window has authorised: as many payment keys as there are calls.
        std::vector<std::string> payment_keys;
        for (int i = 0; i < n; ++i) payment_keys.push_back(buyer(0).authorise(order));
        const auto answers = at_once(n, [&](int i) {
            return buyer(0).confirm(order, payment_keys[static_cast<std::size_t>(i)],
                                    "pay" + std::to_string(n) + "-" + std::to_string(i));
        });
        History<int> history = first_come(1, "409");
        for (const ShopAnswer& answer : answers) history.add("pay", served_or_not(answer));
        EXPECT_TRUE(history.is_explained(0, [](int taken) { return taken == 1; }))
            << history.text();
        EXPECT_EQ(buyer(0).await(order, "shipping"), "shipping");
        const json::object books =
            toss_.get("/__sandbox/books/payments?limit=1000&orderId=" + order).json();
        std::int64_t captured = 0;
        for (const json::value& payment : books.at("payments").as_array()) {
            captured += payment.at("captured").as_int64();
        }
        EXPECT_EQ(captured, market_price);
    }
    close();
}

TEST_F(OrderRaces, the_same_payment_confirmed_many_times_is_one_capture) {
    ASSERT_NO_FATAL_FAILURE(open());
    for (const int n : crowds) {
        const std::string order = buyer(0).place(market_->sku(0), key("order")).text("order_id");
        const std::string payment_key = buyer(0).authorise(order);
        for (const ShopAnswer& answer : at_once(n, [&](int i) {
                 return buyer(0).confirm(order, payment_key,
                                         "same" + std::to_string(n) + "-" + std::to_string(i));
             })) {
            EXPECT_TRUE(answer.ok()) << answer.body;
        }
        EXPECT_EQ(buyer(0).await(order, "shipping"), "shipping");
    }
    close();
}

TEST_F(OrderRaces, cancel_against_pay_ends_in_one_of_the_two) {
    ASSERT_NO_FATAL_FAILURE(open());
    for (int round = 0; round < 20; ++round) {
        const std::string order = buyer(0).place(market_->sku(0), key("order")).text("order_id");
        const std::string payment_key = buyer(0).authorise(order);
        const auto answers = at_once(4, [&](int i) {
            const std::string own = "cp" + std::to_string(round) + "-" + std::to_string(i);
            return i % 2 == 0 ? buyer(0).cancel(order, own)
                              : buyer(0).confirm(order, payment_key, own);
        });
        expect_explained(order, "open", {"cancel", "pay"}, answers);
    }
    close();
}

TEST_F(OrderRaces, cancel_against_ship_ends_in_one_of_the_two) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 4, .approval = "manual"}));
    for (int round = 0; round < 20; ++round) {
        const std::string order = buyer(0).buy(market_->sku(0), key("order"));
        ASSERT_EQ(buyer(0).await(order, "paid"), "paid");
        const auto answers = at_once(4, [&](int i) {
            const std::string own = "cs" + std::to_string(round) + "-" + std::to_string(i);
            if (i % 2 == 0) return buyer(0).cancel(order, own);
            return client_.post("/v1/seller/approvals/" + order + "/approve", json::object{},
                                market_->seller_token(), own);
        });
        expect_explained(order, "paid", {"cancel", "approve"}, answers);
    }
    close();
}

TEST_F(OrderRaces, refund_against_refund_gives_back_what_was_bought_and_no_more) {
    ASSERT_NO_FATAL_FAILURE(open());
    for (const int n : crowds) {
        constexpr int bought = 5;
        const std::string order =
            buyer(0).place(market_->sku(0), key("order"), bought).text("order_id");
        const std::string payment_key = buyer(0).authorise(order, bought * market_price);
        ASSERT_TRUE(buyer(0).confirm(order, payment_key, key("pay"), bought * market_price).ok());
        ASSERT_EQ(buyer(0).await(order, "shipping"), "shipping");
        const json::object line{{"line", 1}, {"quantity", 1}};
        const auto answers = at_once(n, [&](int i) {
            return client_.post(
                "/v1/seller/orders/" + order + "/refunds",
                {{"reason", "test"}, {"lines", json::array{line}}, {"restock", true}},
                market_->seller_token(), "refund" + std::to_string(n) + "-" + std::to_string(i));
        });
        History<int> history = first_come(bought, "422");
        for (const ShopAnswer& answer : answers) {
            history.add("refund", served_or_not(answer));
        }
        EXPECT_TRUE(history.is_explained(0, [&](int given) {
            return given == std::min(n, bought);
        })) << history.text();
        EXPECT_EQ(await_rest(client_, *market_), "");
        EXPECT_EQ(buyer(0).order(order).json().at("refunded").at("amount").as_int64(),
                  std::min(n, bought) * market_price);
    }
    close();
}

TEST_F(OrderRaces, approve_against_reject_is_decided_once) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 4, .approval = "manual"}));
    for (const int n : crowds) {
        const std::string order = buyer(0).buy(market_->sku(0), key("order"));
        ASSERT_EQ(buyer(0).await(order, "paid"), "paid");
        const auto answers = at_once(n, [&](int i) {
            const bool approve = i % 2 == 0;
            return client_.post(
                "/v1/seller/approvals/" + order + (approve ? "/approve" : "/reject"),
                approve ? json::object{} : json::object{{"reason", "test"}},
                market_->seller_token(), "d" + std::to_string(n) + "-" + std::to_string(i));
        });
        bool is_approved = false;
        History<int> history = first_come(1, "409");
        for (std::size_t i = 0; i < answers.size(); ++i) {
            if (answers[i].ok()) is_approved = i % 2 == 0;
            history.add("decide", served_or_not(answers[i]));
        }
        EXPECT_TRUE(history.is_explained(0, [](int decided) { return decided == 1; }))
            << history.text();
        const std::string end = is_approved ? "shipping" : "cancelled";
        EXPECT_EQ(buyer(0).await(order, end), end);
    }
    close();
}

}  // namespace
}  // namespace jangteo::test
