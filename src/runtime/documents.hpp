#pragma once

// Documents<T>: a service's table of aggregates, each row a key, a version (the optimistic lock),
// the columns that queries need, and the whole aggregate in the codec's binary form
// (docs/decisions/0002). T is described for the codec without its `version`; it has `id` and
// `std::int64_t version`.
//
// Table: (<key>, version, <columns…>, body). A save that finds another version throws
// Fault{retry_now}. It does not write columns that are fixed, so that their indexes stay untouched.
//
// A Documents outlives the batches that use it. Within a batch (sql::Connection::begin_batch) what
// is added or saved is kept, found again as it is, and written once at the end, however often the
// batch changed it. A connection that is the store's only writer goes on knowing what it read or
// wrote last (KnownRows).

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/avro.hpp"
#include "kernel/check.hpp"
#include "runtime/known_rows.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

struct Column {
    Column(const char* column) : name(column) {}
    std::string name;
    bool is_fixed = false;  // as it was when the document was added
};

inline Column fixed(Column column) {
    column.is_fixed = true;
    return column;
}

// What a table's rows are found by.
enum class KeyedBy {
    id,   // column `id`, BLOB
    head  // column `id_head`, INTEGER; all ids in the table come from one maker (Id::head)
};

template <class T>
class Documents {
  public:
    using Key = decltype(T::id);
    using Values = std::vector<sql::Value>;
    // Appends the value of each extra column, in order; what it borrows must live in the document.
    using ColumnsOf = std::function<void(const T&, Values&)>;

    static constexpr std::size_t known_max = KnownRows<T>::known_max;

    Documents(const std::string& table, std::vector<Column> columns, ColumnsOf columns_of,
              KeyedBy keyed_by = KeyedBy::id)
        : keyed_by_(keyed_by),
          find_("SELECT version, body FROM " + table + " WHERE " + key_column(keyed_by) + " = ?",
                sql::Query::Waiting::ignored),
          delete_("DELETE FROM " + table + " WHERE " + key_column(keyed_by) +
                  " = ? AND version = ?"),
          known_(std::make_shared<Known>(table, std::move(columns), std::move(columns_of),
                                         keyed_by)) {}

    std::optional<T> find(sql::Connection& db, const Key& id) const {
        return known_->find(db, id, [&]() -> std::optional<T> {
            auto rows = db.query(find_, {key_of(id, keyed_by_)});
            if (!rows.next()) return std::nullopt;
            T document = decode(rows.integer(0), rows.bytes(1));
            // An id that somebody made up may have the head of another.
            if (document.id != id) return std::nullopt;
            return document;
        });
    }

    // The document of a row that a hand-written statement selected.
    static T decode(std::int64_t version, std::string_view body) {
        auto document = codec::decode_avro<T>(body);
        check(document.has_value(), "a stored document decodes");
        document->version = version;
        return std::move(*document);
    }

    void add(sql::Connection& db, T& document) const { known_->add(db, document); }
    void add(sql::Connection& db, T&& document) const { known_->add(db, std::move(document)); }

    void save(sql::Connection& db, T& document) const { known_->save(db, document); }

    void erase(sql::Connection& db, const T& document) const {
        Values values{key_of(document.id, keyed_by_), document.version};
        db.execute_expecting(delete_, values, {1, Known::throw_changed_meanwhile});
    }

  private:
    static std::string key_column(KeyedBy by) { return by == KeyedBy::head ? id_head : "id"; }
    static sql::Value key_of(const Key& id, KeyedBy by) {
        if (by == KeyedBy::head) return {id.head()};
        return {id};
    }

    class Known final : public KnownRows<T> {
      public:
        Known(const std::string& table, std::vector<Column> columns, ColumnsOf columns_of,
              KeyedBy keyed_by)
            : KnownRows<T>(table, key_column(keyed_by)),
              keyed_by_(keyed_by),
              columns_(std::move(columns)),
              columns_of_(std::move(columns_of)),
              insert_(table, insert_columns()),
              update_(update_text(table), sql::Query::Waiting::ignored) {}

      private:
        void insert(sql::Connection& db, std::span<const T* const> documents) override {
            Values values;
            std::vector<std::string> bodies(sql::Insert::rows_max);
            while (!documents.empty()) {
                const auto [query, rows] = insert_.next_of(documents.size());
                values.clear();
                for (std::size_t row = 0; row < rows; ++row) {
                    const T& document = *documents[row];
                    bodies[row] = codec::encode_avro(document);
                    values.push_back(key_of(document.id, keyed_by_));
                    values.emplace_back(document.version);
                    columns_of_(document, values);
                    values.emplace_back(sql::Bytes{bodies[row]});
                }
                db.execute_values(query, values);
                documents = documents.subspan(rows);
            }
        }

        void update(sql::Connection& db, const T& document, std::int64_t stored) override {
            std::string body = codec::encode_avro(document);
            Values values;
            columns_of_(document, values);
            std::size_t column = 0;
            std::erase_if(values, [&](const sql::Value&) { return columns_[column++].is_fixed; });
            values.emplace_back(document.version);
            values.emplace_back(sql::Bytes{body});
            values.push_back(key_of(document.id, keyed_by_));
            values.emplace_back(stored);
            db.execute_expecting(update_, values, {1, Known::throw_changed_meanwhile});
        }

        std::vector<std::string> insert_columns() const {
            std::vector<std::string> all{key_column(keyed_by_), "version"};
            for (const Column& column : columns_) all.push_back(column.name);
            all.emplace_back("body");
            return all;
        }

        std::string update_text(const std::string& table) const {
            std::string sets;
            for (const Column& column : columns_) {
                if (!column.is_fixed) sets += column.name + " = ?, ";
            }
            return "UPDATE " + table + " SET " + sets + "version = ?, body = ? WHERE " +
                   key_column(keyed_by_) + " = ? AND version = ?";
        }

        const KeyedBy keyed_by_;
        const std::vector<Column> columns_;
        ColumnsOf columns_of_;
        sql::Insert insert_;
        sql::Query update_;
    };

    const KeyedBy keyed_by_;
    sql::Query find_;
    sql::Query delete_;
    std::shared_ptr<Known> known_;
};

}  // namespace jangteo::runtime
