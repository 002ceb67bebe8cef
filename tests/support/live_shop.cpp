#include "tests/support/live_shop.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <sstream>
#include <thread>

#include "tests/support/raw_client.hpp"

namespace jangteo::test {
namespace {

namespace json = boost::json;

// Of five milliseconds.
constexpr int start_tries = 2'000;
constexpr int command_tries = 12'000;

std::vector<std::string> sandbox_arguments(const std::string& folder, const std::string& shop_url,
                                           std::vector<std::string> more) {
    std::vector<std::string> all{
        "all",    "--toss-port",     "0",           "--carrier-port",  "0",
        "--data", folder + "/books", "--port-file", folder + "/ports", "--quiet"};
    if (!shop_url.empty()) {
        all.insert(all.end(), {"--webhook-url", shop_url + "/v1/webhooks/toss"});
    }
    std::move(more.begin(), more.end(), std::back_inserter(all));
    return all;
}

}  // namespace

TestFolder::TestFolder() {
    const auto& run = *::testing::UnitTest::GetInstance();
    const auto* test = run.current_test_info();
    path_ = ::testing::TempDir() + "jangteo_" + run.current_test_suite()->name() + "_" +
            (test == nullptr ? "all" : test->name());
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
}

TestFolder::~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

json::object ShopAnswer::json() const {
    boost::system::error_code error;
    json::value value = json::parse(body, error);
    return value.is_object() ? value.as_object() : json::object{};
}

std::string ShopAnswer::text(std::string_view name) const {
    const json::object object = json();
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
}

ShopClient::ShopClient(std::string base_url, std::size_t connections)
    : http_({.base_url = std::move(base_url), .connections_max = connections}) {}

ShopAnswer ShopClient::call(const ShopCall& call, Duration timeout) {
    platform::http::ClientRequest request{call.method, call.target, call.headers, call.body};
    request.headers.push_back({"accept-language", "en"});
    if (!call.token.empty()) request.headers.push_back({"authorization", "Bearer " + call.token});
    if (!call.body.empty()) request.headers.push_back({"content-type", "application/json"});
    if (!call.key.empty()) request.headers.push_back({"idempotency-key", call.key});
    if (call.wait_seconds > 0) {
        request.headers.push_back({"prefer", "wait=" + std::to_string(call.wait_seconds)});
    }
    const auto result = http_.call(request, timeout);
    if (!result) {
        using enum platform::http::ClientFailure;
        return {0, result.error().words, false, result.error().failure == not_sent};
    }
    return {result->status, result->body, result->header("idempotent-replayed") == "true", false};
}

ShopAnswer ShopClient::get(std::string target, const std::string& token) {
    return call({.method = runtime::Method::get, .target = std::move(target), .token = token});
}

ShopAnswer ShopClient::post(std::string target, const json::value& body, const std::string& token,
                            const std::string& key) {
    return call(
        {.target = std::move(target), .token = token, .body = json::serialize(body), .key = key});
}

LiveSandbox::LiveSandbox(const std::string& folder, const std::string& shop_url,
                         std::vector<std::string> more) {
    std::filesystem::create_directories(folder);
    std::filesystem::remove(folder + "/ports");
    process_ = std::make_unique<ChildProcess>(from_environment("JANGTEO_SANDBOX_BIN"),
                                              sandbox_arguments(folder, shop_url, std::move(more)));
    std::istringstream ports(await_file(folder + "/ports"));
    std::string name;
    std::uint16_t port = 0;
    while (ports >> name >> port) (name == "toss" ? toss_port_ : carrier_port_) = port;
}

LiveShop::LiveShop(std::string data) : data_(std::move(data)), port_(free_port()) {
    flags_ = {"--operator-password",    std::string(operator_password),
              "--mutations-per-second", "0",
              "--logins-per-second",    "0"};
}

void LiveShop::use(const LiveSandbox& sandbox) {
    add_flags({"--toss-url", sandbox.toss_url(), "--carrier-url", sandbox.carrier_url()});
}

void LiveShop::add_flags(const std::vector<std::string>& flags) {
    flags_.insert(flags_.end(), flags.begin(), flags.end());
}

bool LiveShop::start(const ChildSettings& settings) {
    std::vector<std::string> arguments{"serve", "--data", data_, "--port", std::to_string(port_)};
    arguments.insert(arguments.end(), flags_.begin(), flags_.end());
    process_ = std::make_unique<ChildProcess>(from_environment("JANGTEO_BIN"), arguments, settings);
    ShopClient client(url(), 1);
    for (int i = 0; i < start_tries && process_->running(); ++i) {
        if (client.get("/readyz").status == 200) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

int LiveShop::stop() {
    process_->send(SIGTERM);
    return process_->wait();
}

void LiveShop::kill() {
    process_->send(SIGKILL);
    process_->wait();
}

Ended run_jangteo(std::vector<std::string> arguments, const ChildSettings& settings) {
    ChildProcess process(from_environment("JANGTEO_BIN"), std::move(arguments), settings);
    for (int i = 0; i < command_tries && process.running(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (process.running()) process.send(SIGKILL);
    const int status = process.wait();
    return {status, process.output()};
}

std::string audit_problems(const std::string& data) {
    const Ended audit = run_jangteo({"audit", "--data", data});
    return audit.status == 0 ? "" : audit.output;
}

}  // namespace jangteo::test
