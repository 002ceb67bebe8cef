#pragma once

#include "runtime/audit.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

// Log, consumers and dead letters. Reads the whole log.
void audit_runtime(sql::Connection& db, Audit& audit);

}  // namespace jangteo::runtime
