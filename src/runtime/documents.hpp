#pragma once

// Documents<T>: a service's table of aggregates, each row a key, a version (the optimistic lock),
// the columns that queries need, and the whole aggregate in the codec's binary form
// (docs/decisions/0002). T is described for the codec without its `version`; it has `id` and
// `std::int64_t version`.
//
// Table: (id, version, <columns…>, body). A save that finds another version throws
// Fault{retry_now}.

#include <functional>
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
          find_("SELECT version, body FROM " + table + " WHERE id = ?"),
          insert_(insert_text(table, columns)),
          update_(update_text(table, columns)),
          delete_("DELETE FROM " + table + " WHERE id = ? AND version = ?") {}

    std::optional<T> find(sql::Connection& db, const Key& id) const {
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
        std::string body = codec::encode_avro(document);
        Values values{document.id, document.version};
        columns_of_(document, values);
        values.emplace_back(sql::Bytes{body});
        run(db, insert_, values);
    }

    void save(sql::Connection& db, T& document) const {
        std::string body = codec::encode_avro(document);
        std::int64_t version = document.version;
        Values values{version + 1};
        columns_of_(document, values);
        values.emplace_back(sql::Bytes{body});
        values.emplace_back(document.id);
        values.emplace_back(version);
        if (run(db, update_, values) != 1)
            throw Fault(FaultKind::retry_now, "a document changed meanwhile");
        document.version = version + 1;
    }

    void erase(sql::Connection& db, const T& document) const {
        if (db.execute(delete_, {document.id, document.version}) != 1) {
            throw Fault(FaultKind::retry_now, "a document changed meanwhile");
        }
    }

  private:
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
};

}  // namespace jangteo::runtime
