// A flipped bit in the files of a stopped or killed shop: detected and named, or provably harmless.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/sqlite/sqlite_store.hpp"
#include "tests/support/live_race.hpp"

namespace jangteo::test {
namespace {

class Damage : public LiveRace {
  protected:
    // A shop with some orders, killed: its log holds all of it.
    void make_killed_shop() {
        ASSERT_NO_FATAL_FAILURE(open({.products = 2, .members = 1}));
        for (int i = 0; i < 5; ++i) {
            const std::string n = std::to_string(i);
            ASSERT_EQ(buyer(0).place(market_->sku(0), "order" + n).status, 201);
        }
        shop_.kill();
    }

    std::string fresh_copy() {
        const std::string copy = folder_ / "copy";
        std::filesystem::remove_all(copy);
        std::filesystem::copy(shop_.data(), copy, std::filesystem::copy_options::recursive);
        return copy;
    }

    static void flip(const std::string& path, std::uint64_t at) {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const int byte = file.get();
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(byte ^ 0x10));
    }

    static Ended serve(const std::string& data) {
        return run_jangteo({"serve", "--data", data, "--port", "0"});
    }
};

TEST_F(Damage, in_the_middle_of_the_log_is_named_and_the_shop_does_not_start) {
    ASSERT_NO_FATAL_FAILURE(make_killed_shop());
    const std::uint64_t size = std::filesystem::file_size(shop_.data() + "/jangteo.db-wal");
    // Headers, salts, checksums and contents of frames, all over the first half of the log.
    for (std::uint64_t at = 0; at < size / 2; at += size / 80 + 7) {
        const std::string copy = fresh_copy();
        flip(copy + "/jangteo.db-wal", at);
        const Ended ended = serve(copy);
        EXPECT_EQ(ended.status, 2) << "byte " << at << "\n" << ended.output;
        EXPECT_NE(ended.output.find("damaged"), std::string::npos) << ended.output;
        EXPECT_EQ(std::ranges::count(ended.output, '\n'), 1) << ended.output;
    }
}

TEST_F(Damage, of_the_index_of_the_log_is_harmless) {
    ASSERT_NO_FATAL_FAILURE(make_killed_shop());
    const auto before = stored_orders(shop_.store_path());
    const std::string index = shop_.data() + "/jangteo.db-shm";
    for (std::uint64_t at = 0; at < std::filesystem::file_size(index); at += 401) flip(index, at);
    ASSERT_TRUE(shop_.start()) << "it is made anew from the log: " << shop_.process().output();
    EXPECT_EQ(stored_orders(shop_.store_path()).size(), before.size());
    close();
}

TEST_F(Damage, of_the_token_key_makes_tokens_invalid_and_nothing_else) {
    ASSERT_NO_FATAL_FAILURE(make_killed_shop());
    flip(shop_.data() + "/token.key", 5);
    ASSERT_TRUE(shop_.start()) << shop_.process().output();
    EXPECT_EQ(told(client_.get("/v1/orders", market_->member(0))), "401 invalid_token");
    EXPECT_EQ(
        client_.post("/v1/sessions", {{"email", operator_email}, {"password", operator_password}})
            .status,
        201);
    EXPECT_EQ(shop_.stop(), 0);
    EXPECT_EQ(audit_problems(shop_.data()), "");
}

TEST_F(Damage, of_a_page_ends_the_shop_with_a_line_and_the_audit_names_it) {
    ASSERT_NO_FATAL_FAILURE(make_killed_shop());
    ASSERT_TRUE(shop_.start());
    EXPECT_EQ(shop_.stop(), 0);
    // The first page of the orders, by the schema.
    std::uint64_t page = 0;
    {
        auto db = platform::sqlite::open_read_only(shop_.store_path());
        const sql::Query root{"SELECT rootpage FROM sqlite_master WHERE name = 'order_order'"};
        auto rows = db->query(root);
        ASSERT_TRUE(rows.next());
        page = static_cast<std::uint64_t>(rows.integer(0));
    }
    std::fstream file(shop_.store_path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>((page - 1) * 4096));
    file << std::string(4096, '\xa5');
    file.close();
    const Ended audit = run_jangteo({"audit", "--data", shop_.data()});
    EXPECT_EQ(audit.status, 1) << audit.output;
    EXPECT_NE(audit.output.find("D4  the file's structure is whole"), std::string::npos);
    shop_.start();
    for (int i = 0; i < 50 && shop_.process().running(); ++i) {
        client_.get("/v1/orders", market_->member(0));
    }
    ASSERT_FALSE(shop_.process().running());
    EXPECT_EQ(shop_.process().wait(), 1);
    EXPECT_NE(shop_.process().output().find("jangteo: the store is damaged"), std::string::npos)
        << shop_.process().output();
}

// SQLite has no checksums of pages: a bit in a text or a number may stay unseen. None may crash the
// program, and what the audit says, it says in words.
TEST_F(Damage, of_a_bit_anywhere_in_the_store_is_named_or_unseen_and_crashes_nobody) {
    ASSERT_NO_FATAL_FAILURE(make_killed_shop());
    ASSERT_TRUE(shop_.start());
    EXPECT_EQ(shop_.stop(), 0);
    const std::uint64_t size = std::filesystem::file_size(shop_.store_path());
    int named = 0;
    int flipped = 0;
    for (std::uint64_t at = 0; at < size; at += size / 60 + 13) {
        const std::string copy = fresh_copy();
        flip(copy + "/jangteo.db", at);
        const Ended audit = run_jangteo({"audit", "--data", copy});
        EXPECT_LE(audit.status, 2) << "byte " << at << "\n" << audit.output;
        EXPECT_FALSE(audit.output.empty()) << "byte " << at;
        named += audit.status == 0 ? 0 : 1;
        ++flipped;
    }
    fmt::print("a bit of the store: {} flipped, {} named by the audit\n", flipped, named);
    EXPECT_GT(named, 0);
}

TEST_F(Damage, of_the_files_header_is_named_and_the_shop_does_not_start) {
    ASSERT_NO_FATAL_FAILURE(make_killed_shop());
    ASSERT_TRUE(shop_.start());
    EXPECT_EQ(shop_.stop(), 0);
    const std::string copy = fresh_copy();
    flip(copy + "/jangteo.db", 3);
    const Ended ended = serve(copy);
    EXPECT_EQ(ended.status, 2) << ended.output;
    EXPECT_NE(ended.output.find("is not a store of Jangteo (it cannot be read as a database)"),
              std::string::npos)
        << ended.output;
}

}  // namespace
}  // namespace jangteo::test
