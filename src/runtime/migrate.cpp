#include "runtime/migrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kernel/fault.hpp"

namespace jangteo::runtime {
namespace {

const sql::Query select_applied{"SELECT service, number FROM runtime_migration"};
const sql::Query select_step{
    "SELECT applied_at FROM runtime_migration WHERE service = ? AND number = ?"};
const sql::Query insert_applied{
    "INSERT INTO runtime_migration (service, number, name, applied_at) VALUES (?, ?, ?, ?)"};

using Step = std::pair<std::string, int>;

std::set<Step> applied_steps(sql::Connection& db) {
    std::set<Step> steps;
    auto rows = db.query(select_applied);
    while (rows.next()) steps.emplace(rows.text(0), static_cast<int>(rows.integer(1)));
    return steps;
}

void refuse_newer(const std::set<Step>& applied, const std::vector<Migration>& known) {
    for (const auto& [service, number] : applied) {
        auto found = std::any_of(known.begin(), known.end(), [&](const Migration& m) {
            return m.service == service && m.number == number;
        });
        if (!found) {
            throw Fault(
                FaultKind::permanent,
                fmt::format(
                    "the store was written by a newer version (it has step {} of {}): start that "
                    "version, or restore a backup from before the upgrade",
                    number, service));
        }
    }
}

// False: another process was first, where lock_schema() does not keep it out.
bool apply(sql::Connection& db, const Migration& step, Timestamp now) {
    db.begin();
    try {
        if (db.query(select_step, {step.service, step.number}).next()) {
            db.rollback();
            return false;
        }
        db.script(step.sql);
        db.execute(insert_applied, {step.service, step.number, step.name, now});
        db.commit();
    } catch (...) {
        db.rollback();
        throw;
    }
    return true;
}

// One process at a time, whatever becomes of it.
class SchemaLock {
  public:
    explicit SchemaLock(sql::Connection& db) : db_(db) { db.lock_schema(); }
    ~SchemaLock() {
        try {
            db_.unlock_schema();
        } catch (const Fault&) {
            // A connection that was lost has released it.
        }
    }
    SchemaLock(const SchemaLock&) = delete;
    SchemaLock& operator=(const SchemaLock&) = delete;

  private:
    sql::Connection& db_;
};

}  // namespace

std::vector<Migration> missing_migrations(sql::Connection& db,
                                          const std::vector<Migration>& migrations) {
    std::set<Step> applied;
    try {
        applied = applied_steps(db);
    } catch (const Fault& fault) {
        if (fault.kind() != FaultKind::permanent) throw;
        return migrations;  // not even the table of the steps
    }
    refuse_newer(applied, migrations);
    std::vector<Migration> missing;
    for (const Migration& step : migrations) {
        if (!applied.contains({std::string(step.service), step.number})) missing.push_back(step);
    }
    return missing;
}

int migrate(sql::Connection& db, const std::vector<Migration>& migrations, Timestamp now) {
    SchemaLock lock(db);
    db.script(
        "CREATE TABLE IF NOT EXISTS runtime_migration (service TEXT NOT NULL, "
        "number INTEGER NOT NULL, name TEXT NOT NULL, applied_at INTEGER NOT NULL, "
        "PRIMARY KEY (service, number)) WITHOUT ROWID");
    auto applied = applied_steps(db);
    refuse_newer(applied, migrations);
    int count = 0;
    for (const Migration& step : migrations) {
        if (applied.contains({std::string(step.service), step.number})) continue;
        count += apply(db, step, now) ? 1 : 0;
    }
    return count;
}

}  // namespace jangteo::runtime
