#include "boot/sandboxes.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

constexpr Duration start_patience = seconds(10);

std::vector<std::string> arguments_for(const std::string& folder, const std::string& ports_file,
                                       const std::string& shop_url, std::vector<std::string> more) {
    std::vector<std::string> arguments{"all",      "--toss-port", "0",    "--carrier-port",
                                       "0",        "--data",      folder, "--port-file",
                                       ports_file, "--quiet"};
    if (!shop_url.empty()) {
        arguments.insert(arguments.end(), {"--webhook-url", shop_url + "/v1/webhooks/toss"});
    }
    std::move(more.begin(), more.end(), std::back_inserter(arguments));
    return arguments;
}

// Before the child writes it, the file of an earlier run must be gone.
std::string fresh_ports_file(const std::string& folder) {
    std::filesystem::create_directories(folder);
    std::string path = folder + "/ports";
    std::filesystem::remove(path);
    return path;
}

}  // namespace

Sandboxes::Sandboxes(const std::string& folder, const std::string& shop_url,
                     std::vector<std::string> more)
    : ports_file_(fresh_ports_file(folder + "/sandbox")),
      child_(sibling_program("jangteo-sandbox"),
             arguments_for(folder + "/sandbox", ports_file_, shop_url, std::move(more)),
             folder + "/sandbox.log") {
    for (Duration waited{}; !std::filesystem::exists(ports_file_);
         waited = waited + milliseconds(5)) {
        if (!child_.running() || waited > start_patience) {
            throw Fault(FaultKind::permanent,
                        "the sandboxes did not start: see " + folder + "/sandbox.log");
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    std::ifstream file(ports_file_);
    std::string provider;
    int port = 0;
    while (file >> provider >> port) {
        (provider == "toss" ? toss_url_ : carrier_url_) = fmt::format("http://127.0.0.1:{}", port);
    }
}

}  // namespace jangteo::boot
