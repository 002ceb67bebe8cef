// `jangteo audit` on a real store with one thing made wrong in it: it finds that, by its id, and
// ends with status 1. The stores are copies of one small shop that was really used.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "delivery/domain/shipment.hpp"
#include "inventory/domain/reservation.hpp"
#include "payment/domain/decision.hpp"
#include "payment/domain/payment.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "runtime/documents.hpp"
#include "runtime/event.hpp"
#include "tests/support/store_facts.hpp"

namespace jangteo::test {
namespace {

namespace json = boost::json;

// A shop with every kind of end: shipped, refunded in part, cancelled before and after the payment,
// and waiting for payment. Made once; its folder goes with the last test.
class UsedShop {
  public:
    UsedShop() : shop_(folder_ / "shop"), sandbox_(folder_ / "sandbox", shop_.url()) {
        shop_.use(sandbox_);
        if (!shop_.start()) return;
        ShopClient client(shop_.url());
        ShopClient toss(sandbox_.toss_url());
        const LiveMarket market(client, {.members = 1});
        LiveBuyer buyer(client, toss, market.member(0));
        for (int i = 0; i < 3; ++i) {
            const std::string n = std::to_string(i);
            buyer.await(buyer.buy(market.sku(0), "ship" + n), "shipping");
        }
        refund_one_of_two(client, market, buyer);
        buyer.cancel(buyer.place(market.sku(1), "a").text("order_id"), "b");
        const std::string paid = buyer.buy(market.sku(2), "c");
        buyer.cancel(paid, "d");
        buyer.place(market.sku(3), "e");
        complete_ = await_rest(client, market).empty() && shop_.stop() == 0;
    }

    bool complete() const { return complete_; }
    const std::string& data() const { return shop_.data(); }

  private:
    static void refund_one_of_two(ShopClient& client, const LiveMarket& market, LiveBuyer& buyer) {
        const std::string order = buyer.place(market.sku(0), "two", 2).text("order_id");
        buyer.confirm(order, buyer.authorise(order, 2 * market_price), "two-p", 2 * market_price);
        buyer.await(order, "shipping");
        const json::object line{{"line", 1}, {"quantity", 1}};
        client.post("/v1/seller/orders/" + order + "/refunds",
                    {{"reason", "test"}, {"lines", json::array{line}}, {"restock", true}},
                    market.seller_token(), "two-r");
    }

    TestFolder folder_;
    LiveShop shop_;
    LiveSandbox sandbox_;
    bool complete_ = false;
};

void head_of(sqlite3_context* context, int, sqlite3_value** id) {
    const std::string_view bytes(static_cast<const char*>(sqlite3_value_blob(id[0])),
                                 static_cast<std::size_t>(sqlite3_value_bytes(id[0])));
    sqlite3_result_int64(context, EventId::from_bytes(bytes).head());
}

class Audit : public ::testing::Test {
  protected:
    static void SetUpTestSuite() { used_ = new UsedShop; }
    static void TearDownTestSuite() {
        delete used_;
        used_ = nullptr;
    }

    void SetUp() override {
        ASSERT_TRUE(used_->complete());
        fresh_copy();
    }

    void fresh_copy() {
        std::filesystem::remove_all(data());
        std::filesystem::copy(used_->data(), data(), std::filesystem::copy_options::recursive);
    }

    std::string data() const { return folder_ / "shop"; }

    void run_sql(const std::string& sql) const {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open((data() + "/jangteo.db").c_str(), &db), SQLITE_OK);
        // The store's own CHECKs would refuse some of it.
        sqlite3_exec(db, "PRAGMA ignore_check_constraints=ON", nullptr, nullptr, nullptr);
        sqlite3_create_function(db, "head_of", 1, SQLITE_UTF8, nullptr, head_of, nullptr, nullptr);
        EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sql << ": " << sqlite3_errmsg(db);
        EXPECT_GT(sqlite3_changes(db), 0) << sql;
        sqlite3_close(db);
    }

    // Changes the first document that `wanted` accepts.
    template <class T>
    void change(const std::string& table, const std::function<bool(const T&)>& wanted,
                const std::function<void(T&)>& change) const {
        platform::sqlite::SqliteStore store({.path = data() + "/jangteo.db"});
        sql::Connection& db = store.writer();
        T found;
        {
            const sql::Query all("SELECT version, body FROM " + table);
            auto rows = db.query(all);
            bool is_there = false;
            while (!is_there && rows.next()) {
                found = runtime::Documents<T>::decode(rows.integer(0), rows.bytes(1));
                is_there = wanted(found);
            }
            ASSERT_TRUE(is_there) << "no such document in " << table;
        }
        change(found);
        const std::string body = codec::encode_avro(found);
        const sql::Query update("UPDATE " + table + " SET body = ? WHERE id_head = ?");
        ASSERT_EQ(db.execute(update, {sql::Bytes{body}, found.id.head()}), 1);
    }

    // Status 1, and this among what was found.
    void expect_found(const std::string& id, const std::string& words) {
        const Ended audit = run_jangteo({"audit", "--data", data(), "--json"});
        EXPECT_EQ(audit.status, 1) << id << "\n" << audit.output;
        bool found = false;
        const json::value report = json::parse(audit.output);
        for (const json::value& violation : report.at("found").as_array()) {
            found = found || (violation.at("invariant") == json::value(id) &&
                              std::string_view(violation.at("words").as_string()).find(words) !=
                                  std::string_view::npos);
        }
        EXPECT_TRUE(found) << id << " " << words << "\n" << audit.output;
        fresh_copy();
    }

    static UsedShop* used_;
    TestFolder folder_;
};

UsedShop* Audit::used_ = nullptr;

using order::Order;
using order::OrderLines;

bool any_order(const Order&) { return true; }
bool is_shipping(const Order& order) { return order.status == order::Status::shipping; }
bool is_cancelled(const Order& order) { return order.status == order::Status::cancelled; }
bool is_captured(const payment::Payment& payment) {
    return payment.status == payment::PaymentStatus::captured;
}

TEST_F(Audit, a_clean_store_has_nothing_to_find) {
    const Ended audit = run_jangteo({"audit", "--data", data()});
    EXPECT_EQ(audit.status, 0) << audit.output;
    EXPECT_NE(audit.output.find(": 0 violations"), std::string::npos) << audit.output;
}

TEST_F(Audit, says_in_json_what_it_checked) {
    const json::value report =
        json::parse(run_jangteo({"audit", "--data", data(), "--json"}).output);
    EXPECT_EQ(report.at("violations").as_int64(), 0);
    EXPECT_TRUE(report.at("found").as_array().empty());
    const json::array& checks = report.at("checks").as_array();
    EXPECT_EQ(report.at("invariants_checked"), json::value(checks.size()));
    std::int64_t objects = 0;
    for (const json::value& check : checks) {
        EXPECT_FALSE(check.at("id").as_string().empty());
        EXPECT_FALSE(check.at("about").as_string().empty());
        EXPECT_EQ(check.at("violations").as_int64(), 0);
        objects += check.at("objects").as_int64();
    }
    EXPECT_EQ(report.at("objects").as_int64(), objects);
    EXPECT_GT(objects, 100);
}

TEST_F(Audit, a_folder_without_a_store_gets_one_line_and_status_2) {
    const Ended audit = run_jangteo({"audit", "--data", folder_ / "nowhere"});
    EXPECT_EQ(audit.status, 2);
    EXPECT_EQ(std::ranges::count(audit.output, '\n'), 1) << audit.output;
}

TEST_F(Audit, finds_wrong_orders) {
    auto orders = [&](auto wanted, auto with) { change<Order>("order_order", wanted, with); };
    orders(is_shipping, [](Order& o) { o.captured = o.total + 1; });
    expect_found("M2", "captured or refunded is out of bounds");
    orders(is_shipping, [](Order& o) { o.refunded += 100; });
    expect_found("M2", "the sums differ");
    orders(is_shipping, [](Order& o) { o.payment_key.clear(); });
    expect_found("M5", "paid without evidence");
    orders(is_shipping, [](Order& o) { o.payment_key = "another"; });
    expect_found("M5", "the keys differ");
    orders([](const Order& o) { return is_cancelled(o) && o.captured > 0; },
           [](Order& o) { o.refunded -= 1; });
    expect_found("M6", "money was kept");
    orders(any_order, [](Order& o) { o.total += 1; });
    expect_found("M8", "the sums differ");
    orders(is_shipping, [](Order& o) { o.history.erase(o.history.begin() + 1); });
    expect_found("G1", "illegal step");
    orders(is_shipping, [](Order& o) { o.status = order::Status::completed; });
    expect_found("G1", "column and body differ");
    orders([](const Order& o) { return o.status == order::Status::awaiting_payment; },
           [](Order& o) { o.deadline = o.deadline + seconds(1); });
    expect_found("G5", "its deadline has no timer");
    orders(is_cancelled, [](Order& o) { o.status = order::Status::cancelling; });
    expect_found("G4", "nothing is under way");
    orders([](const Order& o) { return !o.cancellations.empty() && o.captured > 0; },
           [](Order& o) { o.cancellations.front().lines.front().quantity = 1'000; });
    expect_found("S7", "cancelled more often than ordered");
    orders([](const Order& o) { return is_shipping(o) && o.refunded > 0; },
           [](Order& o) { o.cancellations.clear(); });
    expect_found("G2", "a refund has no cancellation");
    change<OrderLines>(
        "order_lines", [](const OrderLines&) { return true; },
        [](OrderLines& l) { l.lines.front().unit_price += 1; });
    expect_found("M8", "the sums differ");
}

TEST_F(Audit, finds_wrong_numbers) {
    run_sql("UPDATE order_order SET number = '200101-0000000000'");
    expect_found("G1", "it leads to another time");
    run_sql(
        "INSERT INTO order_order SELECT id_head + 1, version, number, member, status, body "
        "FROM order_order ORDER BY id_head LIMIT 1;"
        "INSERT INTO order_lines SELECT id_head + 1, version, body "
        "FROM order_lines ORDER BY id_head LIMIT 1");
    expect_found("G1", "another order has it too");
}

TEST_F(Audit, finds_wrong_payments) {
    using payment::Payment;
    auto payments = [&](auto wanted, auto with) {
        change<Payment>("payment_payment", wanted, with);
    };
    payments(is_captured, [](Payment& p) { p.capture->amount -= 1; });
    expect_found("M5", "evidence is missing or of another amount");
    payments(is_captured, [](Payment& p) { p.capture->payment_key = "another"; });
    expect_found("M5", "the keys differ");
    payments(is_captured, [](Payment& p) { p.status = payment::PaymentStatus::voided; });
    expect_found("M3", "voided and captured");
    payments(is_captured, [](Payment& p) {
        p.status = payment::PaymentStatus::unknown;
        p.attempt.reset();
    });
    expect_found("M9", "nothing asks");
    payments(is_captured, [](Payment& p) {
        p.status = payment::PaymentStatus::unknown;
        p.attempt.emplace().asks = payment::asks_max + 1;
    });
    expect_found("M9", "after its last try");
    payments([](const Payment& p) { return is_captured(p) && !p.refunds.empty(); },
             [](Payment& p) { p.refunds.clear(); });
    expect_found("M4", "against");
    payments([](const Payment& p) { return is_captured(p) && !p.refunds.empty(); },
             [](Payment& p) { p.refunds.front().amount = p.capture->amount + 1; });
    expect_found("M2", "refunded exceeds captured");
    run_sql("UPDATE payment_payment SET captured = captured + 1 WHERE status = 'captured'");
    expect_found("M2", "column and body differ");
    run_sql("DELETE FROM payment_payment WHERE status = 'captured'");
    expect_found("M3", "it has 0 payments");
    run_sql("DELETE FROM order_order WHERE status = 4");
    expect_found("M4", "the order service does not know it");
}

TEST_F(Audit, finds_wrong_stock) {
    using inventory::Reservation;
    run_sql("UPDATE inventory_stock_unit SET reserved = on_hand + 1, version = 0");
    expect_found("S1", "oversold");
    run_sql("UPDATE inventory_stock_unit SET on_hand = on_hand + 1");
    expect_found("S2", "initial + restocked");
    run_sql("UPDATE inventory_stock_unit SET reserved = reserved + 1");
    expect_found("S2", "against");
    run_sql("UPDATE inventory_stock_unit SET deducted = deducted + 1, on_hand = on_hand - 1");
    expect_found("S2", "the unit's counters differ");
    run_sql("DELETE FROM inventory_stock_unit");
    expect_found("S2", "are missing");
    auto any = [](const Reservation& r) { return !r.lines.empty(); };
    change<Reservation>("inventory_reservation", any,
                        [](Reservation& r) { r.lines.front().released += 1; });
    expect_found("S3", "do not sum to its quantity");
    auto cancelled_after_payment = [](const Reservation& r) {
        return !r.lines.empty() && r.lines.front().restored == r.lines.front().quantity;
    };
    change<Reservation>("inventory_reservation", cancelled_after_payment, [](Reservation& r) {
        std::swap(r.lines.front().restored, r.lines.front().committed);
    });
    expect_found("S3", "still deducted");
    auto released = [](const Reservation& r) {
        return !r.lines.empty() && r.lines.front().released == r.lines.front().quantity;
    };
    change<Reservation>("inventory_reservation", released, [](Reservation& r) {
        std::swap(r.lines.front().released, r.lines.front().held);
    });
    expect_found("S3", "it still holds 1 units");
    run_sql(
        "DELETE FROM inventory_reservation WHERE id_head IN "
        "(SELECT id_head FROM order_order WHERE status = 4)");
    expect_found("S6", "nothing was ever reserved");
}

TEST_F(Audit, finds_wrong_shipments) {
    using delivery::Shipment;
    auto started = [](const Shipment& s) { return s.has_started(); };
    change<Shipment>("delivery_shipment", started, [](Shipment& s) { s.tracking_number.clear(); });
    expect_found("A4", "started without one");
    change<Shipment>("delivery_shipment", started,
                     [](Shipment& s) { s.status = delivery::ShipmentStatus::stopped; });
    expect_found("G1", "stopped after it started");
    run_sql("UPDATE delivery_shipment SET status = 'lost'");
    expect_found("G1", "column and body differ");
    run_sql("DELETE FROM delivery_shipment");
    expect_found("A4", "no shipment has started");
}

TEST_F(Audit, finds_a_wrong_log) {
    run_sql("DELETE FROM runtime_outbox WHERE position = 20");
    expect_found("E1", "the record before it is missing");
    run_sql("UPDATE runtime_outbox SET body = x'ffffffff' WHERE position = 20");
    expect_found("E7", "its bytes are not a record");
    // The bodies of two records change places: versions and events stand in the wrong order.
    run_sql(
        "UPDATE runtime_outbox SET body = (SELECT o.body FROM runtime_outbox o WHERE o.position = "
        "(SELECT min(p.position) FROM runtime_outbox p "
        "JOIN order_order q ON q.id_head = head_of(p.correlation))) WHERE position = (SELECT "
        "max(position) FROM runtime_outbox)");
    expect_found("E4", "an event is repeated");
    run_sql(
        "UPDATE runtime_outbox SET body = (SELECT body FROM runtime_outbox o WHERE o.position = "
        "(SELECT max(p.position) FROM runtime_outbox p WHERE head_of(p.correlation) = (SELECT "
        "id_head FROM order_order WHERE status = 4 LIMIT 1))) WHERE position = (SELECT "
        "min(position) FROM runtime_outbox WHERE head_of(correlation) = (SELECT id_head FROM "
        "order_order WHERE status = 4 LIMIT 1))");
    expect_found("E3", "after");
    run_sql(
        "INSERT INTO runtime_consumer (consumer, topic, partition, record, event) "
        "VALUES ('order', 'orders', 0, 1000000, 0)");
    expect_found("E2", "behind the end of the log");
    run_sql(
        "INSERT INTO runtime_dead_letter VALUES (1, x'00000000000000000000000000000001', "
        "'parked', 'order', 'event', 'OrderCreated', x'00000000000000000000000000000002', "
        "x'00000000000000000000000000000003', 1, 0, 8, 0, 0, '', '', x'')");
    expect_found("E5", "bytes or cause are missing");
    run_sql("DELETE FROM runtime_fresh_timers");
    expect_found("G5", "its deadline has no timer");
    run_sql(
        "INSERT INTO runtime_timer VALUES (1, 'order.deadline', "
        "x'00000000000000000000000000000001')");
    expect_found("G5", "timers for");
}

TEST_F(Audit, is_for_stores_of_its_version) {
    run_sql("DELETE FROM runtime_migration WHERE service = 'order' AND number > 3");
    const Ended older = run_jangteo({"audit", "--data", data()});
    EXPECT_NE(older.status, 0);
    EXPECT_NE(older.output.find("is an older version's"), std::string::npos) << older.output;
    run_sql("INSERT INTO runtime_migration VALUES ('order', 999, 'unheard_of', 1)");
    const Ended newer = run_jangteo({"audit", "--data", data()});
    EXPECT_NE(newer.status, 0);
    EXPECT_NE(newer.output.find("newer version"), std::string::npos) << newer.output;
    EXPECT_EQ(newer.output.find("invariants checked"), std::string::npos) << newer.output;
}

TEST_F(Audit, finds_damaged_documents_and_a_damaged_file) {
    for (const char* table : {"order_order", "order_lines", "payment_payment",
                              "inventory_reservation", "delivery_shipment"}) {
        run_sql("UPDATE " + std::string(table) + " SET body = x'ffffffffffff'");
        expect_found("D4", "its bytes are damaged");
    }
    run_sql("DELETE FROM runtime_lease; UPDATE order_order SET version = version");
    const std::string file = data() + "/jangteo.db";
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    expect_found("D4", "");
}

}  // namespace
}  // namespace jangteo::test
