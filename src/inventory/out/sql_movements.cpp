#include "inventory/out/sql_movements.hpp"

#include "contracts/codec/shape.hpp"

namespace jangteo::inventory {
namespace {

const sql::Query insert_movement{
    "INSERT INTO inventory_movement (sku_id, id, kind, quantity, on_hand, reason, member_id, "
    "order_id, moved_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};

template <class IdType>
sql::Value nullable(const std::optional<IdType>& id) {
    return id ? sql::Value(*id) : sql::Value(nullptr);
}

}  // namespace

void SqlMovements::add(sql::Connection& db, const Movement& movement) {
    db.execute(insert_movement,
               {movement.sku_id, movement.id, codec::text_of_enum(movement.kind), movement.quantity,
                movement.on_hand, movement.reason, nullable(movement.member_id),
                nullable(movement.order_id), movement.moved_at});
}

}  // namespace jangteo::inventory
