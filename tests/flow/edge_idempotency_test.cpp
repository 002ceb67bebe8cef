// Idempotency-Key: one effect and one answer for each key.

#include "runtime/idempotency.hpp"
#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

class IdempotencyTest : public ToyShopTest {
  protected:
    HttpAnswer move_with(const std::string& key, int step) { return *begin_with(key, step, true); }
    std::shared_ptr<HttpAnswer> begin_with(const std::string& key, int step, bool settle = false,
                                           const std::string& as = "") {
        auto answer =
            shop.begin_call(Method::post, ToyService::target(toy, "moves"), toy_body(step),
                            as.empty() ? token : as, {.headers = headers, .key = key});
        if (settle) shop.settle();
        return answer;
    }

    std::vector<runtime::Header> headers;
};

TEST_F(IdempotencyTest, gives_the_first_answer_again_to_the_same_request) {
    auto first = move_with("k", 1);
    auto second = move_with("k", 1);
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(header_of(first, "idempotent-replayed"), "");
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(header_of(second, "idempotent-replayed"), "true");
    EXPECT_EQ(trail(), (Lines{"move 1", "echo 1", "end 1"}));
}

TEST_F(IdempotencyTest, refuses_the_same_key_for_another_request) {
    move_with("k", 1);
    EXPECT_EQ(move_with("k", 2).status, 422);
    EXPECT_NE(move_with("k", 2).body.find("idempotency_key_reused"), std::string::npos);
    EXPECT_EQ(move_with("k", 1).status, 200);
    auto elsewhere = shop.call(Method::post, ToyService::target(other, "moves"), toy_body(1), token,
                               {.headers = {}, .key = "k"});
    EXPECT_EQ(elsewhere.status, 422);
    EXPECT_EQ(trail_of("move "), Lines{"1"});
}

TEST_F(IdempotencyTest, refuses_a_twin_while_the_first_is_running) {
    auto first = begin_with("k", 1);
    auto twin = begin_with("k", 1);
    EXPECT_EQ(twin->status, 409);
    EXPECT_EQ(header_of(*twin, "retry-after"), "1");
    shop.settle();
    EXPECT_EQ(first->status, 200);
    EXPECT_EQ(move_with("k", 1).status, 200);
    EXPECT_EQ(trail_of("move "), Lines{"1"});
}

TEST_F(IdempotencyTest, is_each_members_own) {
    move_with("k", 1);
    std::string lee = shop.as_member(shop.new_id<MemberId>());
    auto answer = begin_with("k", 2, true, lee);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(trail_of("move "), (Lines{"1", "2"}));
}

TEST_F(IdempotencyTest, lasts_a_day_and_through_a_restart) {
    move_with("k", 1);
    shop.advance(hours(24) + milliseconds(-1));
    shop.restart();
    EXPECT_EQ(header_of(move_with("k", 1), "idempotent-replayed"), "true");
    shop.advance(milliseconds(1));
    auto fresh = move_with("k", 2);
    EXPECT_EQ(fresh.status, 200);
    EXPECT_EQ(header_of(fresh, "idempotent-replayed"), "");
    EXPECT_EQ(trail_of("move "), (Lines{"1", "2"}));
}

TEST_F(IdempotencyTest, is_not_used_up_by_a_failure_or_a_wrong_body) {
    throw_at("move 1");
    EXPECT_EQ(move_with("k", 1).status, 500);
    throw_no_more();
    EXPECT_EQ(move_with("k", 5'000).status, 400);
    EXPECT_EQ(move_with("k", 1).status, 200);
    EXPECT_EQ(trail_of("move "), Lines{"1"});
}

TEST_F(IdempotencyTest, is_not_used_up_when_the_queue_is_full) {
    shop.lane_options.queue_max = 1;
    shop.restart();
    begin_move(toy, 1);
    EXPECT_EQ(begin_with("k", 2)->status, 503);
    shop.settle();
    EXPECT_EQ(move_with("k", 2).status, 200);
}

TEST_F(IdempotencyTest, wants_a_key_of_visible_ascii_up_to_255) {
    EXPECT_EQ(move_with(std::string(255, 'k'), 1).status, 200);
    EXPECT_EQ(move_with(std::string(256, 'k'), 1).status, 400);
    EXPECT_EQ(move_with("a b", 1).status, 400);
    EXPECT_EQ(move_with("키", 1).status, 400);
}

TEST_F(IdempotencyTest, works_without_a_key_where_none_is_required) {
    EXPECT_EQ(move_with("-", 1).status, 200);
    EXPECT_EQ(move_with("-", 1).status, 200);
    EXPECT_EQ(trail_of("move "), (Lines{"1", "1"}));
}

TEST_F(IdempotencyTest, replays_at_once_however_long_the_caller_would_wait) {
    headers = {{"prefer", "wait=10"}};
    EXPECT_EQ(move_with("k", 1).body, R"({"step":100})");
    auto replayed = move_with("k", 1);
    EXPECT_EQ(replayed.status, 200);
    EXPECT_EQ(header_of(replayed, "idempotent-replayed"), "true");
}

TEST_F(IdempotencyTest, is_swept_when_a_day_has_passed) {
    move_with("k", 1);
    auto sweep = [&] {
        std::int64_t gone = 0;
        shop.transact([&](runtime::Transaction& tx) {
            gone = runtime::sweep_idempotency(tx.db(), tx.now(), 100);
        });
        return gone;
    };
    EXPECT_EQ(sweep(), 0);
    shop.advance(hours(24) + milliseconds(1));
    EXPECT_EQ(sweep(), 1);
}

// Records move from memory into the stored index two at a time.
class IndexedRecordsTest : public IdempotencyTest {
  protected:
    IndexedRecordsTest() { shop.edge_options.recent_records_max = 4; }

    void expect_all_replayed() {
        for (int i = 0; i < 11; ++i) {
            auto again = move_with("k" + std::to_string(i), 1);
            EXPECT_EQ(header_of(again, "idempotent-replayed"), "true") << i;
        }
    }
    std::int64_t indexed() {
        static const sql::Query count{"SELECT count(*) FROM runtime_idempotency_head"};
        auto rows = shop.store.reader().query(count);
        return rows.next() ? rows.integer(0) : -1;
    }
};

TEST_F(IndexedRecordsTest, are_found_in_memory_in_the_index_and_after_a_restart) {
    for (int i = 0; i < 11; ++i) {
        move_with("k" + std::to_string(i), 1);
        if (i == 6) shop.restart();
    }
    EXPECT_GE(indexed(), 5);
    expect_all_replayed();
    shop.restart();
    expect_all_replayed();
}

TEST_F(IndexedRecordsTest, are_looked_up_together_for_a_batch) {
    constexpr int keys = 40;
    auto batch_of = [&](int first, int end) {
        std::vector<std::shared_ptr<HttpAnswer>> answers;
        for (int i = first; i < end; ++i) {
            answers.push_back(begin_with("k" + std::to_string(i), 1));
        }
        shop.settle();
        return answers;
    };
    for (int first = 0; first < keys; first += 5) batch_of(first, first + 5);
    EXPECT_GE(indexed(), keys / 2);
    auto again = batch_of(0, keys + 5);
    for (int i = 0; i < keys + 5; ++i) {
        EXPECT_EQ(header_of(*again[static_cast<std::size_t>(i)], "idempotent-replayed"),
                  i < keys ? "true" : "")
            << i;
    }
}

TEST_F(IndexedRecordsTest, are_swept_from_the_index_too) {
    for (int i = 0; i < 11; ++i) move_with("k" + std::to_string(i), 1);
    shop.advance(hours(25));
    shop.transact([](runtime::Transaction& tx) {
        EXPECT_EQ(runtime::sweep_idempotency(tx.db(), tx.now(), 100), 11);
    });
    EXPECT_EQ(indexed(), 0);
    EXPECT_NE(header_of(move_with("k1", 1), "idempotent-replayed"), "true");
}

class RequiredKeyTest : public ToyShopTest {
  protected:
    RequiredKeyTest() {
        shop.registry.routes.command({.method = Method::post,
                                      .path = "/v1/keyed",
                                      .name = "keyed",
                                      .summary = "",
                                      .key = runtime::KeyPolicy::required},
                                     [](runtime::Transaction&, const runtime::Call& call) {
                                         return runtime::not_found(call);
                                     });
    }
};

TEST_F(RequiredKeyTest, is_missed_where_it_is_required) {
    auto answer = shop.call(Method::post, "/v1/keyed", "", token, {.headers = {}, .key = "-"});
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("idempotency_key_required"), std::string::npos);
}

TEST_F(RequiredKeyTest, gives_refusals_again_too) {
    auto call = [&] {
        return shop.call(Method::post, "/v1/keyed", "", token, {.headers = {}, .key = "k"});
    };
    EXPECT_EQ(call().status, 404);
    auto again = call();
    EXPECT_EQ(again.status, 404);
    EXPECT_EQ(again.content_type, "application/problem+json");
    EXPECT_EQ(header_of(again, "idempotent-replayed"), "true");
}

}  // namespace
}  // namespace jangteo::test
