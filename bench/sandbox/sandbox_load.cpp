// How many sessions, confirms and bookings a second a running jangteo-sandbox takes.
//
//   sandbox_load TOSS_PORT CARRIER_PORT [count] [connections]

#include <fmt/core.h>

#include <chrono>
#include <string>
#include <vector>

#include "platform/http/load.hpp"

namespace {

using namespace jangteo;
namespace http = platform::http;

std::string post(std::string_view target, std::string_view headers, std::string_view body) {
    return fmt::format("POST {} HTTP/1.1\r\nHost: a\r\n{}Content-Length: {}\r\n\r\n{}", target,
                       headers, body.size(), body);
}

// Order numbers that no earlier run has used.
std::string order_of(std::uint64_t number) {
    static const auto run = std::chrono::system_clock::now().time_since_epoch().count();
    return fmt::format("ord_{}_{}", run, number);
}

void report(std::string_view what, const http::LoadResult& result) {
    fmt::print("{:8} {:7.0f}/s  p50 {:.2f} ms  p99 {:.2f} ms  {} errors, {} not 2xx\n", what,
               result.rate, result.p50_ms, result.p99_ms, result.errors, result.not_2xx);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words{argv + 1, argv + argc};
    if (words.size() < 2) return 2;
    http::LoadOptions options;
    options.port = static_cast<std::uint16_t>(std::stoul(words[0]));
    options.count = words.size() > 2 ? std::stoul(words[2]) : 50'000;
    options.connections = words.size() > 3 ? static_cast<unsigned>(std::stoul(words[3])) : 64;

    std::vector<std::string> keys(options.count);
    options.next_request = [](std::uint64_t n) {
        return post("/__sandbox/payments", "",
                    fmt::format(R"({{"amount":15000,"orderId":"{}","orderName":"Shirt",)"
                                R"("authorize":true}})",
                                order_of(n)));
    };
    options.on_answer = [&](const http::LoadAnswer& answer) {
        const std::size_t at = answer.body.find("tps_");
        if (at != answer.body.npos) keys[answer.number] = answer.body.substr(at, 30);
    };
    report("session", http::run_load(options));

    options.next_request = [&](std::uint64_t n) {
        return post("/v1/payments/confirm",
                    fmt::format("Authorization: Basic dGVzdF9za19qYW5ndGVvOg==\r\n"
                                "Idempotency-Key: {}\r\nContent-Type: application/json\r\n",
                                order_of(n)),
                    fmt::format(R"({{"paymentKey":"{}","orderId":"{}","amount":15000}})", keys[n],
                                order_of(n)));
    };
    options.on_answer = nullptr;
    report("confirm", http::run_load(options));

    options.port = static_cast<std::uint16_t>(std::stoul(words[1]));
    options.next_request = [](std::uint64_t n) {
        return post("/v1/parcels", fmt::format("Idempotency-Key: {}\r\n", order_of(n)),
                    fmt::format(R"({{"reference":"{}","carrierId":"kr.cjlogistics",)"
                                R"("recipient":{{"name":"Kim","phone":"01012345678",)"
                                R"("address":"Seoul"}}}})",
                                order_of(n)));
    };
    report("book", http::run_load(options));
}
