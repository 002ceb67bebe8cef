// Checkpoints of the embedded store: every page reaches the database, in few writes, and a disk
// without room for them loses nothing.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <limits>

#include "kernel/fault.hpp"
#include "platform/sqlite/sqlite_store.hpp"

namespace jangteo::platform::sqlite {
namespace {

const sql::Query add_note{"INSERT INTO note (body) VALUES (zeroblob(?))"};
const sql::Query change_notes{"UPDATE note SET body = zeroblob(?) WHERE id % 7 = ?"};
const sql::Query sum_notes{"SELECT count(*), coalesce(sum(length(body)), 0) FROM note"};
const sql::Query check_pages{"PRAGMA integrity_check"};

constexpr std::int64_t page = 4096;

struct Notes {
    std::int64_t count = 0;
    std::int64_t bytes = 0;

    bool operator==(const Notes&) const = default;
};

Notes notes_of(sql::Connection& db) {
    auto rows = db.query(sum_notes);
    if (!rows.next()) return {};
    return {rows.integer(0), rows.integer(1)};
}

// Files may become no larger than that.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(std::uintmax_t bytes) {
        signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    rlimit before_{};
};

// Of this process, so far.
std::int64_t write_calls() {
    std::ifstream file("/proc/self/io");
    std::string name;
    std::int64_t value = 0;
    while (file >> name >> value) {
        if (name == "syscw:") return value;
    }
    ADD_FAILURE() << "the system counts no calls";
    return 0;
}

class Checkpoint : public ::testing::Test {
  protected:
    Checkpoint() {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    ~Checkpoint() override { std::filesystem::remove_all(folder_); }

    std::unique_ptr<SqliteStore> open(std::int64_t checkpoint_pages) {
        auto store = std::make_unique<SqliteStore>(
            SqliteOptions{.path = path_, .checkpoint_pages = checkpoint_pages});
        store->writer().script(
            "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        return store;
    }

    // One commit; the notes that should be there behind it.
    static Notes add(sql::Connection& db, std::int64_t count, std::int64_t bytes) {
        Notes there = notes_of(db);
        db.begin();
        for (std::int64_t i = 0; i < count; ++i) db.execute(add_note, {bytes});
        db.commit();
        return {there.count + count, there.bytes + count * bytes};
    }

    std::uintmax_t database_bytes() const { return std::filesystem::file_size(path_); }

    // What is in the database, whose log has gone into it.
    void expect_whole(const Notes& notes) const {
        EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
        auto db = open_read_only(path_);
        EXPECT_EQ(notes_of(*db), notes);
        auto rows = db->query(check_pages);
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.text(0), "ok");
    }

    std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                    ("jangteo-checkpoint-" + std::to_string(::getpid()));
    std::string path_ = folder_ / "store.db";
};

TEST_F(Checkpoint, takes_every_page_while_readers_see_every_commit) {
    auto store = open(16);
    sql::Connection& db = store->writer();
    Notes notes;
    for (std::int64_t i = 0; i < 300; ++i) {
        notes = add(db, 1 + i % 5, 10 + i * 97 % 6000);
        ASSERT_EQ(notes_of(store->reader()), notes) << "commit " << i;
        if (i % 3 != 0) continue;
        db.execute(change_notes, {i * 31 % 5000, i % 7});
        notes = notes_of(db);
        ASSERT_EQ(notes_of(store->reader()), notes) << "change " << i;
    }
    EXPECT_GT(database_bytes(), 100U * page) << "checkpoints were made on the way";
    store.reset();
    expect_whole(notes);
}

TEST_F(Checkpoint, writes_pages_that_are_neighbours_together) {
    constexpr std::int64_t pages = 1000;
    auto store = open(2 * pages);
    sql::Connection& db = store->writer();
    add(db, 1, pages * page);
    const auto before = database_bytes();
    const std::int64_t calls_of_commit = [&] {
        const std::int64_t calls = write_calls();
        add(db, 1, pages / 2 * page);
        return write_calls() - calls;
    }();
    ASSERT_EQ(database_bytes(), before) << "no checkpoint yet";
    const std::int64_t calls = write_calls();
    const Notes notes = add(db, 1, pages * page);
    EXPECT_GT(database_bytes(), before + pages * page);
    EXPECT_LT(write_calls() - calls - 2 * calls_of_commit, 2 * pages / 8);
    store.reset();
    expect_whole(notes);
}

TEST_F(Checkpoint, for_which_there_is_no_room_is_made_when_there_is) {
    auto store = open(16);
    sql::Connection& db = store->writer();
    Notes notes = add(db, 100, 10'000);
    bool is_full = false;
    {
        const FileSizeLimit limit(database_bytes() + 10 * page);
        for (int i = 0; i < 1000 && !is_full; ++i) {
            try {
                notes = add(db, 2, 3000);
            } catch (const Fault& fault) {
                EXPECT_EQ(fault.kind(), FaultKind::retry_later);
                db.rollback();
                is_full = true;
            }
            ASSERT_EQ(notes_of(db), notes);
            ASSERT_EQ(notes_of(store->reader()), notes);
        }
        EXPECT_TRUE(is_full) << "of the log too: a checkpoint that fails leaves it as it is";
    }
    notes = add(db, 20, 3000);
    EXPECT_EQ(notes_of(store->reader()), notes);
    store.reset();
    expect_whole(notes);
}

// A reader keeps a checkpoint from ending, and nothing that follows could tell SQLite that pages
// are missing.
TEST_F(Checkpoint, that_cannot_write_its_last_pages_ends_the_process) {
    Notes notes = add(open(16)->writer(), 1, 100 * page);  // more than the log will have
    const auto run = [this] {
        auto store = open(16);
        sql::Connection& db = store->writer();
        add(db, 4, 9000);
        store->reader().begin();
        notes_of(store->reader());
        const FileSizeLimit limit(database_bytes() + page);
        try {
            add(db, 1, 16 * page);
        } catch (const Fault&) {
        }
        store->reader().rollback();
    };
    ASSERT_EXIT(run(), ::testing::ExitedWithCode(1), "a checkpoint could not write its pages");
    auto store = open(16);
    notes = {notes.count + 5, notes.bytes + 4 * 9000 + 16 * page};
    EXPECT_EQ(notes_of(store->reader()), notes);
    store.reset();
    expect_whole(notes);
}

}  // namespace
}  // namespace jangteo::platform::sqlite
