#pragma once

// Progress: how far a long command is. On a terminal a bar with rate and remaining time, drawn over
// itself; elsewhere plain lines, a few per stage. One thread. It only writes: nothing depends on
// it.

#include <cstdint>
#include <functional>
#include <string>

namespace jangteo::boot {

struct ProgressPorts {
    std::function<void(const std::string&)> write;  // to standard error
    std::function<double()> seconds;                // monotonic
    bool is_terminal = false;
    int columns = 80;
};

// Standard error, and the machine's clock.
ProgressPorts standard_progress();

class Progress {
  public:
    Progress(ProgressPorts ports, std::string title, std::int64_t total);
    ~Progress();  // Ends the line when finish() was not called.
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void add(std::int64_t done = 1) { set(done_ + done); }
    void set(std::int64_t done);
    void finish();

  private:
    void draw(double now);
    std::string counts() const;
    std::string pace(double now) const;

    ProgressPorts ports_;
    std::string title_;
    std::int64_t total_;
    std::int64_t done_ = 0;
    double started_;
    double drawn_;
    bool is_finished_ = false;
};

}  // namespace jangteo::boot
