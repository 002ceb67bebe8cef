#pragma once

#include "runtime/audit.hpp"
#include "runtime/sql.hpp"

namespace jangteo::payment {

// Every payment: evidence, refunds, and what waits for an operator.
void audit_payments(sql::Connection& db, runtime::Audit& audit);

}  // namespace jangteo::payment
