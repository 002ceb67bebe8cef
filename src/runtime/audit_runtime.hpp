#pragma once

#include "runtime/audit.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

// Log, consumers and dead letters. Reads the whole log.
void audit_runtime(sql::Connection& db, Audit& audit);

// Orders with a record after this moment count as on their way.
void leave_out_since(sql::Connection& db, Timestamp since, Audit& audit);

}  // namespace jangteo::runtime
