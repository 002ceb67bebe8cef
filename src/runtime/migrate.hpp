#pragma once

// Migrations: numbered steps, each applied once, in order, in a transaction with its own mark. A
// store that knows steps which this program does not is refused (Fault permanent): it belongs to a
// newer version.

#include <vector>

#include "runtime/migration.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

// Steps applied now.
int migrate(sql::Connection& db, const std::vector<Migration>& migrations, Timestamp now);

}  // namespace jangteo::runtime
