#include "platform/sqlite/sqlite_store.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "kernel/fault.hpp"
#include "platform/sqlite/sqlite_connection.hpp"

namespace jangteo::platform::sqlite {
namespace {

constexpr std::int64_t reader_cache_kib = 8192;
constexpr std::int64_t reader_mmap_bytes = 256LL << 20;

constexpr auto alone_patience = std::chrono::seconds(1);
constexpr auto alone_again = std::chrono::milliseconds(5);

// Only a new file is changed by it. SQLite wants to be alone with the file then and does not wait
// for that: its busy timeout is for other locks.
void use_log(SqliteConnection& db) {
    const auto end = std::chrono::steady_clock::now() + alone_patience;
    for (;;) {
        try {
            return db.script("PRAGMA journal_mode=WAL");
        } catch (const Fault& fault) {
            const bool is_busy = fault.kind() == FaultKind::retry_later;
            if (!is_busy || std::chrono::steady_clock::now() > end) throw;
        }
        std::this_thread::sleep_for(alone_again);
    }
}

std::uint64_t next_serial() {
    static std::atomic<std::uint64_t> serial{0};
    return ++serial;
}

}  // namespace

SqliteStore::SqliteStore(SqliteOptions options)
    : options_(std::move(options)), serial_(next_serial()) {
    // Counting every allocation under a lock is worth nothing to us. Refused once the library is in
    // use.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    writer_ = std::make_unique<SqliteConnection>(options_.path,
                                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    try {
        use_log(*writer_);
        writer_->script(fmt::format(
            "PRAGMA synchronous={}; PRAGMA cache_size=-{}; "
            "PRAGMA wal_autocheckpoint={}; PRAGMA temp_store=MEMORY;",
            options_.durable ? "NORMAL" : "OFF", options_.cache_kib, options_.checkpoint_pages));
    } catch (const Fault& fault) {
        throw Fault(FaultKind::permanent,
                    options_.path + " is not a usable store: " + fault.what());
    }
    SqliteConnection::stop_when_damaged();
}

SqliteStore::~SqliteStore() {
    if (log_file_ >= 0) ::close(log_file_);
}

sql::Connection& SqliteStore::writer() { return *writer_; }

sql::Connection& SqliteStore::reader() {
    if (options_.path == ":memory:") return *writer_;
    // The common case, a thread asking again, takes no lock.
    thread_local std::uint64_t cached_serial = 0;
    thread_local SqliteConnection* cached = nullptr;
    if (cached_serial == serial_) return *cached;
    std::lock_guard lock(readers_mutex_);
    auto& slot = readers_[std::this_thread::get_id()];
    if (!slot) {
        slot = std::make_unique<SqliteConnection>(options_.path, SQLITE_OPEN_READONLY);
        slot->script(
            fmt::format("PRAGMA query_only=ON; PRAGMA cache_size=-{}; PRAGMA mmap_size={};",
                        reader_cache_kib, reader_mmap_bytes));
    }
    cached_serial = serial_;
    cached = slot.get();
    return *cached;
}

// With synchronous=NORMAL, SQLite orders its own writes (the log's header, checkpoints) and leaves
// the flush of a commit to whoever has to answer for it. The log stays one file while a connection
// is open, and SQLite takes no locks on it, so that a second descriptor does no harm.
void SqliteStore::flush() {
    if (!options_.durable || options_.path == ":memory:") return;
    std::string path = options_.path + "-wal";
    if (log_file_ < 0) log_file_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (log_file_ < 0 || ::fdatasync(log_file_) != 0) {
        stop_unflushed(path + ": " + std::strerror(errno));
    }
}

std::uint64_t SqliteStore::commits() const { return writer_->commits(); }

double SqliteStore::commit_seconds() const { return writer_->commit_seconds(); }

std::unique_ptr<sql::Connection> open_read_only(const std::string& path) {
    return std::make_unique<SqliteConnection>(path, SQLITE_OPEN_READONLY);
}

}  // namespace jangteo::platform::sqlite
