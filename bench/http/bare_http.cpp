// How many small constant answers a second the engine gives, with the load on the same machine.
//
//   bare_http serve [threads]              prints the port, serves until the input ends
//   bare_http load PORT [connections] [seconds] [threads]
//   bare_http [connections] [seconds]      both in one process

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "platform/http/load.hpp"
#include "platform/http/server.hpp"
#include "platform/sodium/random.hpp"

namespace {

using namespace jangteo;
namespace http = platform::http;

struct Arguments {
    std::vector<std::string> words;
    unsigned number(std::size_t at, unsigned otherwise) const {
        return at < words.size() ? static_cast<unsigned>(std::stoul(words[at])) : otherwise;
    }
};

http::HttpServer make_server(unsigned threads) {
    http::ServerOptions options;
    options.threads = threads;
    static platform::sodium::SodiumRandom random;
    return {options, random, [](runtime::ExchangePtr exchange) {
                runtime::HttpAnswer answer;
                answer.body =
                    R"({"id":"prd_01","name":"Mug","price":{"amount":12000,"currency":"KRW"}})";
                exchange->answer(std::move(answer));
            }};
}

void load(std::uint16_t port, unsigned connections, unsigned duration_s, unsigned threads) {
    http::LoadOptions options;
    options.port = port;
    options.connections = connections;
    options.threads = threads;
    options.duration = seconds(duration_s);
    options.next_request = [](std::uint64_t) {
        return std::string(
            "GET /v1/products/prd_01 HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: "
            "application/json\r\n\r\n");
    };
    const http::LoadResult result = http::run_load(options);
    fmt::print(
        "{:.0f} answers/s, p50 {:.3f} ms, p99 {:.3f} ms, max {:.1f} ms, {} errors, {} not 2xx\n",
        result.rate, result.p50_ms, result.p99_ms, result.max_ms, result.errors, result.not_2xx);
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments{{argv + 1, argv + argc}};
    const std::string first = argc > 1 ? argv[1] : "";
    if (first == "load") {
        load(static_cast<std::uint16_t>(arguments.number(1, 0)), arguments.number(2, 64),
             arguments.number(3, 5), arguments.number(4, 1));
        return 0;
    }
    http::HttpServer server = make_server(first == "serve" ? arguments.number(1, 1) : 1);
    server.start();
    if (first == "serve") {
        fmt::print("{}\n", server.port());
        std::fflush(stdout);
        while (std::getchar() != EOF) {
        }
        return 0;
    }
    load(server.port(), arguments.number(0, 64), arguments.number(1, 5), 1);
}
