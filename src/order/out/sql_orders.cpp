#include "order/out/sql_orders.hpp"

#include <algorithm>

#include "kernel/check.hpp"
#include "order/domain/order_number.hpp"

namespace jangteo::order {
namespace {

using runtime::KeyedBy;
using Values = std::vector<sql::Value>;

const sql::Insert add_part{"order_part", {"enterprise", "order_head"}};
const sql::Query select_by_number{
    "SELECT version, body FROM order_order WHERE id_head BETWEEN ? AND ? AND number = ?"};
const sql::Query select_indexed{"SELECT orders FROM order_member_indexed"};
const sql::Query update_indexed{"UPDATE order_member_indexed SET up_to = ?, orders = ?"};
const sql::Query select_not_indexed{
    "SELECT id_head, member FROM order_order "
    "WHERE id_head > (SELECT up_to FROM order_member_indexed) ORDER BY id_head"};
const sql::Insert add_to_run{"order_member_run", {"run", "member", "order_head"}};
const sql::Query select_newest_of_member{
    "SELECT version, body FROM order_order "
    "WHERE id_head > (SELECT up_to FROM order_member_indexed) "
    "AND id_head < ? AND member = ? ORDER BY id_head DESC LIMIT ?"};
constexpr std::int64_t runs_at_once = 8;
const sql::Query select_of_runs{
    "SELECT order_order.version, order_order.body FROM order_member_run "
    "JOIN order_order ON order_order.id_head = order_member_run.order_head "
    "WHERE order_member_run.run IN (?, ?, ?, ?, ?, ?, ?, ?) AND order_member_run.member = ? "
    "AND order_member_run.order_head < ? ORDER BY order_member_run.order_head DESC LIMIT ?"};
const sql::Query select_of_enterprise{
    "SELECT order_order.version, order_order.body FROM order_part JOIN order_order ON "
    "order_order.id_head = order_part.order_head "
    "WHERE order_part.enterprise = ? AND order_part.order_head < ? "
    "ORDER BY order_part.order_head DESC LIMIT ?"};
const sql::Query select_newest{
    "SELECT version, body FROM order_order WHERE id_head < ? ORDER BY id_head DESC LIMIT ?"};
const sql::Query select_with_status{
    "SELECT version, body FROM order_order WHERE status = ? AND id_head < ? "
    "ORDER BY id_head DESC LIMIT ?"};

const sql::Query insert_disabled{
    "INSERT INTO order_disabled_member (member) VALUES (?) ON CONFLICT DO NOTHING"};
const sql::Query insert_blocked{
    "INSERT INTO order_blocked_enterprise (enterprise) VALUES (?) ON CONFLICT DO NOTHING"};
const sql::Query delete_blocked{"DELETE FROM order_blocked_enterprise WHERE enterprise = ?"};

// The key to start below: the newest of all when there is none.
std::int64_t below(const OrderId& before) { return before.is_nil() ? INT64_MAX : before.head(); }

bool is_there(const sql::Rows&) { return true; }

std::vector<Order> orders_of(sql::Rows rows) {
    std::vector<Order> orders;
    while (rows.next())
        orders.push_back(runtime::Documents<Order>::decode(rows.integer(0), rows.bytes(1)));
    return orders;
}

}  // namespace

SqlOrders::SqlOrders(int index_every)
    : index_every_(index_every),
      orders_(
          "order_order", {runtime::fixed("number"), runtime::fixed("member"), "status"},
          [](const Order& order, Values& values) {
              values.emplace_back(order.number);
              values.emplace_back(order.member);
              values.emplace_back(static_cast<std::int64_t>(order.status));
          },
          KeyedBy::head),
      lines_(
          "order_lines", {}, [](const OrderLines&, Values&) {}, KeyedBy::head) {}

std::optional<Order> SqlOrders::find(sql::Connection& db, const OrderId& id) const {
    return orders_.find(db, id);
}

std::vector<Line> SqlOrders::lines(sql::Connection& db, const OrderId& id) const {
    auto found = lines_.find(db, id);
    check(found.has_value(), "an order has its lines");
    return std::move(found->lines);
}

void SqlOrders::add(sql::Connection& db, Order& order, std::vector<Line> lines) const {
    orders_.add(db, order);
    lines_.add(db, OrderLines{order.id, 1, std::move(lines)});
    for (const Part& part : order.parts) db.insert(add_part, {part.enterprise, order.id.head()});
    if (++added_ % index_every_ == 0) index_by_member(db);
}

// In the order of the index, so that a page is written once for many orders.
void SqlOrders::index_by_member(sql::Connection& db) const {
    std::vector<std::pair<MemberId, std::int64_t>> fresh;
    {
        auto rows = db.query(select_not_indexed);
        while (rows.next()) fresh.emplace_back(rows.id<MemberId>(1), rows.integer(0));
    }
    if (fresh.empty()) return;
    const std::int64_t indexed = sql::integer_of(db.query(select_indexed));
    db.execute(update_indexed,
               {fresh.back().second, indexed + static_cast<std::int64_t>(fresh.size())});
    std::sort(fresh.begin(), fresh.end());
    for (const auto& [member, order] : fresh) {
        db.insert(add_to_run, {newest_run(indexed), member, order});
    }
}

void SqlOrders::save(sql::Connection& db, Order& order) const { orders_.save(db, order); }

std::optional<OrderId> SqlOrders::id_of_number(sql::Connection& db, std::string_view number) const {
    auto ids = ids_of_number(number);
    if (!ids) return std::nullopt;
    auto found =
        orders_of(db.query(select_by_number, {ids->first.head(), ids->last.head(), number}));
    if (found.empty()) return std::nullopt;
    return found.front().id;
}

// Runs are in the order of their orders' ids. Who orders often is found in the newest; the others
// are asked twice as many at a time.
std::vector<Order> SqlOrders::of_member(sql::Connection& db, const MemberId& member,
                                        const OrderId& before, std::int64_t limit) const {
    std::int64_t top = below(before);
    auto found = orders_of(db.query(select_newest_of_member, {top, member, limit}));
    std::int64_t run = newest_run(sql::integer_of(db.query(select_indexed)));
    for (std::int64_t width = 1; run >= 0; width = std::min(2 * width, runs_at_once)) {
        const auto missing = limit - static_cast<std::int64_t>(found.size());
        if (missing <= 0) break;
        if (!found.empty()) top = found.back().id.head();
        Values values;
        const std::int64_t oldest = std::max<std::int64_t>(run - width + 1, 0);
        for (std::int64_t i = 0; i < runs_at_once; ++i) {
            values.emplace_back(std::max(run - i, oldest));
        }
        values.insert(values.end(), {member, top, missing});
        auto older = orders_of(db.query_values(select_of_runs, values));
        found.insert(found.end(), std::make_move_iterator(older.begin()),
                     std::make_move_iterator(older.end()));
        run = oldest - 1;
    }
    return found;
}

std::vector<Order> SqlOrders::of_enterprise(sql::Connection& db, const EnterpriseId& enterprise,
                                            const OrderId& before, std::int64_t limit) const {
    return orders_of(db.query(select_of_enterprise, {enterprise, below(before), limit}));
}

std::vector<Order> SqlOrders::newest(sql::Connection& db, const OrderId& before,
                                     std::int64_t limit) const {
    return orders_of(db.query(select_newest, {below(before), limit}));
}

std::vector<Order> SqlOrders::with_status(sql::Connection& db, Status status, const OrderId& before,
                                          std::int64_t limit) const {
    return orders_of(
        db.query(select_with_status, {static_cast<std::int64_t>(status), below(before), limit}));
}

SqlOffers::SqlOffers()
    : offers_("order_offer", {}, [](const Offer&, Values&) {}),
      blocked_("order_blocked_enterprise", "enterprise", "", is_there) {}

std::optional<Offer> SqlOffers::find(sql::Connection& db, const SkuId& sku) const {
    return offers_.find(db, sku);
}

void SqlOffers::put(sql::Connection& db, const Offer& offer) const {
    Offer next = offer;
    auto stored = offers_.find(db, offer.id);
    if (!stored) return offers_.add(db, next);
    next.version = stored->version;
    offers_.save(db, next);
}

void SqlOffers::block_enterprise(sql::Connection& db, const EnterpriseId& enterprise,
                                 bool blocked) const {
    db.execute(blocked ? insert_blocked : delete_blocked, {enterprise});
}

bool SqlOffers::is_blocked(sql::Connection& db, const EnterpriseId& enterprise) const {
    return blocked_.find(db, enterprise).has_value();
}

SqlCarts::SqlCarts() : carts_("order_cart", {}, [](const Cart&, Values&) {}) {}

std::optional<Cart> SqlCarts::find(sql::Connection& db, const CartId& id) const {
    return carts_.find(db, id);
}

void SqlCarts::put(sql::Connection& db, Cart& cart) const {
    if (cart.version == 0) {
        carts_.add(db, cart);
    } else if (cart.lines.empty()) {
        carts_.erase(db, cart);
    } else {
        carts_.save(db, cart);
    }
}

SqlBuyers::SqlBuyers() : disabled_("order_disabled_member", "member", "", is_there) {}

void SqlBuyers::disable(sql::Connection& db, const MemberId& member) const {
    db.execute(insert_disabled, {member});
}

bool SqlBuyers::is_disabled(sql::Connection& db, const MemberId& member) const {
    return disabled_.find(db, member).has_value();
}

}  // namespace jangteo::order
