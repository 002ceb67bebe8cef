#pragma once

#include "runtime/audit.hpp"
#include "runtime/sql.hpp"

namespace jangteo::inventory {

// Every stock unit and every reservation: counters, and that they are each other's sums.
void audit_stock(sql::Connection& db, runtime::Audit& audit);

}  // namespace jangteo::inventory
