// Every mutating route of the OpenAPI document in a race on the real program: parallel calls that
// are all the same, and parallel calls that want different things. Some order of the calls must
// explain their answers. The tables have the routes for which one sentence says what every order
// gives; order_races_test.cpp and account_races_test.cpp have those that need a story.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/business_number.hpp"
#include "tests/support/live_race.hpp"
#include "tests/system/route_races.hpp"

namespace jangteo::test {
namespace {

namespace json = boost::json;

class RouteRaces : public LiveRace {
  protected:
    // The program's own document, by the name of the operation.
    std::map<std::string, json::object> operations() {
        std::map<std::string, json::object> found;
        const json::object document = client_.get("/openapi.json").json();
        for (const auto& [path, methods] : document.at("paths").as_object()) {
            for (const auto& [method, operation] : methods.as_object()) {
                if (method == "get") continue;
                found[operation.at("operationId").as_string().c_str()] = operation.as_object();
            }
        }
        return found;
    }

    static bool takes_a_key(const json::object& operation) {
        const auto* parameters = operation.if_contains("parameters");
        if (parameters == nullptr) return false;
        return std::ranges::any_of(parameters->as_array(), [](const json::value& parameter) {
            return parameter.at("name").as_string() == "Idempotency-Key";
        });
    }

    void prepare(const Race& race) {
        words_ = {
            {"operator", market_->operator_token()}, {"seller", market_->seller_token()},
            {"buyer", market_->member(0)},           {"{sku}", market_->sku(0)},
            {"{product}", market_->product(0)},      {"{business}", business_number(++races_)},
            {"{n}", std::to_string(races_)}};
        if (has_parcels_) buy();
        for (std::size_t i = 0; i < race.before.size(); ++i) {
            ShopCall call = filled(race.before[i], "1");
            call.key = key("before");
            const ShopAnswer answer = client_.call(call);
            ASSERT_TRUE(answer.ok()) << race.operation << " before: " << answer.body;
            for (const char* name : {"id", "order_id", "session_id"}) {
                if (!answer.text(name).empty())
                    words_["{" + std::to_string(i) + "}"] = answer.text(name);
            }
            for (const char* name : {"access_token", "guest_token"}) {
                if (!answer.text(name).empty()) words_["{token}"] = answer.text(name);
            }
        }
    }

    void buy() {
        const std::string order = buyer(0).buy(market_->sku(0), key("order"));
        EXPECT_EQ(buyer(0).await(order, "approved"), "approved");
        const std::string& token = market_->member(0);
        const auto shipments = client_.get("/v1/orders/" + order + "/shipments", token).json();
        words_["{order}"] = order;
        words_["{shipment}"] = shipments.at("data").at(0).at("id").as_string().c_str();
        words_["{payment}"] = client_.get("/v1/orders/" + order + "/payment", token).text("id");
    }

    // What no race has sent is not on its way for ever.
    void give_up_order() {
        if (!has_parcels_) return;
        ShopCall cancel{Method::post, "/v1/admin/orders/{order}/cancel", "operator",
                        R"({"reason":"test"})"};
        cancel.key = key("give-up");
        client_.call(filled(cancel, "1"));
    }

    ShopCall filled(ShopCall call, const std::string& caller) const {
        auto fill = [&](std::string& text) {
            for (const auto& [word, value] : words_) {
                if (!word.starts_with('{')) continue;
                replace_all(text, word, value);
            }
            replace_all(text, "{i}", caller);
        };
        fill(call.target);
        fill(call.body);
        auto known = words_.find(call.token);
        if (known != words_.end()) call.token = known->second;
        return call;
    }

    static void replace_all(std::string& text, std::string_view word, std::string_view value) {
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
            text.replace(at, word.size(), value);
        }
    }

    // Each as if it had come alone, after some of the others.
    void race_by_model(const Race& race, int n, bool is_conflict) {
        ASSERT_NO_FATAL_FAILURE(prepare(race));
        const std::string own = key("race");
        const auto answers = at_once(n, [&](int i) {
            ShopCall call = filled(race.call, is_conflict ? std::to_string(i + 1) : "1");
            call.key = own + "-" + std::to_string(i);
            return client_.call(call);
        });
        History<int> history([&](int& served, const std::string&) {
            return ++served <= race.served_max || race.others.empty() ? "served" : race.others;
        });
        for (const ShopAnswer& answer : answers) {
            history.add("call", answer.ok() ? "served" : told(answer));
        }
        EXPECT_TRUE(history.is_explained(0, [](int) { return true; }))
            << race.operation << ", " << n << " callers\n"
            << history.text();
        give_up_order();
    }

    // The one answer, or that it is being made.
    void race_with_one_key(const Race& race, int n) {
        ASSERT_NO_FATAL_FAILURE(prepare(race));
        ShopCall call = filled(race.call, "1");
        call.key = key("one");
        int first = 0;
        std::set<std::string> bodies;
        for (const ShopAnswer& answer : at_once(n, [&](int) { return client_.call(call); })) {
            if (answer.code() == "idempotency_key_running") continue;
            EXPECT_TRUE(answer.ok()) << race.operation << ": " << answer.body;
            first += answer.replayed ? 0 : 1;
            bodies.insert(answer.body);
        }
        EXPECT_EQ(first, 1) << race.operation;
        EXPECT_EQ(bodies.size(), 1U) << race.operation;
        give_up_order();
    }

    void run(const std::vector<Race>& races) {
        ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 1}));
        if (has_parcels_) {
            const ShopCall by_hand{Method::put, "/v1/seller/shipping-policy",
                                   market_->seller_token(),
                                   R"({"mode":"manual","carrier":"kr.epost"})"};
            ASSERT_EQ(client_.call(by_hand).status, 200);
        }
        const auto known = operations();
        for (const Race& race : races) {
            ASSERT_TRUE(known.contains(std::string(race.operation))) << race.operation;
            for (int n : {2, 8, race.callers_max}) {
                ASSERT_NO_FATAL_FAILURE(race_by_model(race, n, false));
                ASSERT_NO_FATAL_FAILURE(race_by_model(race, n, true));
                if (race.served_max == 0 || !takes_a_key(known.at(std::string(race.operation))))
                    continue;
                ASSERT_NO_FATAL_FAILURE(race_with_one_key(race, n));
            }
        }
        close();
    }

    std::map<std::string, std::string> words_;
    int races_ = 0;
    bool has_parcels_ = false;
};

TEST_F(RouteRaces, members) { run(member_races); }
TEST_F(RouteRaces, sellers) { run(seller_races); }
TEST_F(RouteRaces, catalog) { run(catalog_races); }

TEST_F(RouteRaces, orders) { run(order_races); }

TEST_F(RouteRaces, parcels) {
    has_parcels_ = true;
    run(parcel_races);
}

// A window's key is worth one method, however often the browser comes back with it.
TEST_F(RouteRaces, one_window_keeps_one_payment_method_and_it_is_removed_once) {
    ASSERT_NO_FATAL_FAILURE(open({.products = 1, .members = 1}));
    const std::string& token = market_->member(0);
    for (int n : {2, 8, 64}) {
        const std::string customer =
            client_.post("/v1/payment-methods/prepare", json::object{}, token, key("window"))
                .text("customer_key");
        const std::string window =
            toss_.post("/__sandbox/billing-auths", {{"customerKey", customer}}).text("authKey");
        const json::object body{{"auth_key", window}, {"customer_key", customer}};
        const std::string own = key("method");
        const auto added = at_once(n, [&](int i) {
            return client_.post("/v1/payment-methods", body, token, own + std::to_string(i));
        });
        EXPECT_EQ(count_status(added, 202), n) << added[0].body;
        EXPECT_EQ(await_rest(client_, *market_), "");
        const json::object list = client_.get("/v1/payment-methods", token).json();
        std::string method;
        int active = 0;
        for (const json::value& kept : list.at("data").as_array()) {
            if (kept.at("status").as_string() != "active") continue;
            method = kept.at("id").as_string().c_str();
            ++active;
        }
        EXPECT_EQ(active, 1) << json::serialize(list);
        const auto removed = at_once(n, [&](int) {
            return client_.call({Method::del, "/v1/payment-methods/" + method, token});
        });
        EXPECT_EQ(count_status(removed, 204), 1);
        EXPECT_EQ(count_status(removed, 404), n - 1);
    }
    close();
}

TEST_F(RouteRaces, leave_no_mutating_route_out) {
    ASSERT_TRUE(shop_.start()) << shop_.process().output();
    std::set<std::string> raced = with_a_story;
    for (const auto* table :
         {&member_races, &seller_races, &catalog_races, &order_races, &parcel_races}) {
        for (const Race& race : *table) raced.emplace(race.operation);
    }
    std::set<std::string> declared;
    for (const auto& [name, operation] : operations()) declared.insert(name);
    EXPECT_EQ(raced, declared);
    EXPECT_EQ(shop_.stop(), 0);
}

}  // namespace
}  // namespace jangteo::test
