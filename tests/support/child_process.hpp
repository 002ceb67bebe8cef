#pragma once

// ChildProcess: a program under test, with what it printed. Killed when it goes out of scope.

#include <sys/types.h>

#include <string>
#include <vector>

namespace jangteo::test {

class ChildProcess {
  public:
    ChildProcess(const std::string& program, std::vector<std::string> arguments);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    void send(int signal) const;
    // Blocks; the exit status, or 128 + the signal that ended it. Asked once.
    int wait();
    // Standard output and error, once it has ended.
    std::string output() const;

  private:
    pid_t pid_ = -1;
    std::string output_path_;
};

// The text of a file that another process writes, once it is there; "" after ten seconds.
std::string await_file(const std::string& path);

// The value of an environment variable that the build sets for tests.
std::string from_environment(const char* name);

}  // namespace jangteo::test
