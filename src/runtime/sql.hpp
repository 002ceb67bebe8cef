#pragma once

// The transactional store's port: statements, rows and transactions, thin enough that a batch can
// be pipelined. A Connection belongs to one thread at a time. Every failure is a Fault; a statement
// that loses a race (unique key, version) is FaultKind::retry_now.

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::sql {

// A statement's text, written with `?` placeholders. Make it once, as a namespace constant:
// connections keep their prepared form by `ordinal`.
class Query {
  public:
    // What a statement does about the writes of its tables that wait in the unit of work.
    enum class Waiting {
        first,   // they go to the store before it
        ignored  // it is a document's own and knows about them
    };
    explicit Query(std::string text, Waiting waiting = Waiting::first);
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    const std::string& text() const { return text_; }
    std::size_t ordinal() const { return ordinal_; }
    Waiting waiting() const { return waiting_; }

  private:
    std::string text_;
    std::size_t ordinal_;
    Waiting waiting_;
};

struct Bytes {
    std::string_view view;
};

// A parameter. Text and bytes are borrowed until the call returns.
class Value {
  public:
    Value(std::nullptr_t) {}
    Value(std::int64_t number) : value_(number) {}
    Value(int number) : value_(static_cast<std::int64_t>(number)) {}
    Value(bool flag) : value_(static_cast<std::int64_t>(flag)) {}
    Value(Timestamp time) : value_(time.us) {}
    Value(std::string_view text) : value_(text) {}
    Value(const std::string& text) : value_(std::string_view(text)) {}
    Value(const char* text) : value_(std::string_view(text)) {}
    Value(Bytes bytes) : value_(bytes) {}
    Value(const Uuid& uuid)
        : value_(Bytes{{reinterpret_cast<const char*>(uuid.data()), uuid.size()}}) {}
    template <class Kind>
    Value(const Id<Kind>& id) : value_(Bytes{id.bytes()}) {}

    const auto& get() const { return value_; }

  private:
    std::variant<std::monostate, std::int64_t, std::string_view, Bytes> value_;
};

// What an engine implements for one running query. Columns count from 0. Views live until the next
// step.
class RowSource {
  public:
    virtual bool step() = 0;
    virtual void finish() = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view bytes(int column) const = 0;

  protected:
    ~RowSource() = default;
};

// The rows of one query. The same Query cannot run twice at once on one connection.
class Rows {
  public:
    explicit Rows(RowSource& source) : source_(&source) {}
    Rows(Rows&& other) noexcept : source_(std::exchange(other.source_, nullptr)) {}
    Rows& operator=(Rows&&) = delete;
    ~Rows() {
        if (source_) source_->finish();
    }

    bool next() { return source_->step(); }
    bool is_null(int column) const { return source_->is_null(column); }
    std::int64_t integer(int column) const { return source_->integer(column); }
    std::string_view text(int column) const { return source_->bytes(column); }
    std::string_view bytes(int column) const { return source_->bytes(column); }
    Timestamp time(int column) const { return {source_->integer(column)}; }
    template <class IdType>
    IdType id(int column) const {
        return IdType::from_bytes(source_->bytes(column));
    }
    Uuid uuid(int column) const { return id<EventId>(column).uuid(); }

  private:
    RowSource* source_;
};

class Connection;

// The writes of one table that wait for the end of the unit of work.
class WaitingWrites {
  public:
    virtual const std::string& table() const = 0;
    virtual void write(Connection& db) = 0;
    virtual void forget() = 0;

  protected:
    ~WaitingWrites() = default;
};

class Connection {
  public:
    virtual ~Connection() = default;

    // Several statements without parameters: migrations only.
    virtual void script(std::string_view text) = 0;

    virtual void begin() = 0;   // a read snapshot on a read connection
    virtual void commit() = 0;  // durable when it returns
    virtual void rollback() = 0;

    Rows query(const Query& query, std::initializer_list<Value> values = {}) {
        return query_values(query, {values.begin(), values.size()});
    }
    // Rows changed.
    std::int64_t execute(const Query& query, std::initializer_list<Value> values = {}) {
        return execute_values(query, {values.begin(), values.size()});
    }
    std::int64_t execute_values(const Query& query, std::span<const Value> values) {
        settle(query);
        ++writes_;
        return do_execute(query, values);
    }
    Rows query_values(const Query& query, std::span<const Value> values) {
        settle(query);
        return do_query(query, values);
    }

    // Writes asked for since the connection was opened: tells whether a handler wrote anything.
    std::uint64_t writes() const { return writes_; }

    // A unit of work, within a transaction: a document that it changes several times is written
    // once, at its end, or before the first other statement that names the document's table.
    void begin_unit() { in_unit_ = true; }
    bool in_unit() const { return in_unit_; }
    void end_unit();
    void forget_unit();  // with a rollback
    // Counts as a write.
    void wait(WaitingWrites& writes);

  protected:
    virtual std::int64_t do_execute(const Query& query, std::span<const Value> values) = 0;
    virtual Rows do_query(const Query& query, std::span<const Value> values) = 0;

  private:
    void settle(const Query& query) {
        if (!waiting_.empty() && query.waiting() == Query::Waiting::first) write_before(query);
    }
    void write_before(const Query& query);

    std::uint64_t writes_ = 0;
    bool in_unit_ = false;
    std::vector<WaitingWrites*> waiting_;
};

// The whole store: one connection that writes, and read connections on snapshots.
class Store {
  public:
    virtual ~Store() = default;

    virtual Connection& writer() = 0;
    // A read-only connection for the calling thread; it stays the store's.
    virtual Connection& reader() = 0;
    // A commit is seen by everyone at once, and is durable after the next flush. Any thread, one at
    // a time. Ends the process when the disk does not keep it.
    virtual void flush() = 0;
    virtual std::uint64_t commits() const = 0;
    virtual double commit_seconds() const = 0;
};

}  // namespace jangteo::sql
