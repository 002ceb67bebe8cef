#pragma once

// SimStore: what one life of the program sees of the store. In front of the one database in memory,
// it lets the world look at each step: there a disk may fail, or the process may end.

#include "runtime/sql.hpp"

namespace jangteo::simulation {

// The end of the process. No std::exception, because nothing in the program may catch it.
struct Killed {};

enum class StoreStep { begin, execute, commit, read };

class StoreWatcher {
  public:
    virtual ~StoreWatcher() = default;
    // May throw a Fault (the disk) or Killed (the process).
    virtual void before(StoreStep step) = 0;
    // A statement that writes; after before(execute).
    virtual void on_write(const sql::Query& query) = 0;
    virtual void after_commit() = 0;
};

class SimStore : public sql::Store {
  public:
    SimStore(sql::Store& behind, StoreWatcher& watcher)
        : writer_(*this, behind), behind_(behind), watcher_(watcher) {}

    sql::Connection& writer() override { return writer_; }
    sql::Connection& reader() override { return writer_; }
    void flush() override { behind_.flush(); }
    std::uint64_t commits() const override { return behind_.commits(); }
    double commit_seconds() const override { return 0; }

  private:
    class Front : public sql::Connection {
      public:
        Front(SimStore& store, sql::Store& behind)
            : sql::Connection(true), store_(store), behind_(behind.writer()) {}
        void script(std::string_view text) override { behind_.script(text); }
        void begin() override {
            store_.watcher_.before(StoreStep::begin);
            behind_.begin();
        }
        void commit() override {
            store_.watcher_.before(StoreStep::commit);
            behind_.commit();
            store_.watcher_.after_commit();
        }
        void rollback() override { behind_.rollback(); }

      protected:
        sql::Rows do_query(const sql::Query& query, std::span<const sql::Value> values) override {
            store_.watcher_.before(StoreStep::read);
            return behind_.query_values(query, values);
        }
        sql::Changed do_execute(const sql::Query& query,
                                std::span<const sql::Value> values) override {
            store_.watcher_.before(StoreStep::execute);
            store_.watcher_.on_write(query);
            return behind_.execute_values(query, values);
        }

      private:
        SimStore& store_;
        sql::Connection& behind_;
    };

    Front writer_;
    sql::Store& behind_;
    StoreWatcher& watcher_;
};

}  // namespace jangteo::simulation
