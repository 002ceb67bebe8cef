#include "sandbox/desk/journal.hpp"

#include "kernel/fault.hpp"
#include "platform/sqlite/sqlite_store.hpp"

namespace jangteo::sandbox {

namespace {

constexpr std::string_view schema =
    "CREATE TABLE IF NOT EXISTS journal_entry ("
    " sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " call TEXT NOT NULL, status INTEGER NOT NULL, object BLOB NOT NULL, answer BLOB NOT NULL)";

const sql::Insert add_entry("journal_entry",
                            {"sequence", "at", "kind", "call", "status", "object", "answer"});
const sql::Query select_all(
    "SELECT sequence, at, kind, call, status, object, answer FROM journal_entry ORDER BY sequence");
const sql::Query select_one(
    "SELECT sequence, at, kind, call, status, object, answer FROM journal_entry WHERE sequence = "
    "?");

Entry entry_of(const sql::Rows& row) {
    return {row.integer(0), row.time(1),  row.integer(2), row.text(3),
            row.integer(4), row.bytes(5), row.bytes(6)};
}

}  // namespace

Journal::Journal(const std::string& path) {
    platform::sqlite::SqliteOptions options;
    options.path = path.empty() ? ":memory:" : path;
    try {
        store_ = std::make_unique<platform::sqlite::SqliteStore>(options);
        // The first write under this mode takes the file for this process until it ends, however it
        // ends.
        store_->writer().script("PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;");
        store_->writer().script(schema);
    } catch (const Fault& fault) {
        if (std::string_view(fault.what()).find("locked") == std::string_view::npos) throw;
        throw Fault(FaultKind::permanent, "the books in " + path + " are open in another process");
    }
}

Journal::~Journal() = default;

void Journal::replay(const std::function<void(const Entry&)>& visit) {
    auto rows = store_->writer().query(select_all);
    while (rows.next()) {
        const Entry entry = entry_of(rows);
        last_ = entry.sequence;
        visit(entry);
    }
}

std::int64_t Journal::append(const Entry& entry) {
    sql::Connection& db = store_->writer();
    if (!is_open_) {
        db.begin();
        db.begin_batch();
    }
    is_open_ = true;
    db.insert(add_entry, {++last_, entry.at, entry.kind, entry.call, entry.status,
                          sql::Bytes{entry.object}, sql::Bytes{entry.answer}});
    return last_;
}

bool Journal::read(std::int64_t sequence, const std::function<void(const Entry&)>& visit) {
    auto rows = store_->writer().query(select_one, {sequence});
    if (!rows.next()) return false;
    visit(entry_of(rows));
    return true;
}

void Journal::commit() {
    if (!is_open_) return;
    store_->writer().end_batch();
    store_->writer().commit();
    store_->flush();
    is_open_ = false;
}

std::uint64_t Journal::commits() const { return store_->commits(); }

}  // namespace jangteo::sandbox
