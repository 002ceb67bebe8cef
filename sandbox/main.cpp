// jangteo-sandbox: stand-ins for the outside systems of a shop, over real HTTP.

#include <fmt/core.h>
#include <signal.h>
#include <sys/stat.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include "kernel/fault.hpp"
#include "platform/sodium/random.hpp"
#include "platform/threads/system_clock.hpp"
#include "sandbox/carrier/carrier_desk.hpp"
#include "sandbox/desk/provider_program.hpp"
#include "sandbox/toss/toss_desk.hpp"

namespace {

using namespace jangteo;
using sandbox::ProviderProgram;

constexpr int exit_usage = 2;

struct Arguments {
    std::string which;
    std::string host = "127.0.0.1";
    std::uint16_t toss_port = 9001;
    std::uint16_t carrier_port = 9002;
    std::string data;
    std::string webhook_url;
    std::string carrier_callback_url;
    std::vector<std::string> secret_keys;
    std::int64_t time_scale = 1;
    bool no_auto_advance = false;
    bool auto_advance = false;
    std::string port_file;
    bool quiet = false;

    bool wants(std::string_view provider) const { return which == provider || which == "all"; }
    bool advances() const { return auto_advance || (which == "all" && !no_auto_advance); }
};

void declare(CLI::App& app, Arguments& arguments) {
    app.add_option("which", arguments.which, "toss, carrier or all")
        ->required()
        ->check(CLI::IsMember({"toss", "carrier", "all"}));
    app.add_option("--host", arguments.host, "address to listen on")->capture_default_str();
    app.add_option("--toss-port", arguments.toss_port, "0: any free port")->capture_default_str();
    app.add_option("--carrier-port", arguments.carrier_port, "0: any free port")
        ->capture_default_str();
    app.add_option("--data", arguments.data, "folder for the books; without it they are in memory");
    app.add_option("--webhook-url", arguments.webhook_url,
                   "where Toss webhooks go; none without it");
    app.add_option("--carrier-callback-url", arguments.carrier_callback_url,
                   "where tracking callbacks go, for parcels booked without a callbackUrl");
    app.add_option("--secret-key", arguments.secret_keys,
                   "a Toss secret key; test_sk_jangteo unless given");
    app.add_option("--time-scale", arguments.time_scale,
                   "payment windows, retries and parcels run so many times faster")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{10'000'000}))
        ->capture_default_str();
    app.add_flag("--auto-advance", arguments.auto_advance, "parcels move on by themselves");
    app.add_flag("--no-auto-advance", arguments.no_auto_advance,
                 "… which `all` does unless told not to");
    app.add_option("--port-file", arguments.port_file,
                   "written when ready: a line `name port` for each");
    app.add_flag("--quiet", arguments.quiet, "print nothing but errors");
}

std::string journal_path(const Arguments& arguments, std::string_view provider) {
    if (arguments.data.empty()) return {};
    return fmt::format("{}/{}.db", arguments.data, provider);
}

// Blocked before any thread starts, so that only main() takes them.
sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

class Sandboxes {
  public:
    explicit Sandboxes(const Arguments& arguments) {
        if (arguments.wants("toss")) start_toss(arguments);
        if (arguments.wants("carrier")) start_carrier(arguments);
    }

    void say(const Arguments& arguments) const {
        std::string ports;
        if (toss_) ports += fmt::format("toss {}\n", toss_->port());
        if (carrier_) ports += fmt::format("carrier {}\n", carrier_->port());
        if (!arguments.port_file.empty()) write_port_file(arguments.port_file, ports);
        if (arguments.quiet) return;
        if (toss_) fmt::print("toss     http://{}:{}\n", arguments.host, toss_->port());
        if (carrier_) fmt::print("carrier  http://{}:{}\n", arguments.host, carrier_->port());
        fmt::print("books    {}\n", arguments.data.empty() ? "in memory" : arguments.data);
        std::fflush(stdout);
    }

  private:
    static sandbox::ProgramOptions program(const Arguments& arguments, std::string_view provider,
                                           std::uint16_t port) {
        sandbox::ProgramOptions options;
        options.http.address = arguments.host;
        options.http.port = port;
        options.journal_path = journal_path(arguments, provider);
        return options;
    }

    void start_toss(const Arguments& arguments) {
        sandbox::toss::TossOptions desk;
        desk.webhook_url = arguments.webhook_url;
        desk.time_scale = arguments.time_scale;
        if (!arguments.secret_keys.empty()) desk.secret_keys = arguments.secret_keys;
        auto options = program(arguments, "toss", arguments.toss_port);
        options.callback_patience = seconds(10);
        toss_.emplace(options, std::move(desk), clock_, random_);
        toss_->start();
    }

    void start_carrier(const Arguments& arguments) {
        sandbox::carrier::CarrierOptions desk;
        desk.callback_url = arguments.carrier_callback_url;
        desk.time_scale = arguments.time_scale;
        desk.advances_itself = arguments.advances();
        auto options = program(arguments, "carrier", arguments.carrier_port);
        options.callback_patience = seconds(1);
        carrier_.emplace(options, std::move(desk), clock_, random_);
        carrier_->start();
    }

    // Whoever waits for the file must never read half of it.
    static void write_port_file(const std::string& path, const std::string& ports) {
        const std::string unfinished = path + ".part";
        std::ofstream(unfinished) << ports;
        if (std::rename(unfinished.c_str(), path.c_str()) != 0) {
            throw Fault(FaultKind::permanent, "cannot write the port file " + path);
        }
    }

    platform::SystemClock clock_;
    platform::sodium::SodiumRandom random_;
    std::optional<ProviderProgram<sandbox::toss::TossDesk>> toss_;
    std::optional<ProviderProgram<sandbox::carrier::CarrierDesk>> carrier_;
};

void make_data_folder(const std::string& folder) {
    if (folder.empty()) return;
    mkdir(folder.c_str(), 0755);
    struct stat found {};
    if (stat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) {
        throw Fault(FaultKind::permanent, "cannot make the folder " + folder);
    }
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"Stand-ins for Toss Payments and a parcel carrier. Hooks: sandbox/README.md"};
    declare(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        fmt::print(stderr, "jangteo-sandbox: {} (--help lists what there is)\n", error.what());
        return exit_usage;
    }
    const sigset_t signals = block_stop_signals();
    try {
        make_data_folder(arguments.data);
        const Sandboxes sandboxes(arguments);
        sandboxes.say(arguments);
        int taken = 0;
        sigwait(&signals, &taken);
    } catch (const Fault& fault) {
        fmt::print(stderr, "jangteo-sandbox: {}\n", fault.what());
        return exit_usage;
    }
    return 0;
}
