// The corpus as regression tests: every input through its target, without a fuzzer.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "boot/declared_shop.hpp"
#include "runtime/registry.hpp"
#include "tests/fuzz/described.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/child_process.hpp"

namespace jangteo::fuzz {
namespace {

namespace fs = std::filesystem;

// A failed check stops the process: the last word is the input that did it.
char input_at_work[512];

void name_the_input(int) {
    constexpr std::string_view words = "\nthe input: ";
    auto written = ::write(STDERR_FILENO, words.data(), words.size());
    written += ::write(STDERR_FILENO, input_at_work, std::strlen(input_at_work));
    written += ::write(STDERR_FILENO, "\n", 1);
    std::signal(SIGABRT, SIG_DFL);
    std::raise(written > 0 ? SIGABRT : SIGKILL);
}

std::vector<fs::path> corpus_of(std::string_view target) {
    fs::path folder = fs::path(test::from_environment("JANGTEO_SOURCE_DIR")) / "tests/fuzz/corpus";
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder / target)) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::string contents_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class Corpus : public testing::TestWithParam<const Target*> {};

TEST_P(Corpus, holds_for_every_input) {
    std::signal(SIGABRT, name_the_input);
    auto files = corpus_of(GetParam()->name);
    EXPECT_GE(files.size(), 3U) << "a corpus has some inputs";
    for (const fs::path& file : files) {
        std::strncpy(input_at_work, file.c_str(), sizeof input_at_work - 1);
        std::string input = contents_of(file);
        GetParam()->run(input);
        // Cut short, and with a bit turned, it is another input.
        for (std::size_t i = 0; i < input.size(); i += 1 + input.size() / 16) {
            GetParam()->run(std::string_view(input).substr(0, i));
            std::string turned = input;
            turned[i] = static_cast<char>(turned[i] ^ (1 << i % 8));
            GetParam()->run(turned);
        }
    }
    std::signal(SIGABRT, SIG_DFL);
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Corpus,
                         testing::ValuesIn(all_targets().begin(), all_targets().end()),
                         [](const auto& each) { return std::string(each.param->name); });

TEST(Fuzz, every_body_of_a_route_is_a_target) {
    std::set<std::string_view> seeded;
    for (const fs::path& file : corpus_of("json_bodies")) {
        std::string input = contents_of(file);
        auto name = std::string_view(input).substr(0, input.find('\n'));
        if (const auto* body = find_described(described_bodies(), name)) {
            seeded.insert(body->shape->name);
        }
    }
    for (const auto& route : boot::declared_registry().routes.all()) {
        if (!route->body) continue;
        EXPECT_TRUE(find_described(described_bodies(), route->body->name)) << route->body->name;
        EXPECT_TRUE(seeded.contains(route->body->name)) << route->body->name << " has no input";
    }
}

TEST(Fuzz, every_event_is_a_target) {
    std::set<std::string> seeded;
    for (const fs::path& file : corpus_of("avro_events")) {
        std::string input = contents_of(file);
        seeded.insert(input.substr(0, input.find('\n')));
    }
    for (const auto& [name, type] : boot::declared_registry().event_types()) {
        EXPECT_TRUE(find_described(described_events(), name)) << name;
        EXPECT_TRUE(seeded.contains(std::string(name))) << name << " has no input";
    }
}

TEST(Fuzz, every_route_has_a_call) {
    std::string calls;
    for (const fs::path& file : corpus_of("http_calls")) calls += file.filename().string() + "\n";
    for (const auto& route : boot::declared_registry().routes.all()) {
        if (!route->info.path.starts_with("/v1/")) continue;
        EXPECT_NE(calls.find(std::string(route->info.name) + "\n"), std::string::npos)
            << route->info.name;
    }
}

}  // namespace
}  // namespace jangteo::fuzz
