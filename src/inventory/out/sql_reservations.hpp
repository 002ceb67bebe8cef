#pragma once

#include "inventory/app/ports.hpp"
#include "runtime/documents.hpp"

namespace jangteo::inventory {

class SqlReservations : public Reservations {
  public:
    SqlReservations();
    std::optional<Reservation> find(sql::Connection& db, const OrderId& order) override;
    void add(sql::Connection& db, Reservation& reservation) override;
    void save(sql::Connection& db, Reservation& reservation) override;

  private:
    runtime::Documents<Reservation> documents_;
};

}  // namespace jangteo::inventory
