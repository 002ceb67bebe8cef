// `jangteo replay` as a program: the sample book through a real shop and real sandboxes.

#include <gtest/gtest.h>
#include <signal.h>

#include <boost/json.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/child_process.hpp"
#include "tests/support/raw_client.hpp"

namespace jangteo::test {
namespace {

namespace json = boost::json;
using Arguments = std::vector<std::string>;

struct Result {
    int status = 0;
    std::string output;
};

std::string source(const std::string& path) {
    return from_environment("JANGTEO_SOURCE_DIR") + "/" + path;
}

std::string sample() { return source("data/online-retail-sample.csv"); }

Result run(const std::string& program, Arguments arguments) {
    ChildProcess process(program, std::move(arguments));
    int status = process.wait();
    return {status, process.output()};
}

Arguments replay_arguments(Arguments more) {
    more.insert(more.begin(), "replay");
    return more;
}

Result replay(Arguments more) {
    return run(from_environment("JANGTEO_BIN"), replay_arguments(std::move(more)));
}

json::object report_of(const std::string& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return json::parse(text.str()).as_object();
}

// What two runs over the same book must agree on.
void expect_equal_figures(const json::object& one, const json::object& other) {
    for (auto name : {"lines", "orders", "money_krw", "provider_krw", "stock", "refunds"}) {
        EXPECT_EQ(one.at(name), other.at(name)) << name;
    }
}

class Replay : public ::testing::Test {
  protected:
    Replay() {
        folder = ::testing::TempDir() + "jangteo_replay_" +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name();
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
    }
    ~Replay() override { std::filesystem::remove_all(folder); }

    std::string path(const std::string& name) const { return folder + "/" + name; }

    // Writes a file with the columns of a book.
    std::string book(const std::string& rows) const {
        std::ofstream(path("book.csv")) << "invoice_no,stock_code,description,quantity,invoiced_at,"
                                           "unit_price_gbp,customer_id,country\n"
                                        << rows;
        return path("book.csv");
    }

    Result check_report(const Arguments& more = {}) const {
        Arguments arguments{source("tests/replay/check_report.py"), sample(), path("report.json")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run("/usr/bin/python3", arguments);
    }

    std::string folder;
};

TEST_F(Replay, gives_the_figures_that_a_script_of_its_own_expects) {
    Result result = replay({sample(), "--report", path("report.json")});
    ASSERT_EQ(result.status, 0) << result.output;
    Result check = check_report();
    EXPECT_EQ(check.status, 0) << check.output;
    auto report = report_of(path("report.json"));
    EXPECT_GT(report.at("audit").at("invariants_checked").as_int64(), 20);
    EXPECT_EQ(report.at("audit").at("violations").as_int64(), 0);
}

TEST_F(Replay, gives_the_same_figures_one_order_at_a_time_and_the_second_time) {
    Arguments one{sample(), "--limit", "150", "--data", path("shop"), "--report", path("one.json")};
    Arguments many = one;
    many[4] = path("other-shop");
    many[6] = path("many.json");
    one.insert(one.end(), {"--concurrency", "1"});
    ASSERT_EQ(replay(one).status, 0);
    ASSERT_EQ(replay(many).status, 0);
    expect_equal_figures(report_of(path("one.json")), report_of(path("many.json")));
    many[6] = path("again.json");
    ASSERT_EQ(replay(many).status, 0);
    expect_equal_figures(report_of(path("one.json")), report_of(path("again.json")));
}

TEST_F(Replay, killed_at_any_moment_goes_on_where_it_was) {
    Arguments arguments = replay_arguments(
        {sample(), "--data", path("shop"), "--limit", "400", "--report", path("report.json")});
    for (int after_ms : {500, 700, 900, 1100}) {
        ChildProcess process(from_environment("JANGTEO_BIN"), arguments);
        std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
        process.send(SIGKILL);
        process.wait();
    }
    Result result = run(from_environment("JANGTEO_BIN"), arguments);
    ASSERT_EQ(result.status, 0) << result.output;
    Result check = check_report({"--limit", "400"});
    EXPECT_EQ(check.status, 0) << check.output;
}

TEST_F(Replay, stopped_by_a_signal_says_so_and_goes_on_where_it_was) {
    Arguments arguments =
        replay_arguments({sample(), "--data", path("shop"), "--report", path("report.json")});
    {
        ChildProcess process(from_environment("JANGTEO_BIN"), arguments);
        std::this_thread::sleep_for(std::chrono::milliseconds(1000));
        process.send(SIGINT);
        EXPECT_EQ(process.wait(), 130);
        EXPECT_NE(process.output().find("the same command goes on from here"), std::string::npos)
            << process.output();
    }
    Result result = run(from_environment("JANGTEO_BIN"), arguments);
    ASSERT_EQ(result.status, 0) << result.output;
    EXPECT_EQ(check_report().status, 0);
}

TEST_F(Replay, goes_on_by_itself_when_the_shop_is_killed_and_comes_back) {
    ChildProcess sandbox(from_environment("JANGTEO_SANDBOX_BIN"),
                         {"all", "--toss-port", "0", "--carrier-port", "0", "--data",
                          path("sandbox"), "--port-file", path("ports"), "--no-auto-advance"});
    std::istringstream ports(await_file(path("ports")));
    std::string name;
    std::string url[2];
    for (std::string& one : url) {
        ports >> name >> one;
        one.insert(0, "http://127.0.0.1:");
    }
    const std::string port = std::to_string(free_port());  // the same one each time
    const Arguments serve{"serve",
                          "--data",
                          path("shop"),
                          "--port",
                          port,
                          "--toss-url",
                          url[0],
                          "--carrier-url",
                          url[1],
                          "--operator-password",
                          "a long password",
                          "--mutations-per-second",
                          "0"};
    ChildProcess playing(from_environment("JANGTEO_BIN"),
                         {"replay", sample(), "--url", "http://127.0.0.1:" + port, "--toss-url",
                          url[0], "--operator-password", "a long password", "--limit", "500",
                          "--report", path("report.json")});
    for (int after_ms : {800, 1000, 1200}) {
        ChildProcess shop(from_environment("JANGTEO_BIN"), serve);
        std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
        shop.send(SIGKILL);
        shop.wait();
    }
    ChildProcess shop(from_environment("JANGTEO_BIN"), serve);
    int status = playing.wait();
    EXPECT_EQ(status, 0) << playing.output();
    Result check = check_report({"--limit", "500"});
    EXPECT_EQ(check.status, 0) << check.output;
}

TEST_F(Replay, with_too_little_stock_refuses_orders_and_still_adds_up) {
    Result result = replay(
        {sample(), "--limit", "300", "--stock-factor", "0.8", "--report", path("report.json")});
    ASSERT_EQ(result.status, 0) << result.output;
    auto report = report_of(path("report.json"));
    EXPECT_GT(report.at("orders").at("refused").at("out_of_stock").as_int64(), 0);
    EXPECT_GT(report.at("orders").at("completed").as_int64(), 0);
}

TEST_F(Replay, refuses_to_mix_two_replays_in_one_shop) {
    ASSERT_EQ(replay({sample(), "--limit", "20", "--data", path("shop")}).status, 0);
    Result other =
        replay({sample(), "--limit", "20", "--data", path("shop"), "--stock-factor", "0.5"});
    EXPECT_EQ(other.status, 2);
    EXPECT_NE(other.output.find("another file, limit or stock factor"), std::string::npos);
}

TEST_F(Replay, counts_broken_rows_by_line_and_plays_the_rest) {
    std::string file = book(
        "500001,10001,CUP,2,2010-12-01T08:00:00Z,1.00,7,UK\n"
        "500001,10001,CUP,two,2010-12-01T08:00:00Z,1.00,7,UK\n"
        "500001,10001,\"CUP\"x,2,2010-12-01T08:00:00Z,1.00,7,UK\n"
        "500001,10001\n"
        "500001,10002,caf\xE9 \x01 \"\",2,2010-12-01T08:00:00Z,1.00,7,UK\n"
        "500002,10002,\"caf\xE9 \x01\",3,2010-12-01T08:00:00Z,0.10055,A b,UK\n");
    Result result = replay({file, "--report", path("report.json")});
    ASSERT_EQ(result.status, 0) << result.output;
    EXPECT_NE(result.output.find("book.csv:3: not a quantity: 'two'"), std::string::npos);
    auto report = report_of(path("report.json"));
    EXPECT_EQ(report.at("lines").at("skipped").at("broken_row").as_int64(), 4);
    EXPECT_EQ(report.at("orders").at("completed").as_int64(), 2);
    EXPECT_EQ(report.at("money_krw").at("captured").as_int64(), 2 * 1700 + 3 * 171);
}

TEST_F(Replay, a_wrong_file_or_flag_gets_one_line_and_status_2) {
    std::ofstream(path("other.csv")) << "a,b\n1,2\n";
    std::ofstream(path("cut.csv.gz"), std::ios::binary) << "\x1f\x8b\x08\x00";
    const Arguments wrong[] = {
        {},
        {path("missing.csv")},
        {path("other.csv")},
        {path("cut.csv.gz")},
        {folder},
        {sample(), "--stock-factor", "lots"},
        {sample(), "--concurrency", "0"},
        {sample(), "--url", "nowhere"},
        {sample(), "--no-such-flag"},
        {sample(), "--report", path("no/such/folder/report.json")},
        {sample(), "--data", folder},
    };
    for (const Arguments& arguments : wrong) {
        Result result = replay(arguments);
        std::string words = json::serialize(json::value_from(arguments)) + ": " + result.output;
        EXPECT_EQ(result.status, 2) << words;
        EXPECT_EQ(std::ranges::count(result.output, '\n'), 1) << words;
    }
}

}  // namespace
}  // namespace jangteo::test
