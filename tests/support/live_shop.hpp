#pragma once

// The real programs over real HTTP: `jangteo serve` and `jangteo-sandbox all`, each a process of
// its own, on free ports and in a folder that goes with the test. ShopClient is who calls them.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "platform/http/client.hpp"
#include "tests/support/child_process.hpp"

namespace jangteo::test {

// A folder of the test that runs, or of its suite before the first. Emptied before and removed
// after it.
class TestFolder {
  public:
    TestFolder();
    ~TestFolder();
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

struct ShopCall {
    runtime::Method method = runtime::Method::post;
    std::string target;
    std::string token = {};
    std::string body = {};
    std::string key = {};  // Idempotency-Key
    int wait_seconds = 0;  // Prefer: wait
    std::vector<runtime::Header> headers = {};
};

struct ShopAnswer {
    int status = 0;  // 0: no answer came
    std::string body;
    bool replayed = false;
    bool not_sent = false;  // no answer, and surely no effect

    bool ok() const { return status / 100 == 2; }
    // The body, {} when it is no object.
    boost::json::object json() const;
    // A member of the body that is text; "" when there is none.
    std::string text(std::string_view name) const;
    // The `code` of a problem.
    std::string code() const { return text("code"); }
};

class ShopClient {
  public:
    explicit ShopClient(std::string base_url, std::size_t connections = 64);

    ShopAnswer call(const ShopCall& call, Duration timeout = seconds(30));
    ShopAnswer get(std::string target, const std::string& token = "");
    ShopAnswer post(std::string target, const boost::json::value& body,
                    const std::string& token = "", const std::string& key = "");

  private:
    platform::http::HttpClient http_;
};

class LiveSandbox {
  public:
    // `shop_url`: where webhooks go; "" for nowhere.
    LiveSandbox(const std::string& folder, const std::string& shop_url,
                std::vector<std::string> more = {"--no-auto-advance"});

    std::string toss_url() const { return "http://127.0.0.1:" + std::to_string(toss_port_); }
    std::string carrier_url() const { return "http://127.0.0.1:" + std::to_string(carrier_port_); }

  private:
    std::unique_ptr<ChildProcess> process_;
    std::uint16_t toss_port_ = 0;
    std::uint16_t carrier_port_ = 0;
};

inline constexpr std::string_view operator_email = "operator@jangteo.example";
inline constexpr std::string_view operator_password = "a long password";

class LiveShop {
  public:
    // The port is chosen once, so that every start listens on the same. Nothing runs before
    // start().
    explicit LiveShop(std::string data);

    // `jangteo serve` with these flags behind the usual ones, until it answers or has ended.
    bool start(const ChildSettings& settings = {});
    // The process that start() made.
    ChildProcess& process() { return *process_; }
    // SIGTERM; its exit status.
    int stop();
    void kill();

    // Flags of every start from now on.
    void use(const LiveSandbox& sandbox);
    void add_flags(const std::vector<std::string>& flags);

    std::uint16_t port() const { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    const std::string& data() const { return data_; }
    std::string store_path() const { return data_ + "/jangteo.db"; }

  private:
    std::string data_;
    std::uint16_t port_;
    std::vector<std::string> flags_;
    std::unique_ptr<ChildProcess> process_;
};

struct Ended {
    int status = 0;
    std::string output;
};

// A command of `jangteo`, to its end, or killed after a minute.
Ended run_jangteo(std::vector<std::string> arguments, const ChildSettings& settings = {});

// `jangteo audit` of a folder says that everything holds; its output when not.
std::string audit_problems(const std::string& data);

}  // namespace jangteo::test
