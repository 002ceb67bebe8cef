#include "tests/simulation/fleet.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <new>

#include "kernel/check.hpp"

namespace jangteo::simulation {
namespace {

constexpr std::size_t workers_max = 64;
constexpr std::size_t failures_max = 100;

struct Slip {
    std::uint64_t number = 0;
    char invariant[16] = {};
    char object[96] = {};
    char words[400] = {};
};

// In memory that parent and workers share.
struct Board {
    std::atomic<std::uint64_t> next{0};
    std::atomic<std::uint64_t> failed{0};
    std::atomic<bool> is_over{false};
    struct Worker {
        std::atomic<std::uint64_t> number{0};
        std::atomic<bool> is_running{false};
        Coverage coverage;
    };
    Worker workers[workers_max];
    Slip slips[failures_max];

    void fail(std::uint64_t number, const Failure& failure) {
        std::uint64_t place = failed.fetch_add(1);
        if (place >= failures_max) return;
        Slip& slip = slips[place];
        slip.number = number;
        auto copy = [](auto& to, const std::string& text) {
            std::size_t size = std::min(text.size(), sizeof to - 1);
            std::memcpy(to, text.data(), size);
        };
        copy(slip.invariant, failure.invariant);
        copy(slip.object, failure.object);
        copy(slip.words, failure.words);
    }
};

class Fleet {
  public:
    explicit Fleet(const FleetOptions& options) : options_(options) {
        check(options.jobs >= 1 && options.jobs <= workers_max, "a fleet has 1 to 64 workers");
        void* memory = ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        check(memory != MAP_FAILED, "there is memory for a board");
        board_ = new (memory) Board;
        board_->next = options.from;
    }
    ~Fleet() { ::munmap(board_, sizeof(Board)); }

    FleetResult run() {
        auto begin = std::chrono::steady_clock::now();
        auto seconds = [&] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        };
        std::fflush(nullptr);
        for (std::size_t i = 0; i < options_.jobs; ++i) start(i);
        double told = 0;
        while (wait_for_one()) {
            if (!options_.shows_progress || seconds() - told < 5) continue;
            told = seconds();
            tell(told);
        }
        return gather(seconds());
    }

  private:
    void start(std::size_t index) {
        pid_t pid = ::fork();
        check(pid >= 0, "a worker starts");
        if (pid == 0) work(board_->workers[index]);
        pids_.emplace_back(pid, index);
    }

    [[noreturn]] void work(Board::Worker& worker) {
        Stage stage;
        while (!board_->is_over) {
            std::uint64_t number = board_->next.fetch_add(1);
            if (number >= options_.from + options_.count) break;
            worker.number = number;
            worker.is_running = true;
            RunResult result = options_.run(stage, number);
            worker.is_running = false;
            worker.coverage.add(result.coverage);
            if (!result.failure) continue;
            board_->fail(number, *result.failure);
            if (options_.stops_at_failure) board_->is_over = true;
        }
        ::_exit(0);
    }

    // False when all workers have ended.
    bool wait_for_one() {
        if (pids_.empty()) return false;
        int status = 0;
        pid_t pid = ::waitpid(-1, &status, WNOHANG);
        if (pid <= 0) {
            ::usleep(20'000);
            return true;
        }
        auto found = std::ranges::find(pids_, pid, &std::pair<pid_t, std::size_t>::first);
        if (found == pids_.end()) return true;
        std::size_t index = found->second;
        pids_.erase(found);
        Board::Worker& worker = board_->workers[index];
        if (!worker.is_running) return true;
        worker.is_running = false;
        int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        // A check of the shop's own aborts; any other death is nobody's merit.
        std::string_view by = signal == SIGABRT ? "check" : crashed;
        board_->fail(worker.number, {std::string(by), "the process",
                                     fmt::format("it ended itself (signal {})", signal)});
        if (options_.stops_at_failure) board_->is_over = true;
        if (!board_->is_over) start(index);
        return true;
    }

    void tell(double seconds) {
        std::uint64_t done = 0;
        std::uint64_t orders = 0;
        for (const auto& worker : board_->workers) {
            done += worker.coverage.runs;
            orders += worker.coverage.orders;
        }
        fmt::print(stderr, "{} of {} runs, {:.1f}/s, {:.0f} orders/s, {} failed\n", done,
                   options_.count, static_cast<double>(done) / seconds,
                   static_cast<double>(orders) / seconds, board_->failed.load());
    }

    FleetResult gather(double seconds) {
        FleetResult result;
        for (const auto& worker : board_->workers) result.coverage.add(worker.coverage);
        result.failed = board_->failed;
        for (std::size_t i = 0; i < std::min<std::size_t>(result.failed, failures_max); ++i) {
            const Slip& slip = board_->slips[i];
            result.failures.push_back({slip.number, {slip.invariant, slip.object, slip.words}});
        }
        std::ranges::sort(result.failures, {}, &FleetFailure::number);
        result.seconds = seconds;
        return result;
    }

    const FleetOptions& options_;
    Board* board_;
    std::vector<std::pair<pid_t, std::size_t>> pids_;
};

}  // namespace

FleetResult run_fleet(const FleetOptions& options) { return Fleet(options).run(); }

}  // namespace jangteo::simulation
