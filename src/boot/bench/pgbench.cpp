#include "boot/bench/pgbench.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include "boot/child.hpp"
#include "boot/store_url.hpp"
#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

constexpr int clients = 16;
constexpr int scale = 10;  // 100,000 accounts each

std::string program_on_path(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const std::string program = folder + "/" + name;
        if (std::filesystem::exists(program)) return program;
    }
    return "";
}

// What it printed. Fault where it fails.
std::string run(const std::string& program, std::vector<std::string> words,
                const std::string& output) {
    Child child(program, std::move(words), output);
    while (child.running()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::ifstream file(output);
    std::string said((std::istreambuf_iterator<char>(file)), {});
    if (child.stop() != 0) throw Fault(FaultKind::permanent, "pgbench: " + said);
    return said;
}

// The number behind a label.
double number_in(const std::string& said, const std::string& label) {
    const std::size_t at = said.find(label);
    if (at == std::string::npos)
        throw Fault(FaultKind::permanent, "pgbench said nothing of \"" + label + "\": " + said);
    return std::stod(said.substr(at + label.size()));
}

}  // namespace

std::optional<BenchRow> probe_pgbench(const Config& servers, const std::string& folder,
                                      Duration time) {
    const std::string program = program_on_path("pgbench");
    if (program.empty() || engine_of(servers) != StoreEngine::postgres || !names_databases(servers))
        return {};
    Config config = servers;
    config.services = {"bench_pgbench"};
    ensure_database(config);
    ::setenv("PGPASSWORD", config.store_password.c_str(), 0);
    const std::string url = store_url(config);
    run(program, {"--initialize", "--quiet", "--scale", std::to_string(scale), url},
        folder + "/pgbench.made");
    const auto said = run(
        program,
        {"--client", std::to_string(clients), "--time", std::to_string(time.us / 1'000'000), url},
        folder + "/pgbench.ran");
    return BenchRow{.id = "pgbench",
                    .about = fmt::format("pgbench: TPC-B like, {} clients", clients),
                    .value = number_in(said, "tps = "),
                    .unit = "1/s",
                    .note = fmt::format("{} ms a transaction on average",
                                        number_in(said, "latency average = "))};
}

}  // namespace jangteo::boot
