#pragma once

// Child: a program of our own (the sandbox, another shop) started beside this one and ended with
// it. It dies with its parent even when that is killed.

#include <sys/types.h>

#include <string>
#include <vector>

#include "kernel/timestamp.hpp"

namespace jangteo::boot {

class Child {
  public:
    // Fault{permanent} when the program is not there.
    Child(const std::string& program, std::vector<std::string> arguments,
          const std::string& output_file);
    ~Child();
    Child(Child&& other) noexcept;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Child& operator=(Child&&) = delete;

    pid_t pid() const { return pid_; }
    bool running();
    // SIGTERM, then SIGKILL after the patience. The exit status, or -1.
    int stop(Duration patience = seconds(10));
    void kill();
    // Resident memory in bytes.
    std::int64_t resident_bytes() const;

  private:
    int wait_ended(bool block);

    pid_t pid_ = -1;
    int status_ = -1;
};

// A program in the folder of this one.
std::string sibling_program(const std::string& name);

}  // namespace jangteo::boot
