// While a commit is being flushed the lane goes on, and nothing of that commit goes out.

#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

// Flushes when the test says so.
class HeldFlusher : public runtime::Flusher {
  public:
    void flush(runtime::AfterFlush after, bool at_once) override {
        held.push_back(std::move(after));
        asked_at_once.push_back(at_once);
    }
    void finish_next() {
        auto after = std::move(held.front());
        held.erase(held.begin());
        for (const auto& call : after) call();
    }

    std::vector<runtime::AfterFlush> held;
    std::vector<bool> asked_at_once;
};

class FlushTest : public ToyShopTest {
  protected:
    FlushTest() { shop.flusher = &flusher; }
    void SetUp() override {
        ToyShopTest::SetUp();
        while (!flusher.held.empty()) flusher.finish_next();
        flusher.asked_at_once.clear();
    }

    void begin_call_outside() {
        shop.begin_call(Method::post, ToyService::target(toy, "calls"), toy_body(1), token);
    }

    HeldFlusher flusher;
};

TEST_F(FlushTest, answers_go_out_with_the_flush_of_their_commit_and_not_before) {
    auto first = begin_move(toy, 1);
    shop.lane->run_batch();
    auto second = begin_move(other, 1);
    shop.lane->run_batch();
    ASSERT_EQ(flusher.held.size(), 2U);
    EXPECT_EQ(trail().size(), 6U);  // Both are committed.
    EXPECT_EQ(first->status, 0);
    EXPECT_EQ(second->status, 0);
    EXPECT_FALSE(shop.lane->settled());

    flusher.finish_next();
    EXPECT_EQ(first->status, 200);
    EXPECT_EQ(second->status, 0);
    flusher.finish_next();
    EXPECT_EQ(second->status, 200);
    EXPECT_TRUE(shop.lane->settled());
}

TEST_F(FlushTest, calls_go_out_with_the_flush_of_their_commit_and_not_before) {
    begin_call_outside();
    shop.lane->run_batch();
    EXPECT_TRUE(toy_service.outside.seen.empty());
    flusher.finish_next();
    shop.lane->run_batch();
    EXPECT_EQ(toy_service.outside.seen.size(), 1U);
}

TEST_F(FlushTest, a_call_does_not_wait_for_the_end_of_the_next_batch) {
    begin_call_outside();
    shop.lane->run_batch();
    std::size_t called_before_the_second = 0;
    toy_service.on_line = [&](const std::string& line) {
        if (line == "move 1") flusher.finish_next();
        if (line == "move 2") called_before_the_second = toy_service.outside.seen.size();
    };
    begin_move(other, 1);
    begin_move(other, 2);
    shop.lane->run_batch();
    toy_service.on_line = nullptr;
    EXPECT_EQ(called_before_the_second, 1U);
}

TEST_F(FlushTest, a_repeated_key_is_known_before_the_first_answer_is_durable) {
    auto first = shop.begin_call(Method::post, ToyService::target(toy, "moves"), toy_body(1), token,
                                 {.key = "k"});
    shop.lane->run_batch();
    auto again = shop.begin_call(Method::post, ToyService::target(toy, "moves"), toy_body(1), token,
                                 {.key = "k"});
    shop.lane->run_batch();
    EXPECT_EQ(trail().size(), 3U);
    while (!flusher.held.empty()) flusher.finish_next();
    EXPECT_EQ(first->status, 200);
    EXPECT_EQ(again->status, 200);
    EXPECT_EQ(header_of(*again, "idempotent-replayed"), "true");
}

TEST_F(FlushTest, is_waited_for_only_when_nothing_else_is_to_do) {
    begin_move(toy, 1);
    shop.lane->run_batch();
    shop.lane_options.commands_max = 1;
    shop.restart();
    begin_move(toy, 2);
    begin_move(other, 2);
    shop.lane->run_batch();
    shop.lane->run_batch();
    EXPECT_EQ(flusher.asked_at_once, (std::vector<bool>{true, false, true}));
}

}  // namespace
}  // namespace jangteo::test
