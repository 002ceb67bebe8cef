#pragma once

// Documents<T>: a service's table of aggregates, each row a key, a version (the optimistic lock),
// the columns that queries need, and the whole aggregate in the codec's binary form
// (docs/decisions/0002). T is described for the codec without its `version`; it has `id` and
// `std::int64_t version`.
//
// Table: (id, version, <columns…>, body). A save that finds another version throws
// Fault{retry_now}.
//
// A Documents outlives the batches that use it. Within a batch (sql::Connection::begin_batch) what
// is added or saved is kept, found again as it is, and written once at the end, however often the
// batch changed it. A connection that is the store's only writer goes on knowing the `known_max`
// documents that it read or wrote last.

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
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

    static constexpr std::size_t known_max = 1024;

    Documents(const std::string& table, const std::vector<std::string>& columns,
              ColumnsOf columns_of)
        : find_("SELECT version, body FROM " + table + " WHERE id = ?",
                sql::Query::Waiting::ignored),
          delete_("DELETE FROM " + table + " WHERE id = ? AND version = ?"),
          documents_(std::make_shared<Known>(table, columns, std::move(columns_of))) {}

    std::optional<T> find(sql::Connection& db, const Key& id) const {
        if (db.knows()) {
            if (const T* document = documents_->find(db, id)) return *document;
        }
        auto rows = db.query(find_, {id});
        if (!rows.next()) return std::nullopt;
        T document = decode(rows.integer(0), rows.bytes(1));
        if (db.in_batch()) {
            documents_->put(document, document.version);
            db.remember(documents_);
        }
        return document;
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
        add(db, T(document));
    }

    void add(sql::Connection& db, T&& document) const {
        document.version = 1;
        if (documents_->find(db, document.id))
            throw Fault(FaultKind::retry_now, "a document is there already");
        documents_->put(std::move(document), 0);
        put_down(db);
    }

    void save(sql::Connection& db, T& document) const {
        const std::int64_t read = document.version++;
        const T* known = documents_->find(db, document.id);
        if (known && known->version != read) throw changed_meanwhile();
        documents_->put(document, read);
        put_down(db);
    }

    void erase(sql::Connection& db, const T& document) const {
        Values values{document.id, document.version};
        db.execute_expecting(delete_, values, {1, throw_changed_meanwhile});
    }

  private:
    // What a connection knows of the table; one connection at a time.
    class Known final : public sql::Known {
      public:
        Known(const std::string& table, const std::vector<std::string>& columns,
              ColumnsOf columns_of)
            : table_(table),
              columns_of_(std::move(columns_of)),
              insert_(table, insert_columns(columns)),
              update_(update_text(table, columns), sql::Query::Waiting::ignored) {}

        const T* find(const sql::Connection& db, const Key& id) {
            if (known_to_ != &db) {
                forget();
                known_to_ = &db;
            }
            auto entry = entries_.find(id);
            return entry == entries_.end() ? nullptr : &entry->second.document;
        }

        // `stored`: the version that the store has of it, 0 when it is not there yet. After find().
        template <class U>
        void put(U&& document, std::int64_t stored) {
            const Key id = document.id;
            auto [entry, is_new] = entries_.try_emplace(id);
            Entry& known = entry->second;
            if (is_new) {
                known.stored = stored;
                order_.push_back(id);
            }
            const bool waited = !is_new && known.waits();
            known.document = std::forward<U>(document);
            if (!waited && known.waits()) waiting_.push_back(&known);
            if (entries_.size() > known_max) make_room();
        }

        bool has_many_waiting() const { return waiting_.size() >= known_max / 2; }

        const sql::Table& table() const override { return table_; }

        void write(sql::Connection& db) override {
            // In the order of their keys, as every lane does it.
            std::sort(waiting_.begin(), waiting_.end(), [](const Entry* a, const Entry* b) {
                return a->document.id < b->document.id;
            });
            std::vector<const T*> added;
            for (const Entry* entry : waiting_) {
                if (entry->stored == 0) {
                    added.push_back(&entry->document);
                } else {
                    update(db, entry->document, entry->stored);
                }
            }
            insert(db, added);
            for (Entry* entry : waiting_) entry->stored = entry->document.version;
            waiting_.clear();
        }

        void forget() override {
            waiting_.clear();
            entries_.clear();
            order_.clear();
        }

      private:
        struct Entry {
            T document;
            std::int64_t stored = 0;
            bool waits() const { return document.version != stored; }
        };

        void make_room() {
            for (std::size_t left = order_.size(); left > 0 && entries_.size() > known_max;
                 --left) {
                Key oldest = order_.front();
                order_.pop_front();
                auto entry = entries_.find(oldest);
                if (entry->second.waits()) {
                    order_.push_back(oldest);
                } else {
                    entries_.erase(entry);
                }
            }
        }

        void insert(sql::Connection& db, std::span<const T* const> documents) const {
            Values values;
            std::vector<std::string> bodies(sql::Insert::rows_max);
            while (!documents.empty()) {
                const bool several = documents.size() >= sql::Insert::rows_max;
                const std::size_t rows = several ? sql::Insert::rows_max : 1;
                values.clear();
                for (std::size_t row = 0; row < rows; ++row) {
                    const T& document = *documents[row];
                    bodies[row] = codec::encode_avro(document);
                    values.emplace_back(document.id);
                    values.emplace_back(document.version);
                    columns_of_(document, values);
                    values.emplace_back(sql::Bytes{bodies[row]});
                }
                db.execute_values(several ? insert_.several() : insert_.one(), values);
                documents = documents.subspan(rows);
            }
        }

        void update(sql::Connection& db, const T& document, std::int64_t stored) const {
            std::string body = codec::encode_avro(document);
            Values values{document.version};
            columns_of_(document, values);
            values.emplace_back(sql::Bytes{body});
            values.emplace_back(document.id);
            values.emplace_back(stored);
            db.execute_expecting(update_, values, {1, throw_changed_meanwhile});
        }

        static std::vector<std::string> insert_columns(const std::vector<std::string>& columns) {
            std::vector<std::string> all{"id", "version"};
            all.insert(all.end(), columns.begin(), columns.end());
            all.emplace_back("body");
            return all;
        }

        static std::string update_text(const std::string& table,
                                       const std::vector<std::string>& columns) {
            std::string sets = "version = ?";
            for (const auto& column : columns) sets += ", " + column + " = ?";
            return "UPDATE " + table + " SET " + sets + ", body = ? WHERE id = ? AND version = ?";
        }

        sql::Table table_;
        ColumnsOf columns_of_;
        sql::Insert insert_;
        sql::Query update_;
        const sql::Connection* known_to_ = nullptr;
        std::unordered_map<Key, Entry> entries_;
        std::deque<Key> order_;  // oldest first
        std::vector<Entry*> waiting_;
    };

    // At the end of the batch; without one at once, and nothing is known of it after.
    void put_down(sql::Connection& db) const {
        db.wait(documents_);
        if (db.in_batch()) {
            if (documents_->has_many_waiting()) documents_->write(db);
            return;
        }
        try {
            db.end_batch();
        } catch (...) {
            db.forget_batch();
            throw;
        }
    }

    static Fault changed_meanwhile() {
        return Fault(FaultKind::retry_now, "a document changed meanwhile");
    }
    [[noreturn]] static void throw_changed_meanwhile() { throw changed_meanwhile(); }

    sql::Query find_;
    sql::Query delete_;
    std::shared_ptr<Known> documents_;
};

}  // namespace jangteo::runtime
