#include "runtime/metrics.hpp"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <sstream>

namespace jangteo::runtime {
namespace {

// The samples of a text in the format 0.0.4, or a failure that names the line.
std::map<std::string, std::string> parse(const std::string& text) {
    static const std::regex comment("# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*");
    static const std::regex sample(
        R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)re"
        R"re((?:\{[a-zA-Z_]\w*="[^"\\\n]*"(?:,[a-zA-Z_]\w*="[^"\\\n]*")*\})?) )re"
        R"re((\+Inf|-Inf|NaN|-?[0-9.]+(?:e[+-]?[0-9]+)?))re");
    std::map<std::string, std::string> samples;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) {
            EXPECT_TRUE(std::regex_match(line, comment)) << line;
            continue;
        }
        std::smatch match;
        EXPECT_TRUE(std::regex_match(line, match, sample)) << line;
        if (match.empty()) continue;
        EXPECT_TRUE(samples.emplace(match[1], match[2]).second) << "twice: " << line;
    }
    EXPECT_TRUE(text.empty() || text.ends_with('\n'));
    return samples;
}

TEST(Metrics, gives_the_same_instrument_for_the_same_name_and_labels) {
    Metrics metrics;
    metrics.counter("orders_total", "Orders").add();
    metrics.counter("orders_total", "Orders").add(2);
    metrics.counter("orders_total", "Orders", "kind=\"guest\"").add(5);
    auto samples = parse(metrics.text());
    EXPECT_EQ(samples["orders_total"], "3");
    EXPECT_EQ(samples["orders_total{kind=\"guest\"}"], "5");
}

TEST(Metrics, write_help_and_type_once_for_each_family) {
    Metrics metrics;
    metrics.gauge("queue_messages", "Waiting", "lane=\"1\"").set(1.5);
    metrics.gauge("queue_messages", "Waiting", "lane=\"2\"").set(-2);
    EXPECT_EQ(metrics.text(),
              "# HELP queue_messages Waiting\n# TYPE queue_messages gauge\n"
              "queue_messages{lane=\"1\"} 1.5\nqueue_messages{lane=\"2\"} -2\n");
}

TEST(Metrics, of_durations_are_cumulative_buckets_with_sum_and_count) {
    Metrics metrics;
    auto& seconds = metrics.seconds("request_seconds", "Duration", "route=\"x\"");
    for (double value : {0.000'01, 0.000'02, 0.004, 3.0, 100.0}) seconds.observe(value);
    auto samples = parse(metrics.text());
    EXPECT_EQ(samples["request_seconds_bucket{route=\"x\",le=\"1e-05\"}"], "1");
    EXPECT_EQ(samples["request_seconds_bucket{route=\"x\",le=\"2.5e-05\"}"], "2");
    EXPECT_EQ(samples["request_seconds_bucket{route=\"x\",le=\"0.005\"}"], "3");
    EXPECT_EQ(samples["request_seconds_bucket{route=\"x\",le=\"10\"}"], "4");
    EXPECT_EQ(samples["request_seconds_bucket{route=\"x\",le=\"+Inf\"}"], "5");
    EXPECT_EQ(samples["request_seconds_count{route=\"x\"}"], "5");
    EXPECT_NEAR(std::stod(samples["request_seconds_sum{route=\"x\"}"]), 103.00403, 1e-9);
}

TEST(Metrics, of_sizes_put_a_value_into_the_bucket_it_just_fits) {
    Metrics metrics;
    metrics.sizes("batch_messages", "Messages").observe(4);
    auto samples = parse(metrics.text());
    EXPECT_EQ(samples["batch_messages_bucket{le=\"2\"}"], "0");
    EXPECT_EQ(samples["batch_messages_bucket{le=\"4\"}"], "1");
}

TEST(Metrics, refreshes_gauges_before_the_text_is_made) {
    Metrics metrics;
    auto& gauge = metrics.gauge("clock", "Now");
    metrics.before_text([&] { gauge.set(42); });
    EXPECT_EQ(parse(metrics.text())["clock"], "42");
}

}  // namespace
}  // namespace jangteo::runtime
