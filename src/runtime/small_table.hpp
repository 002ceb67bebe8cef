#pragma once

// SmallTable<Key, Value>: a table of few rows, mostly without the one that is asked for, e.g. what
// is blocked: a writer's batch knows it whole, so that it asks the store for none. Beyond
// `rows_max` rows it asks each time. A statement that changes the table makes it unknown.

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "runtime/sql.hpp"

namespace jangteo::runtime {

template <class Key, class Value>
class SmallTable {
  public:
    static constexpr std::int64_t rows_max = 16'384;

    // What is in the columns of a row, the first of which is 1.
    using ValueOf = Value (*)(const sql::Rows&);

    // `columns`: those besides the key.
    SmallTable(const std::string& table, const std::string& key, const std::string& columns,
               ValueOf value_of)
        : select_one_("SELECT " + key + columns_after_key(columns) + " FROM " + table + " WHERE " +
                      key + " = ?"),
          known_(std::make_shared<Known>(table, key + columns_after_key(columns), value_of)),
          value_of_(value_of) {}

    std::optional<Value> find(sql::Connection& db, const Key& key) const {
        if (db.in_batch() && known_->is_whole(db)) return known_->find(key);
        auto rows = db.query(select_one_, {key});
        if (!rows.next()) return std::nullopt;
        return value_of_(rows);
    }

  private:
    // One connection at a time.
    class Known final : public sql::Known, public std::enable_shared_from_this<Known> {
      public:
        Known(const std::string& table, const std::string& columns, ValueOf value_of)
            : table_(table),
              select_all_("SELECT " + columns + " FROM " + table + " LIMIT ?"),
              value_of_(value_of) {}

        bool is_whole(sql::Connection& db) {
            if (known_to_ != &db) {
                forget();
                known_to_ = &db;
            }
            if (!is_asked_) load(db);
            return is_whole_;
        }
        std::optional<Value> find(const Key& key) const {
            auto row = rows_.find(key);
            if (row == rows_.end()) return std::nullopt;
            return row->second;
        }

        const sql::Table& table() const override { return table_; }
        void write(sql::Connection&) override {}
        void forget() override {
            rows_.clear();
            is_asked_ = false;
            is_whole_ = false;
        }

      private:
        void load(sql::Connection& db) {
            rows_.clear();  // of a load that failed
            auto rows = db.query(select_all_, {rows_max + 1});
            while (rows.next()) {
                rows_.emplace(Key::from_bytes(rows.bytes(0)), value_of_(rows));
            }
            is_asked_ = true;
            is_whole_ = static_cast<std::int64_t>(rows_.size()) <= rows_max;
            if (!is_whole_) rows_.clear();
            db.remember(this->shared_from_this());
        }

        sql::Table table_;
        sql::Query select_all_;
        ValueOf value_of_;
        const sql::Connection* known_to_ = nullptr;
        bool is_asked_ = false;
        bool is_whole_ = false;
        std::unordered_map<Key, Value> rows_;
    };

    static std::string columns_after_key(const std::string& columns) {
        return columns.empty() ? "" : ", " + columns;
    }

    sql::Query select_one_;
    std::shared_ptr<Known> known_;
    ValueOf value_of_;
};

}  // namespace jangteo::runtime
