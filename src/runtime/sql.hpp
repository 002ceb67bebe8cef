#pragma once

// The transactional store's port: statements, rows and transactions, thin enough that a batch can
// be pipelined. A Connection belongs to one thread at a time. Every failure is a Fault; a statement
// that loses a race (unique key, version) is FaultKind::retry_now.
//
// A write whose count nobody asks for may still be on its way when the call returns
// (docs/decisions/0015): its failure then comes out of a later statement, at the latest of
// commit().

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kernel/fault.hpp"
#include "kernel/id.hpp"
#include "kernel/timestamp.hpp"

namespace jangteo::sql {

// A statement's text, written with `?` placeholders. Make it once, as a namespace constant:
// connections keep their prepared form by `ordinal`.
class Query {
  public:
    // What a statement does about the writes of its tables that wait for the end of the batch.
    enum class Waiting {
        first,   // they go to the store before it
        ignored  // whoever asks knows about them
    };
    // What nobody else may change before the transaction that reads it ends.
    enum class Held {
        nothing,
        rows  // those that it selects
    };
    explicit Query(std::string text, Waiting waiting = Waiting::first, Held held = Held::nothing);
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    const std::string& text() const { return text_; }
    std::size_t ordinal() const { return ordinal_; }
    Waiting waiting() const { return waiting_; }
    Held held() const { return held_; }

  private:
    std::string text_;
    std::size_t ordinal_;
    Waiting waiting_;
    Held held_;
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

// Of a query for one number: 0 when there is no row, or NULL in it.
inline std::int64_t integer_of(Rows rows) {
    return rows.next() && !rows.is_null(0) ? rows.integer(0) : 0;
}

// A table that a connection may know something of which the store does not: its name is looked for
// in statements. At most 64 in a process.
class Table {
  public:
    explicit Table(const std::string& name);
    std::uint64_t bit() const { return bit_; }

  private:
    std::uint64_t bit_;
};

// A row that is added and not looked at before the batch ends: the rows of a batch go to the store
// several in a statement. Make it once, as a namespace constant.
class Insert {
  public:
    static constexpr std::size_t rows_max = 16;  // in one statement
    static constexpr std::size_t rows_some = 4;

    // `on_conflict`: what stands behind the values, e.g. "ON CONFLICT DO NOTHING".
    Insert(const std::string& table, const std::vector<std::string>& columns,
           const std::string& on_conflict = "");

    const Table& table() const { return table_; }
    const Query& one() const { return one_; }
    // The statement for the next of so many rows, and how many it takes.
    std::pair<const Query&, std::size_t> next_of(std::size_t rows) const {
        if (rows >= rows_max) return {many_, rows_max};
        if (rows >= rows_some) return {some_, rows_some};
        return {one_, 1};
    }
    std::size_t columns() const { return columns_; }
    std::size_t ordinal() const { return one_.ordinal(); }

  private:
    Table table_;
    std::size_t columns_;
    Query one_;
    Query some_;
    Query many_;
};

class Connection;

// The rows that a write changed. Who asks, before the next statement, waits for the store to say.
class Changed {
  public:
    Changed(std::int64_t rows) : rows_(rows) {}
    explicit Changed(Connection& on_its_way) : on_its_way_(&on_its_way) {}

    operator std::int64_t() const;

  private:
    Connection* on_its_way_ = nullptr;
    std::int64_t rows_ = 0;
};

// How many rows a write must change; `otherwise` throws.
struct Expected {
    std::int64_t rows = 1;
    void (*otherwise)() = nullptr;
};

// A write changed another number of rows than expected (Connection::changes_one): whoever runs the
// batch runs it again, carefully.
class Surprise : public Fault {
  public:
    Surprise() : Fault(FaultKind::retry_now, "a write found something else than was expected") {}
};

// What a connection knows of one table: writes that wait for the end of the batch, and what it has
// read or written before.
class Known {
  public:
    virtual ~Known() = default;
    virtual const Table& table() const = 0;
    virtual void write(Connection& db) = 0;  // what waits
    virtual void forget() = 0;               // everything
};

class Connection {
  public:
    virtual ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Several statements without parameters: migrations only.
    virtual void script(std::string_view text) = 0;

    virtual void begin() = 0;   // a read snapshot on a read connection
    virtual void commit() = 0;  // durable when it returns
    virtual void rollback() = 0;

    // For migrations: no other process passes lock_schema() before unlock_schema().
    virtual void lock_schema() {}
    virtual void unlock_schema() {}

    Rows query(const Query& query, std::initializer_list<Value> values = {}) {
        return query_values(query, {values.begin(), values.size()});
    }
    Changed execute(const Query& query, std::initializer_list<Value> values = {}) {
        return execute_values(query, {values.begin(), values.size()});
    }
    Changed execute_values(const Query& query, std::span<const Value> values) {
        settle(query, true);
        ++writes_;
        return do_execute(query, values);
    }
    // The count is held against `expected` when it is known, at the latest in commit().
    void execute_expecting(const Query& query, std::initializer_list<Value> values,
                           Expected expected) {
        execute_expecting(query, std::span(values.begin(), values.size()), expected);
    }
    void execute_expecting(const Query& query, std::span<const Value> values, Expected expected) {
        settle(query, true);
        ++writes_;
        do_execute_expecting(query, values, expected);
    }
    // True: it changed one row. Where that is what a batch expects, an engine that would have to
    // wait for the answer says so at once; it throws Surprise, at the latest in commit(), when the
    // answer is another.
    bool changes_one(const Query& query, std::initializer_list<Value> values) {
        settle(query, true);
        ++writes_;
        return do_change_one(query, {values.begin(), values.size()});
    }
    Rows query_values(const Query& query, std::span<const Value> values) {
        settle(query, false);
        return do_query(query, values);
    }

    // Of which nothing is asked, neither the count.
    void insert(const Insert& insert, std::initializer_list<Value> row);

    // Writes asked for since the connection was opened: tells whether a handler wrote anything.
    std::uint64_t writes() const { return writes_; }

    // A batch, within a transaction: a document that it changes several times is written once, and
    // rows are added together, at its end, or before the first other statement that names their
    // table.
    // A `careful` one waits for every answer.
    void begin_batch(bool careful = false) {
        in_batch_ = true;
        is_careful_ = careful;
    }
    bool in_batch() const { return in_batch_; }
    void end_batch();
    void forget_batch();  // with a rollback

    // What was read or written may be given again without asking the store.
    bool knows() const { return in_batch_ || only_writer_; }
    // `known` has something that the store has not; counts as a write.
    void wait(const std::shared_ptr<Known>& known);
    void remember(const std::shared_ptr<Known>& known);

  protected:
    // `only_writer`: nobody else writes to the store, so that what is known stays true.
    explicit Connection(bool only_writer = false) : only_writer_(only_writer) {}

    virtual Changed do_execute(const Query& query, std::span<const Value> values) = 0;
    virtual void do_execute_expecting(const Query& query, std::span<const Value> values,
                                      Expected expected) {
        if (do_execute(query, values) != expected.rows) expected.otherwise();
    }
    virtual bool do_change_one(const Query& query, std::span<const Value> values) {
        return do_execute(query, values) == 1;
    }
    bool may_expect() const { return in_batch_ && !is_careful_; }
    virtual Rows do_query(const Query& query, std::span<const Value> values) = 0;
    // Of the last statement, when do_execute left its count open.
    virtual std::int64_t changed_by_last() { return 0; }

  private:
    friend class Changed;
    class AddedRows;

    void settle(const Query& query, bool writes) {
        std::uint64_t concerned = writes ? waiting_ | remembered_ : waiting_;
        if (concerned != 0 && query.waiting() == Query::Waiting::first)
            settle_tables(query, writes);
    }
    void settle_tables(const Query& query, bool writes);
    std::uint64_t tables_of(const Query& query);
    void write(std::uint64_t tables);

    const bool only_writer_;
    std::uint64_t writes_ = 0;
    bool in_batch_ = false;
    bool is_careful_ = false;
    std::vector<std::shared_ptr<Known>> known_;
    std::uint64_t waiting_ = 0;     // tables with writes that wait
    std::uint64_t remembered_ = 0;  // tables of which something is known

    struct Named {
        std::uint64_t tables = 0;
        std::size_t among = 0;  // how many tables there were
    };
    std::vector<Named> named_;                            // by the query's ordinal
    std::vector<std::shared_ptr<AddedRows>> added_rows_;  // by the insert's ordinal
};

inline Changed::operator std::int64_t() const {
    return on_its_way_ ? on_its_way_->changed_by_last() : rows_;
}

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
    // Times that the writer waited for a server.
    virtual std::uint64_t round_trips() const { return 0; }
};

}  // namespace jangteo::sql
