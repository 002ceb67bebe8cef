#include "boot/command_line.hpp"

#include <gtest/gtest.h>

namespace jangteo::boot {
namespace {

// What is said to a command line that is refused; "" when it is taken.
std::string said_to(const std::string& arguments) {
    CLI::App program{"", "jangteo"};
    program.require_subcommand(1);
    Status status = 0;
    add_order_command(program, status);
    add_log_commands(program, status);
    try {
        program.parse(arguments);
    } catch (const CLI::ParseError& error) {
        return failure_words(program, error);
    }
    return "";
}

TEST(CommandLine, names_the_commands_that_could_have_been_meant) {
    EXPECT_EQ(said_to(""),
              "jangteo: jangteo needs one of: order, outbox, dlq (see jangteo --help)\n");
    EXPECT_EQ(said_to("dlq"),
              "jangteo: jangteo dlq needs one of: list, show, replay (see jangteo dlq --help)\n");
}

TEST(CommandLine, points_to_the_innermost_commands_help) {
    EXPECT_EQ(said_to("order show"), "jangteo: id is required (see jangteo order show --help)\n");
    EXPECT_EQ(said_to("dlq show"), "jangteo: id is required (see jangteo dlq show --help)\n");
}

TEST(CommandLine, says_what_is_wrong_in_one_line_whatever_was_typed) {
    EXPECT_EQ(said_to("order show an_id 'two\nlines'"),
              "jangteo: The following argument was not expected: two?lines "
              "(see jangteo order show --help)\n");
    EXPECT_EQ(one_line("two\nlines \x1b[2J 한국어\x7f"), "two?lines ?[2J 한국어?");
}

}  // namespace
}  // namespace jangteo::boot
