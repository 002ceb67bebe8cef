#pragma once

// Migrations: numbered steps, each applied once, in order, in a transaction with its own mark. A
// store that knows steps which this program does not is refused (Fault permanent): it belongs to a
// newer version. Safe to run twice, and by two processes at once.

#include <vector>

#include "runtime/migration.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

// Steps applied now.
int migrate(sql::Connection& db, const std::vector<Migration>& migrations, Timestamp now);

// Steps that the store has not seen; all of them where nothing was ever applied. Throws as
// migrate() for a store that is newer.
std::vector<Migration> missing_migrations(sql::Connection& db,
                                          const std::vector<Migration>& migrations);

}  // namespace jangteo::runtime
