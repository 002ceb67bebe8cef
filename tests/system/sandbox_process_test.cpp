#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/client.hpp"
#include "platform/http/load.hpp"
#include "platform/http/server.hpp"
#include "platform/sodium/random.hpp"
#include "tests/support/child_process.hpp"

namespace jangteo::test {
namespace {

namespace http = platform::http;
namespace json = boost::json;

struct Folder {
    Folder() {
        path = ::testing::TempDir() + "jangteo_sandbox_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name();
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string path;
};

// The real program on free ports.
class SandboxProcess {
  public:
    explicit SandboxProcess(const Folder& folder, std::vector<std::string> more = {})
        : port_file_(folder.path + "/ports"),
          process_(program(), arguments(folder, std::move(more))) {
        std::istringstream ports(await_file(port_file_));
        std::string name;
        std::uint16_t port = 0;
        while (ports >> name >> port) (name == "toss" ? toss_port : carrier_port) = port;
        std::filesystem::remove(port_file_);
    }

    static std::string program() { return from_environment("JANGTEO_SANDBOX_BIN"); }
    ChildProcess& process() { return process_; }

    std::uint16_t toss_port = 0;
    std::uint16_t carrier_port = 0;

  private:
    std::vector<std::string> arguments(const Folder& folder, std::vector<std::string> more) const {
        std::vector<std::string> all{
            "all",    "--toss-port",          "0",           "--carrier-port", "0",
            "--data", folder.path + "/books", "--port-file", port_file_};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    std::string port_file_;
    ChildProcess process_;
};

class Caller {
  public:
    explicit Caller(std::uint16_t port) : client_(options(port)) {}

    http::ClientResult send(runtime::Method method, std::string target, std::string body = "",
                            std::string key = "") {
        http::ClientRequest request{method, std::move(target), {}, std::move(body)};
        if (!key.empty()) request.headers.push_back({"idempotency-key", std::move(key)});
        return client_.call(request, seconds(10));
    }
    json::value post(std::string target, std::string body, std::string key = "") {
        return json::parse(
            send(runtime::Method::post, std::move(target), std::move(body), std::move(key))
                .value()
                .body);
    }
    json::value get(std::string target) {
        return json::parse(send(runtime::Method::get, std::move(target)).value().body);
    }
    std::string session(const std::string& order) {
        return std::string(
            post("/__sandbox/payments",
                 R"({"amount":1000,"orderName":"a","authorize":true,"orderId":")" + order + R"("})")
                .at("paymentKey")
                .as_string());
    }
    static std::string confirmation(const std::string& key, const std::string& order) {
        return R"({"amount":1000,"paymentKey":")" + key + R"(","orderId":")" + order + R"("})";
    }

  private:
    static http::ClientOptions options(std::uint16_t port) {
        http::ClientOptions options;
        options.base_url = "http://127.0.0.1:" + std::to_string(port);
        options.headers = {{"authorization", "Basic dGVzdF9za19qYW5ndGVvOg=="}};
        return options;
    }
    http::HttpClient client_;
};

std::string one_line_of(std::vector<std::string> arguments, int status) {
    ChildProcess process(SandboxProcess::program(), std::move(arguments));
    EXPECT_EQ(process.wait(), status);
    const std::string output = process.output();
    EXPECT_EQ(std::ranges::count(output, '\n'), 1) << output;
    return output;
}

TEST(SandboxProcess, says_where_it_is_and_stops_cleanly) {
    const Folder folder;
    for (const int signal : {SIGINT, SIGTERM}) {
        SandboxProcess sandbox(folder);
        EXPECT_NE(sandbox.toss_port, 0);
        EXPECT_NE(sandbox.carrier_port, 0);
        sandbox.process().send(signal);
        EXPECT_EQ(sandbox.process().wait(), 0);
        EXPECT_NE(sandbox.process().output().find("toss     http://127.0.0.1:"), std::string::npos);
    }
}

TEST(SandboxProcess, one_line_and_status_2_for_each_mistake) {
    const Folder folder;
    EXPECT_NE(one_line_of({"bank"}, 2).find("bank"), std::string::npos);
    EXPECT_NE(one_line_of({"toss", "--time-scale", "0"}, 2).find("--time-scale"),
              std::string::npos);
    EXPECT_NE(one_line_of({"toss", "--speed", "9"}, 2).find("--speed"), std::string::npos);
    EXPECT_NE(one_line_of({"toss", "--toss-port", "0", "--data", "/proc/no"}, 2).find("/proc/no"),
              std::string::npos);
    EXPECT_NE(one_line_of({"toss", "--host", "nowhere"}, 2).find("nowhere"), std::string::npos);
    SandboxProcess sandbox(folder);
    EXPECT_NE(one_line_of({"toss", "--toss-port", std::to_string(sandbox.toss_port)}, 2)
                  .find("Address already in use"),
              std::string::npos);
    EXPECT_NE(one_line_of({"toss", "--toss-port", "0", "--data", folder.path + "/books"}, 2)
                  .find("open in another process"),
              std::string::npos);
}

TEST(SandboxProcess, what_was_answered_survives_kill_9) {
    const Folder folder;
    constexpr std::uint64_t orders = 2000;
    std::vector<std::atomic<bool>> confirmed(orders);
    std::vector<std::string> keys(orders);
    {
        SandboxProcess sandbox(folder, {"--quiet"});
        Caller toss(sandbox.toss_port);
        for (std::uint64_t n = 0; n < orders; ++n)
            keys[n] = toss.session("order_" + std::to_string(n));
        http::LoadOptions load;
        load.port = sandbox.toss_port;
        load.connections = 16;
        load.count = orders;
        load.next_request = [&](std::uint64_t n) {
            // Killed in the middle of the confirms.
            if (n == orders / 2) sandbox.process().send(SIGKILL);
            const std::string order = "order_" + std::to_string(n);
            const std::string body = Caller::confirmation(keys[n], order);
            return "POST /v1/payments/confirm HTTP/1.1\r\nHost: a\r\nIdempotency-Key: " + order +
                   "\r\nAuthorization: Basic dGVzdF9za19qYW5ndGVvOg==\r\nContent-Length: " +
                   std::to_string(body.size()) + "\r\n\r\n" + body;
        };
        load.on_answer = [&](const http::LoadAnswer& answer) {
            confirmed[answer.number] = answer.status == 200;
        };
        http::run_load(load);
        EXPECT_EQ(sandbox.process().wait(), 128 + SIGKILL);
    }
    SandboxProcess sandbox(folder, {"--quiet"});
    Caller toss(sandbox.toss_port);
    std::uint64_t answered = 0;
    for (std::uint64_t n = 0; n < orders; ++n) {
        if (!confirmed[n]) continue;
        ++answered;
        EXPECT_EQ(toss.get("/v1/payments/" + keys[n]).at("status").as_string(), "DONE");
    }
    EXPECT_GT(answered, 0U);
    EXPECT_LT(answered, orders);
    // What was not answered was done or not; the same key finishes it once.
    for (std::uint64_t n = 0; n < orders; ++n) {
        const std::string order = "order_" + std::to_string(n);
        EXPECT_EQ(toss.post("/v1/payments/confirm", Caller::confirmation(keys[n], order), order)
                      .at("status")
                      .as_string(),
                  "DONE");
    }
    EXPECT_EQ(toss.get("/__sandbox/books").at("captured").as_int64(), 1000 * std::int64_t{orders});
}

TEST(SandboxProcess, cuts_and_delays_reach_the_caller) {
    const Folder folder;
    SandboxProcess sandbox(folder, {"--quiet"});
    Caller toss(sandbox.toss_port);
    const std::string key = toss.session("order_1");
    toss.post("/__sandbox/knobs", R"({"operation":"confirm","cut_after":true,"times":1})");
    const auto cut = toss.send(runtime::Method::post, "/v1/payments/confirm",
                               Caller::confirmation(key, "order_1"), "k");
    ASSERT_FALSE(cut.has_value());
    EXPECT_EQ(cut.error().failure, http::ClientFailure::lost);
    EXPECT_EQ(toss.get("/__sandbox/books").at("captured").as_int64(), 1000);
    toss.post("/__sandbox/knobs", R"({"operation":"get_payment","delay_ms":60,"times":1})");
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(toss.get("/v1/payments/" + key).at("status").as_string(), "DONE");
    EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(60));
}

// A shop that takes webhooks.
class Hook {
  public:
    Hook()
        : server_({}, random_, [this](const runtime::ExchangePtr& exchange) {
              const std::lock_guard lock(mutex_);
              bodies_.push_back(exchange->request().body);
              exchange->answer({});
              changed_.notify_all();
          }) {
        server_.start();
    }
    std::string url() const {
        return "http://127.0.0.1:" + std::to_string(server_.port()) + "/hook";
    }
    json::value take(std::size_t index) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(10), [&] { return bodies_.size() > index; });
        return json::parse(bodies_.at(index));
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return bodies_.size();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> bodies_;
    platform::sodium::SodiumRandom random_;
    http::HttpServer server_;
};

TEST(SandboxProcess, webhooks_arrive_also_before_the_answer) {
    const Folder folder;
    Hook hook;
    SandboxProcess sandbox(folder, {"--quiet", "--webhook-url", hook.url()});
    Caller toss(sandbox.toss_port);
    const std::string first = toss.session("order_1");
    toss.post("/v1/payments/confirm", Caller::confirmation(first, "order_1"));
    EXPECT_EQ(hook.take(0).at_pointer("/data/orderId").as_string(), "order_1");
    toss.post("/__sandbox/knobs", R"({"operation":"confirm","webhook":"before_answer"})");
    const std::string second = toss.session("order_2");
    toss.post("/v1/payments/confirm", Caller::confirmation(second, "order_2"));
    EXPECT_EQ(hook.count(), 2U);
}

TEST(SandboxProcess, parcels_move_and_call_back_by_themselves) {
    const Folder folder;
    Hook hook;
    SandboxProcess sandbox(
        folder, {"--quiet", "--time-scale", "1000000", "--carrier-callback-url", hook.url()});
    Caller carrier(sandbox.carrier_port);
    const json::value booked =
        carrier.post("/v1/parcels", R"({"reference":"shp_1","carrierId":"kr.hanjin",)"
                                    R"("recipient":{"name":"a","phone":"b","address":"c"}})");
    EXPECT_EQ(hook.take(3).at("trackingNumber"), booked.at("trackingNumber"));
    EXPECT_EQ(carrier.get("/v1/parcels/by-reference/shp_1").at("status").as_string(), "DELIVERED");
}

}  // namespace
}  // namespace jangteo::test
