#pragma once

// The command line: a program, its commands and their options. One thread builds it and runs it
// once. A Command and an Option are handles, copied freely and good for as long as their Program.
// What options write to must live as long; a command's work may hold it (`runs`).
//
// How it fails: what is wrong with a command line is one line on standard error, which points to
// the help of the innermost command that was named, and status 2.

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

// The library behind it. Its headers take the compiler seconds for each file that includes them, so
// command_line.cpp alone does.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace jangteo::boot {

// An exit status: 0 done, 1 it did not come out right, 2 a wrong flag, file or setting.
using Status = int;

class Option {
  public:
    explicit Option(CLI::Option* option) : option_(option) {}

    // The environment variable that is read where the flag is not given.
    Option& variable(const std::string& name);
    Option& required();
    Option& needs(const Option& other);

    // What is wrong with the text, "" when nothing is.
    Option& check(std::function<std::string(const std::string&)> problem);
    Option& one_of(std::vector<std::string> words);
    Option& between(int least, int most);
    Option& existing_file();
    // Before the checks, whatever the order they are added in.
    Option& transform(const std::function<std::string(std::string)>& change);

    // What may stand between the words of a list in one argument.
    Option& delimiter(char between);
    // Given several times, each counts.
    Option& take_all();

    // Taken when it is met, and not with the others after all are read, which thus win.
    Option& at_once();
    // In the help: what the value is now.
    Option& show_default();

  private:
    CLI::Option* option_;
};

class Command {
  public:
    Command(CLI::App* app, Status* status) : app_(app), status_(status) {}

    // A command of this one, which from then on does not run without one.
    Command command(const std::string& name, const std::string& about);

    // `name` is a flag ("--data") or a place ("id"). command_line.cpp ends with the types that a
    // value may have.
    template <class Value>
    Option option(const std::string& name, Value& value, const std::string& about = "");
    // `take` may throw a Fault: its words are then what is wrong with the command line.
    Option option(const std::string& name, std::function<void(const std::string&)> take,
                  const std::string& about = "");
    Option option(const std::string& name,
                  std::function<void(const std::vector<std::string>&)> take,
                  const std::string& about = "");
    void flag(const std::string& name, bool& is_given, const std::string& about = "");

    // `read` runs before the options of this command are read, and may throw a Fault likewise.
    void before_options(std::function<void()> read);

    // What the command does. A Fault is one line on standard error and status 2.
    void runs(std::function<Status()> work);

    // The environment variable of an option; "" where there is none.
    std::string variable_of(const std::string& option) const;

  private:
    CLI::App* app_;
    Status* status_;
};

class Program {
  public:
    explicit Program(const std::string& about);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // What --version prints.
    void version(const std::string& words);

    Command command(const std::string& name, const std::string& about);

    // Runs the command that is named.
    Status run(int argc, const char* const* argv);
    // The same without a terminal: `said` gets the help, or what is wrong with the arguments.
    Status run(std::vector<std::string> arguments, std::ostream& said);

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

// A flag or a file may bring any bytes with it: what is said of them stays on its line and moves no
// cursor.
std::string one_line(std::string words);

}  // namespace jangteo::boot
