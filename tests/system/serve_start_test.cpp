// `jangteo serve` that must not start: one line that says what is wrong, status 2, and nothing of
// what was there before is touched.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/live_market.hpp"
#include "tests/support/raw_client.hpp"

namespace jangteo::test {
namespace {

using Arguments = std::vector<std::string>;

class ServeStart : public ::testing::Test {
  protected:
    std::string path(std::string_view name) const { return folder_ / name; }

    // One line with these words, and status 2.
    void expect_refusal(const std::string& data, const std::string& words,
                        const Arguments& flags = {}, const ChildSettings& settings = {}) const {
        Arguments arguments{"serve", "--data", data, "--port", "0"};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        const Ended ended = run_jangteo(arguments, settings);
        EXPECT_EQ(ended.status, 2) << words << "\n" << ended.output;
        EXPECT_EQ(std::ranges::count(ended.output, '\n'), 1) << words << "\n" << ended.output;
        EXPECT_TRUE(ended.output.starts_with("jangteo: ")) << ended.output;
        EXPECT_NE(ended.output.find(words), std::string::npos) << words << "\n" << ended.output;
    }

    void run_sql(const std::string& file, const std::string& sql) const {
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(db);
        sqlite3_close(db);
    }

    static std::string bytes_of(const std::string& file) {
        std::ostringstream text;
        text << std::ifstream(file, std::ios::binary).rdbuf();
        return text.str();
    }

    TestFolder folder_;
};

TEST_F(ServeStart, a_wrong_flag_gets_one_line_and_status_2) {
    const struct {
        Arguments flags;
        std::string words;
    } wrong[] = {
        {{"--no-such-flag"}, "--no-such-flag"},
        {{"word"}, "word"},
        {{"--port", "65536"}, "--port"},
        {{"--port", "-1"}, "--port"},
        {{"--port", "http"}, "--port"},
        {{"--host", "nowhere"}, "not an address to listen on: nowhere"},
        {{"--host", "192.0.2.1"}, "cannot listen on 192.0.2.1"},
        {{"--http-threads", "0"}, "--http-threads"},
        {{"--http-threads", "65"}, "--http-threads"},
        {{"--queue", "0"}, "--queue"},
        {{"--delivery", "pigeon"}, "--delivery"},
        {{"--log", "xml"}, "--log"},
        {{"--log-level", "loud"}, "--log-level"},
        {{"--toss-url", "nonsense"}, "not a base URL (http(s)://host:port): nonsense"},
        {{"--toss-url", "https://toss.example/path"}, "https://toss.example/path"},
        {{"--toss-url", "http://127.0.0.1:99999"}, "http://127.0.0.1:99999"},
        {{"--carrier-url", "ftp://carrier.example"}, "ftp://carrier.example"},
        {{"--carrier-url", "http://"}, "http://"},
        {{"--public-url", "shop.example"}, "--public-url: not a URL"},
        {{"--public-url", "https://shop.example/?a=b"}, "--public-url: not a URL"},
        {{"--operator-email", "boss"}, "--operator-email: not an e-mail address"},
        {{"--operator-password", "short"}, "--operator-password: not a password"},
        {{"--mutations-per-second", "-5"}, "--mutations-per-second: not a rate"},
        {{"--mutations-per-second", "nan"}, "--mutations-per-second: not a rate"},
        {{"--mutations-per-second", "1e999"}, "--mutations-per-second: not a rate"},
        {{"--logins-per-second", "many"}, "--logins-per-second: not a rate"},
        {{"--cors-origin", "*"}, "--cors-origin: not an origin"},
        {{"--cors-origin", "https://shop.example/path"}, "--cors-origin: not an origin"},
    };
    for (const auto& [flags, words] : wrong) expect_refusal(path("shop"), words, flags);
}

TEST_F(ServeStart, a_wrong_environment_variable_is_refused_like_its_flag) {
    expect_refusal(path("shop"), "JANGTEO_OPERATOR_EMAIL not an e-mail address", {},
                   {.environment = {"JANGTEO_OPERATOR_EMAIL=boss"}});
    expect_refusal(path("shop"), "toss-url: toss is not", {},
                   {.environment = {"JANGTEO_TOSS_URL=toss"}});
    expect_refusal(path("shop"), "--toss-url: two?lines is not an http:// or https:// URL", {},
                   {.environment = {"JANGTEO_TOSS_URL=two\nlines"}});
}

TEST_F(ServeStart, a_folder_that_cannot_be_one_is_named) {
    std::ofstream(path("file")) << "not a folder";
    expect_refusal(path("file"), "cannot make the data folder");
    expect_refusal("/proc/jangteo", "cannot make the data folder /proc/jangteo");
    expect_refusal("", "data folder");
    std::filesystem::create_directories(path("locked/lock"));
    expect_refusal(path("locked"), "cannot write to the data folder");
    std::filesystem::create_directories(path("shop/jangteo.db"));
    expect_refusal(path("shop"), "jangteo.db is not a store of Jangteo (it is not a file)");
}

TEST_F(ServeStart, a_damaged_token_key_is_named_with_what_to_do) {
    std::filesystem::create_directories(path("shop"));
    std::ofstream(path("shop/token.key")) << "too short";
    expect_refusal(path("shop"), "token.key is not a key of 32 bytes");
}

TEST_F(ServeStart, a_file_that_is_not_ours_is_refused_and_left_alone) {
    std::filesystem::create_directories(path("letter"));
    std::ofstream(path("letter/jangteo.db")) << "Dear Sir or Madam, this is not a database at all.";
    std::filesystem::create_directories(path("other"));
    run_sql(path("other/jangteo.db"), "CREATE TABLE recipe (name); INSERT INTO recipe VALUES (1)");
    for (const std::string name : {"letter", "other"}) {
        const std::string file = path(name) + "/jangteo.db";
        const std::string before = bytes_of(file);
        expect_refusal(path(name), "is not a store of Jangteo");
        EXPECT_EQ(bytes_of(file), before) << "it was changed";
    }
}

TEST_F(ServeStart, a_store_of_a_newer_version_is_refused_and_left_alone) {
    LiveShop shop(path("shop"));
    ASSERT_TRUE(shop.start()) << shop.process().output();
    EXPECT_EQ(shop.stop(), 0);
    run_sql(shop.store_path(),
            "INSERT INTO runtime_migration VALUES ('order', 9999, 'the_future', 0)");
    expect_refusal(path("shop"), "written by a newer version (it has step 9999 of order)");
    run_sql(shop.store_path(), "DELETE FROM runtime_migration WHERE number = 9999");
    EXPECT_TRUE(shop.start()) << shop.process().output();
}

TEST_F(ServeStart, a_second_process_on_the_folder_is_refused_while_the_first_serves_on) {
    LiveShop shop(path("shop"));
    ASSERT_TRUE(shop.start()) << shop.process().output();
    expect_refusal(path("shop"), "is in use by another process");
    EXPECT_EQ(ShopClient(shop.url()).get("/readyz").status, 200);
    EXPECT_EQ(shop.stop(), 0);
    EXPECT_TRUE(shop.start()) << "the lock is given back: " << shop.process().output();
}

TEST_F(ServeStart, a_taken_port_is_named_and_the_first_start_is_not_used_up) {
    LiveShop first(path("first"));
    ASSERT_TRUE(first.start());
    const Ended taken =
        run_jangteo({"serve", "--data", path("second"), "--port", std::to_string(first.port())});
    EXPECT_EQ(taken.status, 2);
    EXPECT_EQ(std::ranges::count(taken.output, '\n'), 1) << taken.output;
    EXPECT_NE(taken.output.find("Address already in use"), std::string::npos) << taken.output;
    // The operator's password, which is told once, is not lost.
    ChildProcess second(from_environment("JANGTEO_BIN"),
                        {"serve", "--data", path("second"), "--port", std::to_string(free_port())});
    for (int i = 0; i < 400 && second.output().find("jangteo serves") == std::string::npos; ++i) {
        usleep(10'000);
    }
    EXPECT_NE(second.output().find("operator login: "), std::string::npos) << second.output();
}

TEST_F(ServeStart, an_operators_address_is_kept_as_members_type_it) {
    LiveShop shop(path("shop"));
    shop.add_flags({"--operator-email", "The.Boss@Jangteo.Example"});
    ASSERT_TRUE(shop.start()) << shop.process().output();
    ShopClient client(shop.url());
    for (const char* email : {"the.boss@jangteo.example", "The.Boss@Jangteo.Example"}) {
        EXPECT_EQ(
            client.post("/v1/sessions", {{"email", email}, {"password", operator_password}}).status,
            201);
    }
}

TEST_F(ServeStart, a_first_start_that_was_killed_makes_its_operator_at_the_next) {
    LiveShop shop(path("shop"));
    ASSERT_TRUE(shop.start());
    EXPECT_EQ(shop.stop(), 0);
    // As if it had been killed between its migrations and its operator.
    run_sql(shop.store_path(), "DELETE FROM member_member");
    ASSERT_TRUE(shop.start());
    EXPECT_EQ(
        ShopClient(shop.url())
            .post("/v1/sessions", {{"email", operator_email}, {"password", operator_password}})
            .status,
        201);
}

}  // namespace
}  // namespace jangteo::test
