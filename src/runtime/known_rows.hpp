#pragma once

// KnownRows<T>: what a connection knows of a table with one row for each aggregate: the rows that
// the batch has added or changed and that wait for its end, the `known_max` that were read or
// written last, and that some are not there. T has `id`, the table's key, and
// `std::int64_t version`. How a row is written says who derives from it.
//
// One connection at a time.

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kernel/fault.hpp"
#include "kernel/id.hpp"
#include "runtime/sql.hpp"

namespace jangteo::runtime {

// The key of a table that has its ids' heads for one (Id::head): new rows are then behind all
// others, and pages of keys are small.
inline constexpr const char* id_head = "id_head";

template <class T>
class KnownRows : public sql::Known, public std::enable_shared_from_this<KnownRows<T>> {
  public:
    using Key = decltype(T::id);

    static constexpr std::size_t known_max = 4096;

    explicit KnownRows(const std::string& table, const std::string& key = "id")
        : table_(table),
          is_keyed_by_head_(key == id_head),
          select_newest_("SELECT " + key + " FROM " + table + " ORDER BY " + key + " DESC LIMIT 1",
                         sql::Query::Waiting::ignored) {}

    // `load` asks the store: std::optional<T>(). Readers on other connections may find at the same
    // time; they are told nothing.
    template <class Load>
    std::optional<T> find(sql::Connection& db, const Key& id, Load&& load) {
        if (!db.knows()) return load();
        if (const T* row = known(db, id)) return *row;
        if (is_absent(db, id)) return std::nullopt;
        std::optional<T> row = load();
        was_read(db, id, row);
        return row;
    }

    // Version 1 of a row that is not there. What is copied goes into the memory of an older row.
    template <class U>
    void add(sql::Connection& db, U&& row) {
        row.version = 1;
        if (known(db, row.id)) throw Fault(FaultKind::retry_now, "a document is there already");
        put(std::forward<U>(row), 0);
        put_down(db);
    }

    // Raises its version.
    void save(sql::Connection& db, T& row) {
        const std::int64_t read = row.version++;
        const T* before = known(db, row.id);
        if (before && before->version != read) throw changed_meanwhile();
        put(row, read);
        put_down(db);
    }

    const sql::Table& table() const override { return table_; }

    void write(sql::Connection& db) override {
        // In the order of their keys, as every lane does it.
        std::sort(waiting_.begin(), waiting_.end(),
                  [](const Entry* a, const Entry* b) { return a->row.id < b->row.id; });
        std::vector<const T*> added;
        for (const Entry* entry : waiting_) {
            if (entry->stored == 0) {
                added.push_back(&entry->row);
            } else {
                update(db, entry->row, entry->stored);
            }
        }
        insert(db, added);
        for (Entry* entry : waiting_) entry->stored = entry->row.version;
        waiting_.clear();
    }

    void forget() override {
        waiting_.clear();
        entries_.clear();
        spare_.insert(spare_.end(), order_.begin(), order_.end());
        order_.clear();
        absent_.clear();
        newest_.reset();
    }

    [[noreturn]] static void throw_changed_meanwhile() { throw changed_meanwhile(); }

  protected:
    virtual void insert(sql::Connection& db, std::span<const T* const> rows) = 0;
    // `stored`: the version that the store has of it; Fault{retry_now} when it has another.
    virtual void update(sql::Connection& db, const T& row, std::int64_t stored) = 0;

  private:
    struct Entry {
        T row;
        std::int64_t stored = 0;  // the store's version, 0 when it is not there yet
        bool waits() const { return row.version != stored; }
    };

    static Fault changed_meanwhile() {
        return Fault(FaultKind::retry_now, "a document changed meanwhile");
    }

    const T* known(const sql::Connection& db, const Key& id) {
        if (known_to_ != &db) {
            forget();
            known_to_ = &db;
        }
        auto entry = entries_.find(id);
        return entry == entries_.end() ? nullptr : &entry->second->row;
    }

    static std::uint64_t head(const Key& id) { return static_cast<std::uint64_t>(id.head()); }

    std::uint64_t newest_stored(sql::Connection& db) {
        auto rows = db.query(select_newest_);
        if (!rows.next()) return 0;
        return is_keyed_by_head_ ? static_cast<std::uint64_t>(rows.integer(0))
                                 : head(rows.template id<Key>(0));
    }

    bool is_absent(sql::Connection& db, const Key& id) {
        if (!db.in_batch()) return false;
        if (absent_.contains(id)) return true;
        if (!newest_) {
            newest_ = newest_stored(db);
            db.remember(this->shared_from_this());
        }
        return *newest_ < head(id);
    }

    void was_read(sql::Connection& db, const Key& id, const std::optional<T>& row) {
        if (!db.in_batch()) return;
        if (row) {
            put(*row, row->version);
        } else {
            if (absent_.size() >= known_max) absent_.clear();
            absent_.insert(id);
        }
        db.remember(this->shared_from_this());
    }

    template <class U>
    void put(U&& row, std::int64_t stored) {
        auto [entry, is_new] = entries_.try_emplace(row.id);
        if (is_new) {
            entry->second = spare_entry();
            entry->second->stored = stored;
            order_.push_back(entry->second);
            if (!absent_.empty()) absent_.erase(row.id);
        }
        Entry& kept = *entry->second;
        const bool waited = !is_new && kept.waits();
        kept.row = std::forward<U>(row);
        if (!waited && kept.waits()) waiting_.push_back(&kept);
        if (entries_.size() > known_max) make_room();
    }

    Entry* spare_entry() {
        if (spare_.empty()) return &made_.emplace_back();
        Entry* entry = spare_.back();
        spare_.pop_back();
        return entry;
    }

    void make_room() {
        for (std::size_t left = order_.size(); left > 0 && entries_.size() > known_max; --left) {
            Entry* oldest = order_.front();
            order_.pop_front();
            if (oldest->waits()) {
                order_.push_back(oldest);
            } else {
                entries_.erase(oldest->row.id);
                spare_.push_back(oldest);
                if (newest_) newest_ = std::max(*newest_, head(oldest->row.id));
            }
        }
    }

    // At the end of the batch; without one at once, and nothing is known of it after.
    void put_down(sql::Connection& db) {
        db.wait(this->shared_from_this());
        if (db.in_batch()) {
            if (waiting_.size() >= known_max / 2) write(db);
            return;
        }
        try {
            db.end_batch();
        } catch (...) {
            db.forget_batch();
            throw;
        }
    }

    sql::Table table_;
    bool is_keyed_by_head_;
    sql::Query select_newest_;
    const sql::Connection* known_to_ = nullptr;
    std::deque<Entry> made_;     // addresses stay
    std::vector<Entry*> spare_;  // their rows lend their memory to the next ones
    boost::unordered_flat_map<Key, Entry*, std::hash<Key>> entries_;
    std::deque<Entry*> order_;  // oldest first
    std::vector<Entry*> waiting_;
    boost::unordered_flat_set<Key, std::hash<Key>> absent_;
    // No id whose head is above it is in the store that is not among the entries. Ids rise with
    // time, so that a new one needs no question.
    std::optional<std::uint64_t> newest_;
};

}  // namespace jangteo::runtime
