// Prefer: wait=N: answered when the process rests, or when the wait is over.

#include "tests/support/toy_shop_test.hpp"

namespace jangteo::test {
namespace {

class WaitTest : public ToyShopTest {
  protected:
    explicit WaitTest(runtime::Delivery delivery = runtime::Delivery::log)
        : ToyShopTest(delivery) {}

    std::shared_ptr<HttpAnswer> begin_waiting(const std::string& prefer) {
        return shop.begin_call(Method::post, ToyService::target(toy, "moves"), toy_body(1), token,
                               {.headers = {{"prefer", prefer}}, .key = ""});
    }
};

TEST_F(WaitTest, is_answered_as_soon_as_the_process_rests) {
    auto answer = begin_waiting("wait=10");
    shop.lane->run_batch();
    EXPECT_EQ(answer->status, 0);
    shop.settle();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, R"({"step":100})");
    EXPECT_EQ(header_of(*answer, "preference-applied"), "wait=10");
    EXPECT_TRUE(shop.watches.empty());
}

TEST_F(WaitTest, is_answered_when_the_wait_is_over) {
    throw_at("echo 1");
    auto answer = begin_waiting("wait=10");
    shop.advance(seconds(10) + milliseconds(-1));
    EXPECT_EQ(answer->status, 0);
    shop.advance(milliseconds(1));
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, R"({"step":1})");
    EXPECT_TRUE(shop.watches.empty());
}

TEST_F(WaitTest, lasts_no_longer_than_the_shop_allows) {
    throw_at("echo 1");
    for (auto prefer : {"wait=99999", "wait=9223372036854775807"}) {
        auto answer = begin_waiting(prefer);
        shop.advance(seconds(29));
        EXPECT_EQ(answer->status, 0) << prefer;
        shop.advance(seconds(1));
        EXPECT_EQ(answer->status, 200) << prefer;
        EXPECT_EQ(header_of(*answer, "preference-applied"), "wait=30") << prefer;
    }
}

TEST_F(WaitTest, is_not_begun_for_wishes_that_are_none) {
    for (auto prefer : {"wait=0", "wait=-5", "wait=soon", "respond-async", "nowait=10",
                        "wait=99999999999999999999"}) {
        auto answer = begin_waiting(prefer);
        shop.lane->run_batch();
        EXPECT_EQ(answer->status, 200) << prefer;
        shop.settle();
    }
}

TEST_F(WaitTest, is_not_begun_for_a_refusal) {
    auto answer = shop.begin_call(Method::post, ToyService::target(toy, "moves"), "{}", token,
                                  {.headers = {{"prefer", "wait=10"}}, .key = ""});
    EXPECT_EQ(answer->status, 400);
}

class EmbeddedWaitTest : public WaitTest {
  protected:
    EmbeddedWaitTest() : WaitTest(runtime::Delivery::local) {}
};

TEST_F(EmbeddedWaitTest, is_over_at_once_when_the_commit_ends_the_process) {
    auto answer = begin_waiting("respond-async, wait=10");
    shop.lane->run_batch();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, R"({"step":100})");
    EXPECT_TRUE(shop.watches.empty());
}

}  // namespace
}  // namespace jangteo::test
