#include "tests/support/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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

ChildProcess::ChildProcess(const std::string& program, std::vector<std::string> arguments,
                           const ChildSettings& settings)
    : output_path_(new_file()) {
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ > 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    become(program, arguments, settings);
}

void ChildProcess::become(const std::string& program, std::vector<std::string>& arguments,
                          const ChildSettings& settings) const {
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    for (const std::string& variable : settings.environment) {
        const std::size_t at = variable.find('=');
        setenv(variable.substr(0, at).c_str(), variable.c_str() + at + 1, 1);
    }
    if (settings.file_bytes_max) {
        const rlimit limit{*settings.file_bytes_max, *settings.file_bytes_max};
        setrlimit(RLIMIT_FSIZE, &limit);
        signal(SIGXFSZ, SIG_IGN);
    }
    const int output = open(output_path_.c_str(), O_WRONLY | O_TRUNC | O_APPEND);
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

void ChildProcess::send(int signal) const {
    if (pid_ > 0) kill(pid_, signal);
}

bool ChildProcess::reap(int options) {
    int status = 0;
    if (pid_ < 0 || waitpid(pid_, &status, options) != pid_) return pid_ < 0;
    pid_ = -1;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

bool ChildProcess::running() { return !reap(WNOHANG); }

int ChildProcess::wait() {
    reap(0);
    return status_;
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
