#pragma once

// ChildProcess: a program under test, with what it printed. Killed when it goes out of scope, and
// when the test itself is killed.

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace jangteo::test {

struct ChildSettings {
    std::vector<std::string> environment;         // NAME=value, beside what the test itself has
    std::optional<std::uint64_t> file_bytes_max;  // writes beyond it fail (EFBIG)
};

class ChildProcess {
  public:
    ChildProcess(const std::string& program, std::vector<std::string> arguments,
                 const ChildSettings& settings = {});
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    pid_t pid() const { return pid_; }
    void send(int signal) const;
    bool running();
    // Blocks; the exit status, or 128 + the signal that ended it.
    int wait();
    // Standard output and error so far.
    std::string output() const;

  private:
    void become(const std::string& program, std::vector<std::string>& arguments,
                const ChildSettings& settings) const;
    bool reap(int options);

    pid_t pid_ = -1;
    int status_ = -1;
    std::string output_path_;
};

// The text of a file that another process writes, once it is there; "" after ten seconds.
std::string await_file(const std::string& path);

// The value of an environment variable that the build sets for tests.
std::string from_environment(const char* name);

}  // namespace jangteo::test
