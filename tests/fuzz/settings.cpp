// A setting of the shop as a flag and as an environment variable (the first line names the flag,
// the rest is its value); and a configuration file.

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sstream>

#include "boot/commands.hpp"
#include "boot/settings.hpp"
#include "contracts/codec/text_rules.hpp"
#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "platform/http/url.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

namespace jangteo::fuzz {
namespace {

using boot::Config;

struct Serve {
    Serve() { boot::add_shop_options(command, config); }

    // As the program does it: taken, or refused with a line.
    bool parse(std::vector<std::string> arguments) {
        std::ostringstream said;
        const boot::Status status = program.run(std::move(arguments), said);
        const std::string words = said.str();
        if (status == 0) return words.empty();  // The others are the help.
        check(status == 2 && words.starts_with("jangteo: ") &&
                  std::ranges::count(words, '\n') == 1 && words.ends_with('\n'),
              "what is wrong is said in one line");
        return false;
    }

    boot::Program program{""};
    boot::Command command = program.command("serve", "");
    Config config;
};

void judge(const Config& config) {
    check(config.http_threads >= 1 && config.http_threads <= 64, "threads are bounded");
    check(config.lane.queue_max >= 1 && config.lane.queue_max <= 1'000'000, "a queue is bounded");
    check(config.audit_every_minutes >= 0, "an audit is not before the last");
    for (double rate : {config.mutations_per_second, config.logins_per_second}) {
        check(rate >= 0 && rate <= 1'000'000, "a rate is a number");
    }
    check(codec::is_email(config.operator_email) &&
              codec::to_lower_case(config.operator_email) == config.operator_email,
          "the operator's address is one, as it is compared");
    auto is_web = [](std::string_view url) {
        return (url.starts_with("http://") || url.starts_with("https://")) && !url.ends_with('/') &&
               std::ranges::all_of(url, [](char c) { return c > ' ' && c < 127; });
    };
    check(config.public_url.empty() || is_web(config.public_url), "browsers find the shop");
    check(std::ranges::all_of(config.cors_origins, is_web), "an origin is one");
}

bool same(const Config& a, const Config& b) {
    return a.data == b.data && a.host == b.host && a.toss_url == b.toss_url &&
           a.toss_secret_key == b.toss_secret_key && a.toss_client_key == b.toss_client_key &&
           a.carrier_url == b.carrier_url && a.public_url == b.public_url &&
           a.operator_email == b.operator_email && a.operator_password == b.operator_password;
}

void run(std::string_view input) {
    auto [flag, rest] = first_line(input);
    const std::string value(rest.substr(0, rest.find('\0')));
    Serve by_flag;
    const bool is_taken = by_flag.parse({"serve", std::string(flag) + "=" + value});
    if (is_taken) judge(by_flag.config);

    Serve by_environment;
    const std::string variable = by_environment.command.variable_of(std::string(flag));
    if (variable.empty() || value.empty()) return;
    ::setenv(variable.c_str(), value.c_str(), 1);
    const bool is_taken_too = by_environment.parse({"serve"});
    ::unsetenv(variable.c_str());
    check(is_taken == is_taken_too && same(by_flag.config, by_environment.config),
          "a variable means what its flag means");
}

// A file of the process alone, in memory.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view bytes) : file_(::memfd_create("fuzz", MFD_CLOEXEC)) {
        check(file_ >= 0 &&
                  ::write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
              "memory takes a file");
    }
    ~MemoryFile() { ::close(file_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

  private:
    int file_;
};

// A configuration file, as the program reads it: taken, or refused with the place and a reason.
void read_file(std::string_view input) {
    // Would read whatever file of this machine it names.
    if (input.find("_file") != std::string_view::npos) return;
    const MemoryFile file(input);
    Config config;
    try {
        boot::read_config_file(file.path(), config);
    } catch (const Fault& fault) {
        const std::string words = boot::one_line(fault.what());
        check(words.starts_with(file.path() + ":") && words.size() > file.path().size() + 4,
              "what is wrong is said, and where");
        return;
    }
    judge(config);
}

}  // namespace

const Target settings{"settings", run, FirstLine::kept};
const Target config_files{"config_files", read_file};

}  // namespace jangteo::fuzz
