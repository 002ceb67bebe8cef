// `jangteo events`: what is published, as documents.

#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "boot/commands.hpp"
#include "boot/event_documents.hpp"
#include "kernel/fault.hpp"

namespace jangteo::boot {
namespace {

Status write_events(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const auto files = event_documents();
    for (const auto& [name, text] : files) {
        const auto path = std::filesystem::path(folder) / name;
        std::ofstream file(path, std::ios::binary);
        file << text;
        file.close();
        if (!file) throw Fault(FaultKind::permanent, path.string() + " cannot be written");
    }
    fmt::print("{}: {} files\n", folder, files.size());
    return 0;
}

}  // namespace

void add_events_command(Program& program) {
    auto folder = std::make_shared<std::string>();
    Command command = program.command(
        "events", "Print the AsyncAPI document, or write it and a page for each event");
    command.option("--out", *folder, "folder for the files");
    command.runs([folder] {
        if (!folder->empty()) return write_events(*folder);
        fmt::print("{}", event_documents().at("asyncapi.json"));
        return 0;
    });
}

}  // namespace jangteo::boot
