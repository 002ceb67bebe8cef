#include "runtime/sql.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "kernel/check.hpp"

namespace jangteo::sql {
namespace {

// The names of all tables made so far, by their number.
class TableNames {
  public:
    std::uint64_t bit_of(const std::string& name) {
        std::lock_guard lock(mutex_);
        auto known = std::find(names_.begin(), names_.end(), name);
        auto number = static_cast<std::size_t>(known - names_.begin());
        check(number < 64, "no more than 64 tables");
        if (known == names_.end()) names_.push_back(name);
        count_ = names_.size();
        return std::uint64_t{1} << number;
    }
    std::size_t count() const { return count_; }
    std::uint64_t named_in(const std::string& text) {
        std::lock_guard lock(mutex_);
        std::uint64_t named = 0;
        for (std::size_t number = 0; number < names_.size(); ++number) {
            if (text.find(names_[number]) != std::string::npos) named |= std::uint64_t{1} << number;
        }
        return named;
    }

  private:
    std::mutex mutex_;
    std::vector<std::string> names_;
    std::atomic<std::size_t> count_{0};
};

TableNames& table_names() {
    static TableNames names;
    return names;
}

std::string insert_text(const std::string& table, const std::vector<std::string>& columns,
                        const std::string& on_conflict, std::size_t rows) {
    std::string names;
    std::string marks;
    for (const auto& column : columns) {
        names += (names.empty() ? "" : ", ") + column;
        marks += marks.empty() ? "?" : ", ?";
    }
    std::string text = "INSERT INTO " + table + " (" + names + ") VALUES ";
    for (std::size_t row = 0; row < rows; ++row) text += (row == 0 ? "(" : ", (") + marks + ")";
    return on_conflict.empty() ? text : text + " " + on_conflict;
}

}  // namespace

Query::Query(std::string text, Waiting waiting, Held held)
    : text_(std::move(text)), waiting_(waiting), held_(held) {
    static std::atomic<std::size_t> next_ordinal{0};
    ordinal_ = next_ordinal++;
}

Table::Table(const std::string& name) : bit_(table_names().bit_of(name)) {}

Insert::Insert(const std::string& table, const std::vector<std::string>& columns,
               const std::string& on_conflict)
    : table_(table),
      columns_(columns.size()),
      one_(insert_text(table, columns, on_conflict, 1), Query::Waiting::ignored),
      some_(insert_text(table, columns, on_conflict, rows_some), Query::Waiting::ignored),
      many_(insert_text(table, columns, on_conflict, rows_max), Query::Waiting::ignored) {}

// The rows of one insert that wait. What they point to is copied.
class Connection::AddedRows final : public Known {
  public:
    explicit AddedRows(const Insert& insert) : insert_(insert) {}

    void add(std::initializer_list<Value> row) {
        for (const Value& value : row) {
            if (const auto* text = std::get_if<std::string_view>(&value.get())) {
                cells_.push_back({Cell::Kind::text, keep(*text), text->size()});
            } else if (const auto* bytes = std::get_if<Bytes>(&value.get())) {
                cells_.push_back({Cell::Kind::bytes, keep(bytes->view), bytes->view.size()});
            } else if (const auto* number = std::get_if<std::int64_t>(&value.get())) {
                cells_.push_back({Cell::Kind::integer, static_cast<std::uint64_t>(*number), 0});
            } else {
                cells_.push_back({Cell::Kind::null, 0, 0});
            }
        }
    }

    const Table& table() const override { return insert_.table(); }

    void write(Connection& db) override {
        std::vector<Value> values;
        values.reserve(cells_.size());
        for (const Cell& cell : cells_) values.push_back(value_of(cell));
        std::span<const Value> left(values);
        while (!left.empty()) {
            auto [query, rows] = insert_.next_of(left.size() / insert_.columns());
            db.execute_values(query, left.first(rows * insert_.columns()));
            left = left.subspan(rows * insert_.columns());
        }
        forget();
    }

    void forget() override {
        cells_.clear();
        bytes_.clear();
    }

  private:
    struct Cell {
        enum class Kind : std::uint8_t { null, integer, text, bytes };
        Kind kind;
        std::uint64_t value;  // the integer, or where the bytes begin
        std::size_t size;
    };

    std::uint64_t keep(std::string_view bytes) {
        std::uint64_t begin = bytes_.size();
        bytes_ += bytes;
        return begin;
    }

    Value value_of(const Cell& cell) const {
        std::string_view bytes(bytes_);
        switch (cell.kind) {
            case Cell::Kind::integer: return {static_cast<std::int64_t>(cell.value)};
            case Cell::Kind::text: return {bytes.substr(cell.value, cell.size)};
            case Cell::Kind::bytes: return {Bytes{bytes.substr(cell.value, cell.size)}};
            case Cell::Kind::null: break;
        }
        return {nullptr};
    }

    const Insert& insert_;
    std::vector<Cell> cells_;
    std::string bytes_;
};

Connection::~Connection() {
    for (const auto& known : known_) known->forget();
}

void Connection::insert(const Insert& insert, std::initializer_list<Value> row) {
    check(row.size() == insert.columns(), "a row has a value for each column");
    if (!in_batch_) {
        execute(insert.one(), row);
        return;
    }
    if (insert.ordinal() >= added_rows_.size()) added_rows_.resize(insert.ordinal() + 1);
    auto& rows = added_rows_[insert.ordinal()];
    if (!rows) rows = std::make_shared<AddedRows>(insert);
    rows->add(row);
    wait(rows);
}

void Connection::wait(const std::shared_ptr<Known>& known) {
    ++writes_;
    waiting_ |= known->table().bit();
    remember(known);
}

void Connection::remember(const std::shared_ptr<Known>& known) {
    remembered_ |= known->table().bit();
    if (std::find(known_.begin(), known_.end(), known) == known_.end()) known_.push_back(known);
}

std::uint64_t Connection::tables_of(const Query& query) {
    if (query.ordinal() >= named_.size()) named_.resize(query.ordinal() + 1);
    Named& named = named_[query.ordinal()];
    if (named.among != table_names().count()) {
        named.among = table_names().count();
        named.tables = table_names().named_in(query.text());
    }
    return named.tables;
}

void Connection::settle_tables(const Query& query, bool writes) {
    std::uint64_t named = tables_of(query);
    if ((named & waiting_) != 0) write(named & waiting_);
    if (!writes || (named & remembered_) == 0) return;
    for (const auto& known : known_) {
        if ((known->table().bit() & named) != 0) known->forget();
    }
    remembered_ &= ~named;
}

void Connection::write(std::uint64_t tables) {
    waiting_ &= ~tables;
    // They were counted when they began to wait: it need not be their handler that asks for them.
    const std::uint64_t counted = writes_;
    for (const auto& known : known_) {
        if ((known->table().bit() & tables) != 0) known->write(*this);
    }
    writes_ = counted;
}

void Connection::end_batch() {
    const bool stays_true = in_batch_ && only_writer_;
    if (waiting_ != 0) write(waiting_);
    in_batch_ = false;
    if (!stays_true) forget_batch();
}

void Connection::forget_batch() {
    for (const auto& known : known_) known->forget();
    known_.clear();
    waiting_ = 0;
    remembered_ = 0;
    in_batch_ = false;
}

}  // namespace jangteo::sql
