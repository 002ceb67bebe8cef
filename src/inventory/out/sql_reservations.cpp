#include "inventory/out/sql_reservations.hpp"

namespace jangteo::inventory {

SqlReservations::SqlReservations()
    : documents_(
          "inventory_reservation", {}, [](const auto&, auto&) {}, runtime::KeyedBy::head) {}

std::optional<Reservation> SqlReservations::find(sql::Connection& db, const OrderId& order) {
    return documents_.find(db, order);
}

void SqlReservations::add(sql::Connection& db, Reservation& reservation) {
    documents_.add(db, reservation);
}

void SqlReservations::save(sql::Connection& db, Reservation& reservation) {
    documents_.save(db, reservation);
}

}  // namespace jangteo::inventory
