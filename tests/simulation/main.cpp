#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "tests/simulation/run.hpp"

int main(int argc, char** argv) {
    using namespace jangteo::simulation;
    Stage stage;
    std::uint64_t from = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    std::uint64_t n = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    Coverage all;
    auto begin = std::chrono::steady_clock::now();
    int failures = 0;
    for (std::uint64_t seed = from; seed < from + n; ++seed) {
        auto result = run_seed(stage, {.seed = seed, .listens = argc > 3});
        all.add(result.coverage);
        if (result.failure) {
            ++failures;
            fmt::print("seed {}: {} {}: {}\n", seed, result.failure->invariant,
                       result.failure->object, result.failure->words);
            for (const auto& told : result.told)
                fmt::print("{} {} {}\n", jangteo::to_rfc3339(told.at), told.about, told.words);
        }
        if (n < 4) fmt::print("{:016x}\n", result.hash);
    }
    double s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    fmt::print("{}{}\n{} runs, {} orders, {} commits, {} lives, {} calls in {:.2f} s: {} failed\n",
               all.table(), all.gaps(), all.runs, all.orders, all.commits, all.lives, all.calls, s,
               failures);
}
