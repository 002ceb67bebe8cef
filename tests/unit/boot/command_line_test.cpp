#include <gtest/gtest.h>

#include <sstream>

#include "boot/commands.hpp"
#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

// What is said to a command line that is refused; "" when it is taken.
std::string said_to(const std::vector<std::string>& arguments) {
    Program program("");
    add_order_command(program);
    add_log_commands(program);
    std::ostringstream said;
    const Status status = program.run(arguments, said);
    EXPECT_EQ(status, said.str().empty() ? 0 : 2);
    return said.str();
}

TEST(CommandLine, names_the_commands_that_could_have_been_meant) {
    EXPECT_EQ(said_to({}),
              "jangteo: jangteo needs one of: order, outbox, dlq (see jangteo --help)\n");
    EXPECT_EQ(said_to({"dlq"}),
              "jangteo: jangteo dlq needs one of: list, show, replay (see jangteo dlq --help)\n");
}

TEST(CommandLine, points_to_the_innermost_commands_help) {
    EXPECT_EQ(said_to({"order", "show"}),
              "jangteo: id is required (see jangteo order show --help)\n");
    EXPECT_EQ(said_to({"dlq", "show"}), "jangteo: id is required (see jangteo dlq show --help)\n");
}

TEST(CommandLine, says_what_is_wrong_in_one_line_whatever_was_typed) {
    EXPECT_EQ(said_to({"order", "show", "an_id", "two\nlines"}),
              "jangteo: The following argument was not expected: two?lines "
              "(see jangteo order show --help)\n");
    EXPECT_EQ(one_line("two\nlines \x1b[2J 한국어\x7f"), "two?lines ?[2J 한국어?");
}

// One command that counts to a number.
struct Counting {
    Counting() {
        command.option("--to", to).between(1, 9).variable("JANGTEO_TEST_TO");
        command.option("--with", [](const std::string& words) {
            throw Fault(FaultKind::permanent, "cannot count with " + words);
        });
        command.runs([this] { return work(); });
    }
    Status run(const std::vector<std::string>& arguments) { return program.run(arguments, said); }

    std::ostringstream said;
    Program program{""};
    Command command = program.command("count", "Count to a number");
    std::int64_t to = 4;
    std::function<Status()> work = [] { return 0; };
};

TEST(CommandLine, gives_the_status_that_the_command_gave) {
    Counting counting;
    counting.work = [&] { return counting.to == 7 ? 1 : 0; };
    EXPECT_EQ(counting.run({"count", "--to", "7"}), 1);
    EXPECT_EQ(counting.said.str(), "");
}

TEST(CommandLine, ends_with_status_2_at_a_fault_and_1_at_what_nobody_expected) {
    Counting fault;
    fault.work = []() -> Status { throw Fault(FaultKind::permanent, "there are no\nnumbers"); };
    testing::internal::CaptureStderr();
    EXPECT_EQ(fault.run({"count"}), 2);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "jangteo: there are no?numbers\n");

    Counting other;
    other.work = []() -> Status { throw std::runtime_error("lost count"); };
    testing::internal::CaptureStderr();
    EXPECT_EQ(other.run({"count"}), 1);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "jangteo: lost count\n");
}

TEST(CommandLine, says_what_an_option_does_not_take) {
    Counting range;
    EXPECT_EQ(range.run({"count", "--to", "10"}), 2);
    EXPECT_EQ(range.said.str(),
              "jangteo: --to: Value 10 not in range 1 to 9 (see jangteo count --help)\n");
    Counting refused;
    EXPECT_EQ(refused.run({"count", "--with", "fingers"}), 2);
    EXPECT_EQ(refused.said.str(),
              "jangteo: cannot count with fingers (see jangteo count --help)\n");
}

TEST(CommandLine, knows_the_variable_of_an_option) {
    Counting counting;
    EXPECT_EQ(counting.command.variable_of("--to"), "JANGTEO_TEST_TO");
    EXPECT_EQ(counting.command.variable_of("--with"), "");
    EXPECT_EQ(counting.command.variable_of("--from"), "");
}

TEST(CommandLine, takes_the_help_for_no_mistake) {
    Counting counting;
    EXPECT_EQ(counting.run({"count", "--help"}), 0);
    EXPECT_TRUE(counting.said.str().starts_with("Count to a number\n"));
}

}  // namespace
}  // namespace jangteo::boot
