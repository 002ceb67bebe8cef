// What a loss of power may leave of the log is no damage, and what it cannot leave is.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "platform/sqlite/sqlite_store.hpp"
#include "platform/sqlite/wal_check.hpp"
#include "runtime/unflushed_commits.hpp"

namespace jangteo::platform::sqlite {
namespace {

constexpr std::int64_t header_bytes = 32;
constexpr std::int64_t frame_bytes = 24 + 4096;
constexpr int pages = 3;  // that each commit writes, at least

class WalCheck : public ::testing::Test {
  protected:
    WalCheck() {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        SqliteStore store({.path = folder_ / "store.db", .durable = false});
        sql::Connection& db = store.writer();
        db.script("CREATE TABLE note (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        first_byte_ = std::filesystem::file_size(wal(folder_ / "store.db"));
        for (int commit = 0; commit < runtime::unflushed_commits_max; ++commit) {
            db.begin();
            db.script("INSERT INTO note (body) VALUES (zeroblob(" + std::to_string(pages * 4096) +
                      "))");
            db.commit();
            if (commit == 0)
                first_commit_ends_ = std::filesystem::file_size(wal(folder_ / "store.db"));
        }
        // The store takes its log with it when it ends.
        std::filesystem::copy_file(wal(folder_ / "store.db"), wal(folder_ / "kept"));
    }
    ~WalCheck() override { std::filesystem::remove_all(folder_); }

    static std::filesystem::path wal(std::filesystem::path store) { return store += "-wal"; }

    // The check of a log in which a byte at that place is another.
    std::string damage_with_wrong(std::uintmax_t at) {
        const auto torn = folder_ / "torn-wal";
        std::filesystem::copy_file(wal(folder_ / "kept"), torn,
                                   std::filesystem::copy_options::overwrite_existing);
        std::fstream file(torn, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const char other = static_cast<char>(file.get() ^ 1);
        file.seekp(static_cast<std::streamoff>(at));
        file.put(other);
        file.close();
        return wal_damage(torn);
    }

    std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                    ("jangteo-wal-check-" + std::to_string(::getpid()));
    std::uintmax_t first_byte_ = 0;
    std::uintmax_t first_commit_ends_ = 0;
};

TEST_F(WalCheck, as_many_commits_as_may_be_ahead_of_the_disk_may_be_torn_anywhere) {
    ASSERT_EQ((first_byte_ - header_bytes) % frame_bytes, 0U);
    ASSERT_GE(first_commit_ends_ - first_byte_, pages * frame_bytes);
    EXPECT_EQ(wal_damage(wal(folder_ / "kept")), "");
    for (auto frame = first_byte_; frame < first_commit_ends_; frame += frame_bytes) {
        EXPECT_EQ(damage_with_wrong(frame + 100), "") << "frame at " << frame;
    }
}

TEST_F(WalCheck, what_was_flushed_before_them_is_damaged) {
    EXPECT_NE(damage_with_wrong(header_bytes + 100), "");
}

}  // namespace
}  // namespace jangteo::platform::sqlite
