#pragma once

// What the suites of the store's port share: an empty store of each engine, with one table.

#include <gtest/gtest.h>

#include "kernel/fault.hpp"
#include "tests/support/store_engines.hpp"

namespace jangteo::test {

class StoreTest : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        engine = make_store_engine(GetParam());
        store = engine->open();
        store->writer().lock_schema();
        store->writer().script(
            "CREATE TABLE thing (id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, "
            "name TEXT, body BLOB) WITHOUT ROWID;"
            "CREATE TABLE counted (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)");
        store->writer().unlock_schema();
    }

    sql::Connection& db() { return store->writer(); }

    void add(std::string_view id, std::string_view name = "") {
        db().execute(insert_thing, {sql::Bytes{id}, 1, name, sql::Bytes{""}});
    }
    void add_committed(std::string_view id) {
        db().begin();
        add(id);
        db().commit();
    }
    std::int64_t count() {
        auto rows = store->reader().query(count_things);
        return rows.next() ? rows.integer(0) : -1;
    }
    // The kind of fault that `work` throws, in words.
    template <class Work>
    static std::string fault_of(Work work) {
        try {
            work();
        } catch (const Fault& fault) {
            switch (fault.kind()) {
                case FaultKind::retry_now: return "retry_now";
                case FaultKind::retry_later: return "retry_later";
                case FaultKind::permanent: return "permanent";
                case FaultKind::outcome_unknown: return "outcome_unknown";
            }
        }
        return "none";
    }

    static inline const sql::Query insert_thing{
        "INSERT INTO thing (id, version, name, body) VALUES (?, ?, ?, ?)"};
    static inline const sql::Query update_thing{
        "UPDATE thing SET version = ?, name = ? WHERE id = ? AND version = ?"};
    static inline const sql::Query find_thing{"SELECT version, name, body FROM thing WHERE id = ?"};
    static inline const sql::Query count_things{"SELECT count(*) FROM thing"};

    std::unique_ptr<StoreEngine> engine;
    std::unique_ptr<sql::Store> store;
};

inline std::string name_of_engine(const testing::TestParamInfo<std::string>& engine) {
    return engine.param;
}

}  // namespace jangteo::test
