#pragma once

// Load for measurements: so many keep-alive connections, each sending its next request when the
// answer to the last one is there (closed loop). It spends as little as it can on a request,
// because it shares the cores with what it measures: plain epoll, no parsing beyond the length of
// the answer.
//
// run_load() blocks until the end; its functions are called from its threads, next_request and
// on_answer of one connection always from the same one.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "kernel/timestamp.hpp"

namespace jangteo::platform::http {

struct LoadAnswer {
    std::uint64_t number = 0;  // of the request: what next_request was given
    int status = 0;
    std::string_view head;  // status line and headers
    std::string_view body;
};

struct LoadOptions {
    std::string host = "127.0.0.1";  // a numeric address
    std::uint16_t port = 0;
    unsigned connections = 64;
    unsigned threads = 1;
    Duration duration{};      // 0: until `count` is reached
    std::uint64_t count = 0;  // 0: until `duration` is over
    Duration answer_timeout =
        seconds(30);  // an answer that takes longer is an error and its connection is cut
    // The full bytes of request number n (0, 1, 2 … over all connections).
    std::function<std::string(std::uint64_t n)> next_request;
    std::function<void(const LoadAnswer&)> on_answer;  // may be empty
};

struct LoadResult {
    std::uint64_t answers = 0;
    std::uint64_t not_2xx = 0;  // of the answers
    std::uint64_t errors = 0;   // connections refused or lost, timeouts, bytes that are no answer
    double seconds = 0;
    double rate = 0;  // answers a second
    double p50_ms = 0;
    double p99_ms = 0;
    double max_ms = 0;
};

LoadResult run_load(const LoadOptions& options);

}  // namespace jangteo::platform::http
