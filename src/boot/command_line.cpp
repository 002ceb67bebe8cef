#include "boot/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iostream>

#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

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

// A wrong setting is as a wrong flag.
template <class... Given>
auto refusing(std::function<void(Given...)> take) {
    return [take = std::move(take)](Given... given) {
        try {
            take(given...);
        } catch (const Fault& fault) {
            throw CLI::ValidationError(fault.what());
        }
    };
}

Status guarded(const std::function<Status()>& work) {
    try {
        return work();
    } catch (const Fault& fault) {
        fmt::print(stderr, "jangteo: {}\n", one_line(fault.what()));
        return 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "jangteo: {}\n", one_line(error.what()));
        return 1;
    }
}

}  // namespace

Option& Option::variable(const std::string& name) {
    option_->envname(name);
    return *this;
}

Option& Option::required() {
    option_->required();
    return *this;
}

Option& Option::needs(const Option& other) {
    option_->needs(other.option_);
    return *this;
}

Option& Option::check(std::function<std::string(const std::string&)> problem) {
    option_->check(std::move(problem));
    return *this;
}

Option& Option::one_of(std::vector<std::string> words) {
    option_->check(CLI::IsMember(std::move(words)));
    return *this;
}

Option& Option::between(int least, int most) {
    option_->check(CLI::Range(least, most));
    return *this;
}

Option& Option::existing_file() {
    option_->check(CLI::ExistingFile);
    return *this;
}

Option& Option::transform(const std::function<std::string(std::string)>& change) {
    option_->transform(change);
    return *this;
}

Option& Option::delimiter(char between) {
    option_->delimiter(between);
    return *this;
}

Option& Option::take_all() {
    option_->take_all();
    return *this;
}

Option& Option::at_once() {
    option_->trigger_on_parse();
    return *this;
}

Option& Option::show_default() {
    option_->capture_default_str();
    return *this;
}

Command Command::command(const std::string& name, const std::string& about) {
    app_->require_subcommand(1);
    return Command(app_->add_subcommand(name, about), status_);
}

template <class Value>
Option Command::option(const std::string& name, Value& value, const std::string& about) {
    return Option(app_->add_option(name, value, about));
}

Option Command::option(const std::string& name, std::function<void(const std::string&)> take,
                       const std::string& about) {
    return Option(app_->add_option_function<std::string>(name, refusing(std::move(take)), about));
}

Option Command::option(const std::string& name,
                       std::function<void(const std::vector<std::string>&)> take,
                       const std::string& about) {
    return Option(app_->add_option_function<std::vector<std::string>>(
        name, refusing(std::move(take)), about));
}

void Command::flag(const std::string& name, bool& is_given, const std::string& about) {
    app_->add_flag(name, is_given, about);
}

void Command::before_options(std::function<void()> read) {
    app_->preparse_callback([read = refusing(std::move(read))](std::size_t) { read(); });
}

void Command::runs(std::function<Status()> work) {
    app_->callback([work = std::move(work), status = status_] { *status = guarded(work); });
}

std::string Command::variable_of(const std::string& option) const {
    const CLI::Option* found = app_->get_option_no_throw(option);
    return found ? found->get_envname() : "";
}

struct Program::Inside {
    explicit Inside(const std::string& about) : app(about, "jangteo") {}

    Status run(std::vector<std::string> arguments, std::ostream& out, std::ostream& complaints) {
        std::ranges::reverse(arguments);  // It takes them from the back.
        try {
            app.parse(std::move(arguments));
        } catch (const CLI::ParseError& error) {
            // What asks for the help is one too.
            return app.exit(error, out, complaints) == 0 ? 0 : 2;
        }
        return status;
    }

    CLI::App app;
    Status status = 0;
};

Program::Program(const std::string& about) : inside_(std::make_unique<Inside>(about)) {
    inside_->app.failure_message(
        [](const CLI::App* app, const CLI::Error& error) { return failure_words(*app, error); });
}

Program::~Program() = default;

void Program::version(const std::string& words) {
    inside_->app.set_version_flag("--version", words);
}

Command Program::command(const std::string& name, const std::string& about) {
    return Command(&inside_->app, &inside_->status).command(name, about);
}

Status Program::run(int argc, const char* const* argv) {
    return inside_->run({argv + std::min(argc, 1), argv + argc}, std::cout, std::cerr);
}

Status Program::run(std::vector<std::string> arguments, std::ostream& said) {
    return inside_->run(std::move(arguments), said, said);
}

std::string one_line(std::string words) {
    std::ranges::replace_if(
        words, [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
    return words;
}

template Option Command::option(const std::string&, std::string&, const std::string&);
template Option Command::option(const std::string&, std::vector<std::string>&, const std::string&);
template Option Command::option(const std::string&, std::uint16_t&, const std::string&);
template Option Command::option(const std::string&, unsigned&, const std::string&);
template Option Command::option(const std::string&, std::size_t&, const std::string&);
template Option Command::option(const std::string&, std::int64_t&, const std::string&);
template Option Command::option(const std::string&, double&, const std::string&);

}  // namespace jangteo::boot
