#include "boot/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace jangteo::boot {
namespace {

constexpr double draw_every_seconds = 0.1;
constexpr double line_every_seconds = 5;
constexpr int bar_columns = 24;
constexpr int columns_default = 80;

std::string duration_text(double seconds) {
    auto whole = static_cast<std::int64_t>(std::max(seconds, 0.0) + 0.5);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{}:{:02} min", whole / 60, whole % 60);
    return fmt::format("{}:{:02} h", whole / 3600, whole / 60 % 60);
}

// 1234567 → 1,234,567
std::string with_commas(std::int64_t number) {
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

}  // namespace

ProgressPorts standard_progress() {
    ProgressPorts ports;
    ports.write = [](const std::string& text) {
        std::fwrite(text.data(), 1, text.size(), stderr);
        std::fflush(stderr);
    };
    ports.seconds = [] {
        auto now = std::chrono::steady_clock::now().time_since_epoch();
        return std::chrono::duration<double>(now).count();
    };
    ports.is_terminal = isatty(STDERR_FILENO) == 1;
    winsize size{};
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    ports.columns = known ? size.ws_col : columns_default;
    return ports;
}

Progress::Progress(ProgressPorts ports, std::string title, std::int64_t total)
    : ports_(std::move(ports)),
      title_(std::move(title)),
      total_(total),
      started_(ports_.seconds()),
      drawn_(started_) {}

Progress::~Progress() {
    if (!is_finished_ && ports_.is_terminal && drawn_ > started_) ports_.write("\n");
}

void Progress::set(std::int64_t done) {
    done_ = done;
    double now = ports_.seconds();
    if (now - drawn_ >= (ports_.is_terminal ? draw_every_seconds : line_every_seconds)) draw(now);
}

std::string Progress::counts() const {
    if (total_ == 0) return with_commas(done_);
    return with_commas(done_) + "/" + with_commas(total_);
}

std::string Progress::pace(double now) const {
    double elapsed = now - started_;
    if (elapsed <= 0 || done_ == 0) return {};
    double rate = static_cast<double>(done_) / elapsed;
    std::string text = fmt::format("  {}/s", with_commas(static_cast<std::int64_t>(rate)));
    if (done_ < total_) {
        double left = static_cast<double>(total_ - done_) / rate;
        text += "  " + duration_text(left) + " left";
    }
    return text;
}

void Progress::draw(double now) {
    drawn_ = now;
    if (!ports_.is_terminal) {
        ports_.write(fmt::format("{}: {}{}\n", title_, counts(), pace(now)));
        return;
    }
    std::int64_t filled =
        total_ > 0 ? std::min(done_ * bar_columns / total_, std::int64_t{bar_columns}) : 0;
    std::string line = fmt::format("{:<12} [{:=<{}}{:{}}] {}{}", title_, "", filled, "",
                                   bar_columns - filled, counts(), pace(now));
    // A line that wraps could not be drawn over.
    line.resize(std::min(line.size(), static_cast<std::size_t>(std::max(ports_.columns - 1, 1))));
    ports_.write("\r" + line + "\033[K");
}

void Progress::finish() {
    if (is_finished_) return;
    is_finished_ = true;
    double now = ports_.seconds();
    std::string rate = done_ > 0 && now > started_ ? pace(now) : "";
    std::string text =
        fmt::format("{:<12} {}{}  {:.1f} s\n", title_, counts(), rate, now - started_);
    ports_.write(ports_.is_terminal ? "\r" + text.insert(text.size() - 1, "\033[K") : text);
}

}  // namespace jangteo::boot
