#include "boot/bench/probes.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "kernel/fault.hpp"
#include "platform/http/load.hpp"
#include "platform/http/server.hpp"
#include "platform/sodium/random.hpp"
#include "platform/sqlite/sqlite_store.hpp"
#include "platform/threads/system_clock.hpp"

namespace jangteo::boot {
namespace {

constexpr std::string_view bare_body =
    R"({"status":"alive","about":"an answer of about the size of a small product"})";

struct Timed {
    double rate = 0;
    double p50_ms = 0;
    double p99_ms = 0;
};

// Repeats until the time is over.
Timed repeat_for(Duration time, const std::function<void()>& step) {
    platform::SystemClock clock;
    std::vector<double> milliseconds_each;
    auto begin = clock.monotonic_ns();
    auto end = begin + time.us * 1000;
    auto last = begin;
    while (last < end) {
        step();
        auto now = clock.monotonic_ns();
        milliseconds_each.push_back(static_cast<double>(now - last) / 1e6);
        last = now;
    }
    std::sort(milliseconds_each.begin(), milliseconds_each.end());
    auto at = [&](double part) {
        return milliseconds_each[static_cast<std::size_t>(
            part * static_cast<double>(milliseconds_each.size() - 1))];
    };
    return {
        static_cast<double>(milliseconds_each.size()) / (static_cast<double>(last - begin) / 1e9),
        at(0.5), at(0.99)};
}

}  // namespace

BenchRow probe_bare_http(Duration time) {
    platform::sodium::SodiumRandom random;
    platform::http::HttpServer server({}, random, [](runtime::ExchangePtr exchange) {
        runtime::HttpAnswer answer;
        answer.body = bare_body;
        exchange->answer(std::move(answer));
    });
    server.start();
    auto load = platform::http::run_load({.port = server.port(),
                                          .connections = 64,
                                          .duration = time,
                                          .next_request = [](std::uint64_t) {
                                              return std::string(
                                                  "GET /bare HTTP/1.1\r\nhost: bench\r\n\r\n");
                                          }});
    server.stop();
    BenchRow row{.id = "bare_http",
                 .about = "bare HTTP answer, 64 connections",
                 .value = load.rate,
                 .unit = "1/s"};
    row.p50_ms = load.p50_ms;
    row.p99_ms = load.p99_ms;
    return row;
}

BenchRow probe_fsync(const std::string& folder, Duration time) {
    std::string path = folder + "/probe.fsync";
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) throw Fault(FaultKind::permanent, "cannot write " + path);
    std::array<char, 4096> page{};
    auto timed = repeat_for(time, [&] {
        if (::write(file, page.data(), page.size()) != static_cast<ssize_t>(page.size()) ||
            ::fdatasync(file) != 0) {
            throw Fault(FaultKind::permanent, "cannot sync " + path);
        }
    });
    ::close(file);
    ::unlink(path.c_str());
    return {.id = "fsync",
            .about = "append 4 KiB and fdatasync",
            .value = timed.rate,
            .unit = "1/s",
            .p50_ms = timed.p50_ms,
            .p99_ms = timed.p99_ms};
}

BenchRow probe_sqlite_commit(const std::string& folder, Duration time) {
    static const sql::Query insert{"INSERT INTO probe (body) VALUES (?)"};
    std::string path = folder + "/probe.db";
    Timed timed;
    {
        platform::sqlite::SqliteStore store({.path = path});
        sql::Connection& db = store.writer();
        db.script("CREATE TABLE probe (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        std::string body(200, 'x');
        timed = repeat_for(time, [&] {
            db.begin();
            db.execute(insert, {sql::Bytes{body}});
            db.commit();
            store.flush();
        });
    }
    for (const char* suffix : {"", "-wal", "-shm"}) ::unlink((path + suffix).c_str());
    return {.id = "sqlite_commit",
            .about = "SQLite: one small row, one durable commit",
            .value = timed.rate,
            .unit = "1/s",
            .p50_ms = timed.p50_ms,
            .p99_ms = timed.p99_ms};
}

std::int64_t resident_bytes_max() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss * 1024;  // It is in KiB: getrusage(2).
}

}  // namespace jangteo::boot
