#include "boot/command_line.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jangteo::boot {

std::string one_line(std::string words) {
    std::ranges::replace_if(
        words, [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
    return words;
}

std::string failure_words(const CLI::App& program, const CLI::Error& error) {
    const CLI::App* command = &program;
    std::string path = program.get_name();
    while (!command->get_subcommands().empty()) {
        command = command->get_subcommands().front();
        path += " " + command->get_name();
    }
    std::string words = error.what();
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError)) {
        std::string names;
        for (const auto* choice : command->get_subcommands({})) {
            names += (names.empty() ? "" : ", ") + choice->get_name();
        }
        if (!names.empty()) words = fmt::format("{} needs one of: {}", path, names);
    }
    return fmt::format("jangteo: {} (see {} --help)\n", one_line(words), path);
}

}  // namespace jangteo::boot
