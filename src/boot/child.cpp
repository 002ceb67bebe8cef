#include "boot/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include "kernel/fault.hpp"

namespace jangteo::boot {

std::string sibling_program(const std::string& name) {
    auto path = std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
    if (!std::filesystem::exists(path)) {
        throw Fault(FaultKind::permanent, path.string() + " is missing: run `make build`");
    }
    return path.string();
}

Child::Child(const std::string& program, std::vector<std::string> arguments,
             const std::string& output_file) {
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ < 0) throw Fault(FaultKind::retry_later, "cannot start " + program);
    if (pid_ > 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::setpgid(0, 0);  // Ctrl-C reaches the parent alone, which stops us in order
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    int output = ::open(output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (output >= 0) {
        ::dup2(output, 1);
        ::dup2(output, 2);
    }
    ::execv(program.c_str(), words.data());
    ::_exit(127);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), status_(other.status_) {}

Child::~Child() { stop(); }

int Child::wait_ended(bool block) {
    int status = 0;
    if (pid_ > 0 && ::waitpid(pid_, &status, block ? 0 : WNOHANG) == pid_) {
        status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        pid_ = -1;
    }
    return status_;
}

bool Child::running() {
    wait_ended(false);
    return pid_ > 0;
}

int Child::stop(Duration patience) {
    if (!running()) return status_;
    ::kill(pid_, SIGTERM);
    for (Duration waited{}; running(); waited = waited + milliseconds(10)) {
        if (waited > patience) ::kill(pid_, SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return status_;
}

void Child::kill() {
    if (!running()) return;
    ::kill(pid_, SIGKILL);
    wait_ended(true);
}

std::int64_t Child::resident_bytes() const {
    std::ifstream file("/proc/" + std::to_string(pid_) + "/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    file >> total >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

}  // namespace jangteo::boot
