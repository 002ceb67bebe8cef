#pragma once

// Documents<T>: a service's table of aggregates, each row a key, a version (the optimistic lock),
// the columns that queries need, and the whole aggregate in the codec's binary form
// (docs/decisions/0002). T is described for the codec without its `version`; it has `id` and
// `std::int64_t version`.
//
// Table: (id, version, <columns…>, body). A save that finds another version throws
// Fault{retry_now}.
//
// A Documents outlives the units that use it. Within a unit of work (sql::Connection::begin_unit)
// what is added or saved is kept, found again as it is, and written once at the end, however often
// the unit changed it.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contracts/codec/avro.hpp"
#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

template <class T>
class Documents {
  public:
    using Key = decltype(T::id);
    using Values = std::vector<sql::Value>;
    // Appends the value of each extra column, in order; what it borrows must live in the document.
    using ColumnsOf = std::function<void(const T&, Values&)>;

    Documents(const std::string& table, const std::vector<std::string>& columns,
              ColumnsOf columns_of)
        : columns_of_(std::move(columns_of)),
          find_("SELECT version, body FROM " + table + " WHERE id = ?",
                sql::Query::Waiting::ignored),
          insert_(insert_text(table, columns), sql::Query::Waiting::ignored),
          update_(update_text(table, columns), sql::Query::Waiting::ignored),
          delete_("DELETE FROM " + table + " WHERE id = ? AND version = ?"),
          kept_(std::make_unique<Kept>(*this, table)) {}

    std::optional<T> find(sql::Connection& db, const Key& id) const {
        if (db.in_unit()) {
            if (const auto* entry = kept_->find(id)) return entry->document;
        }
        auto rows = db.query(find_, {id});
        if (!rows.next()) return std::nullopt;
        return decode(rows.integer(0), rows.bytes(1));
    }

    // The document of a row that a hand-written statement selected.
    static T decode(std::int64_t version, std::string_view body) {
        auto document = codec::decode_avro<T>(body);
        check(document.has_value(), "a stored document decodes");
        document->version = version;
        return std::move(*document);
    }

    void add(sql::Connection& db, T& document) const {
        document.version = 1;
        if (db.in_unit()) {
            if (kept_->find(document.id))
                throw Fault(FaultKind::retry_now, "a document is there already");
            kept_->keep(db, {document, 0});
        } else {
            insert(db, document);
        }
    }

    // For what the unit does not change again: spares the copy.
    void insert(sql::Connection& db, const T& document) const {
        std::string body = codec::encode_avro(document);
        Values values{document.id, document.version};
        columns_of_(document, values);
        values.emplace_back(sql::Bytes{body});
        run(db, insert_, values);
    }

    void save(sql::Connection& db, T& document) const {
        std::int64_t stored = document.version++;
        if (!db.in_unit()) return update(db, document, stored);
        auto* entry = kept_->find(document.id);
        if (!entry) return kept_->keep(db, {document, stored});
        if (entry->document.version != stored) throw changed_meanwhile();
        entry->document = document;
    }

    void erase(sql::Connection& db, const T& document) const {
        if (db.execute(delete_, {document.id, document.version}) != 1) {
            throw changed_meanwhile();
        }
    }

  private:
    // What the unit of work has changed; few, or it is written early.
    class Kept final : public sql::WaitingWrites {
      public:
        struct Entry {
            T document;
            std::int64_t stored;  // version in the store; 0: not there yet
        };
        static constexpr std::size_t entries_max = 32;

        Kept(const Documents& owner, std::string table) : owner_(owner), table_(std::move(table)) {}

        Entry* find(const Key& id) {
            for (Entry& entry : entries_) {
                if (entry.document.id == id) return &entry;
            }
            return nullptr;
        }
        void keep(sql::Connection& db, Entry entry) {
            if (entries_.size() == entries_max) write(db);
            entries_.push_back(std::move(entry));
            db.wait(*this);
        }

        const std::string& table() const override { return table_; }
        void write(sql::Connection& db) override {
            for (const Entry& entry : entries_) {
                if (entry.stored == 0) {
                    owner_.insert(db, entry.document);
                } else {
                    owner_.update(db, entry.document, entry.stored);
                }
            }
            entries_.clear();
        }
        void forget() override { entries_.clear(); }

      private:
        const Documents& owner_;
        std::string table_;
        std::vector<Entry> entries_;
    };

    static Fault changed_meanwhile() {
        return Fault(FaultKind::retry_now, "a document changed meanwhile");
    }

    void update(sql::Connection& db, const T& document, std::int64_t stored) const {
        std::string body = codec::encode_avro(document);
        Values values{document.version};
        columns_of_(document, values);
        values.emplace_back(sql::Bytes{body});
        values.emplace_back(document.id);
        values.emplace_back(stored);
        if (run(db, update_, values) != 1) throw changed_meanwhile();
    }

    static std::int64_t run(sql::Connection& db, const sql::Query& query, const Values& values) {
        return db.execute_values(query, values);
    }

    static std::string insert_text(const std::string& table,
                                   const std::vector<std::string>& columns) {
        std::string names = "id, version";
        std::string marks = "?, ?";
        for (const auto& column : columns) {
            names += ", " + column;
            marks += ", ?";
        }
        return "INSERT INTO " + table + " (" + names + ", body) VALUES (" + marks + ", ?)";
    }

    static std::string update_text(const std::string& table,
                                   const std::vector<std::string>& columns) {
        std::string sets = "version = ?";
        for (const auto& column : columns) sets += ", " + column + " = ?";
        return "UPDATE " + table + " SET " + sets + ", body = ? WHERE id = ? AND version = ?";
    }

    ColumnsOf columns_of_;
    sql::Query find_;
    sql::Query insert_;
    sql::Query update_;
    sql::Query delete_;
    std::unique_ptr<Kept> kept_;
};

}  // namespace jangteo::runtime
