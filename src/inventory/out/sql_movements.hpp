#pragma once

#include "inventory/app/ports.hpp"

namespace jangteo::inventory {

class SqlMovements : public Movements {
  public:
    void add(sql::Connection& db, const Movement& movement) override;
};

}  // namespace jangteo::inventory
