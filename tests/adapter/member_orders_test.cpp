// A member's orders, newest first, from an index that is entered many orders at a time.

#include "boot/declared_shop.hpp"
#include "order/out/sql_orders.hpp"
#include "runtime/clock.hpp"
#include "runtime/migrate.hpp"
#include "tests/support/in_batch.hpp"
#include "tests/support/shop.hpp"
#include "tests/support/store_test.hpp"

namespace jangteo::test {
namespace {

constexpr int index_every = 4;
constexpr int a_run = index_every * static_cast<int>(order::SqlOrders::bursts_a_run);
constexpr Timestamp start{1'800'000'000'000'000};
constexpr std::int64_t all = 1'000;

class MemberOrders : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        store = engine->open();
        runtime::migrate(store->writer(), boot::migrations_of({}), {1});
    }

    std::vector<OrderId> add(const MemberId& member, int count) {
        std::vector<OrderId> added;
        in_batch(store->writer(), [&] {
            for (int i = 0; i < count; ++i) {
                order::Line line;
                line.line = 1;
                line.enterprise = ids.next<EnterpriseId>(start);
                line.quantity = 1;
                line.unit_price = 1'000;
                auto made = order::Order::create({ids.next<OrderId>(start), member, "", {}, start},
                                                 {line}, Currency::KRW, start);
                orders.add(store->writer(), *made, {line});
                added.push_back(made->id);
            }
        });
        return added;
    }
    std::vector<OrderId> found(const MemberId& member, const OrderId& before = {},
                               std::int64_t limit = all) {
        std::vector<OrderId> page;
        for (const auto& order : orders.of_member(store->reader(), member, before, limit)) {
            EXPECT_EQ(order.member, member);
            page.push_back(order.id);
        }
        return page;
    }
    std::int64_t runs() {
        static const sql::Query query{"SELECT count(DISTINCT run) FROM order_member_run"};
        return sql::integer_of(store->reader().query(query));
    }

    std::unique_ptr<StoreEngine> engine = make_store_engine(GetParam());
    std::unique_ptr<sql::Store> store;
    order::SqlOrders orders{index_every};
    SeededRandom random{7};
    runtime::Ids ids{random};
    MemberId often = ids.next<MemberId>(start);
    MemberId seldom = ids.next<MemberId>(start);
};

TEST_P(MemberOrders, are_found_in_every_run_and_behind_the_last) {
    std::vector<OrderId> of_often;
    std::vector<OrderId> of_seldom;
    // Twenty runs: more than are asked for at once.
    for (int run = 0; run < 20; ++run) {
        auto some = add(often, a_run - 1);
        of_often.insert(of_often.begin(), some.rbegin(), some.rend());
        auto one = add(seldom, 1);
        of_seldom.insert(of_seldom.begin(), one.front());
    }
    auto newest = add(seldom, 2);
    of_seldom.insert(of_seldom.begin(), newest.rbegin(), newest.rend());

    EXPECT_EQ(runs(), 20);
    EXPECT_EQ(found(often), of_often);
    EXPECT_EQ(found(seldom), of_seldom);
    EXPECT_TRUE(found(ids.next<MemberId>(start)).empty());
}

TEST_P(MemberOrders, come_in_pages) {
    std::vector<OrderId> added;
    for (int run = 0; run < 12; ++run) {
        auto one = add(seldom, 1);
        added.insert(added.begin(), one.front());
        add(often, a_run - 1);
    }
    std::vector<OrderId> pages;
    OrderId before;
    for (auto page = found(seldom, before, 5); !page.empty(); page = found(seldom, before, 5)) {
        EXPECT_LE(page.size(), 5U);
        pages.insert(pages.end(), page.begin(), page.end());
        before = page.back();
    }
    EXPECT_EQ(pages, added);
}

INSTANTIATE_TEST_SUITE_P(Engines, MemberOrders, testing::ValuesIn(store_engine_names),
                         name_of_engine);

}  // namespace
}  // namespace jangteo::test
