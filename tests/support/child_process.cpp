#include "tests/support/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace jangteo::test {

namespace {

std::string text_of_file(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

std::string new_file() {
    std::string path = "/tmp/jangteo_child_XXXXXX";
    close(mkstemp(path.data()));
    return path;
}

}  // namespace

ChildProcess::ChildProcess(const std::string& program, std::vector<std::string> arguments)
    : output_path_(new_file()) {
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ > 0) return;
    const int output = open(output_path_.c_str(), O_WRONLY | O_TRUNC);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execv(program.c_str(), argv.data());
    _exit(127);
}

ChildProcess::~ChildProcess() {
    if (pid_ > 0) {
        send(SIGKILL);
        wait();
    }
    std::remove(output_path_.c_str());
}

void ChildProcess::send(int signal) const { kill(pid_, signal); }

int ChildProcess::wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string ChildProcess::output() const { return text_of_file(output_path_); }

std::string await_file(const std::string& path) {
    for (int i = 0; i < 1000; ++i) {
        if (access(path.c_str(), R_OK) == 0) return text_of_file(path);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
}

std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set");
    return value;
}

}  // namespace jangteo::test
