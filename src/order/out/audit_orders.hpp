#pragma once

#include "runtime/audit.hpp"
#include "runtime/sql.hpp"

namespace jangteo::order {

// Every order and its lines: sums, legal history, cancellations.
void audit_orders(sql::Connection& db, runtime::Audit& audit);

}  // namespace jangteo::order
