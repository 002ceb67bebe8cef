#include "platform/toml/toml_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace jangteo::platform::toml {
namespace {

// What is wrong is kept in words: exceptions thrown from this object file are not caught when lld
// links it.
class Flattening {
  public:
    explicit Flattening(const std::string& path) : path_(path) {}

    void take(const ::toml::table& table, const std::string& prefix) {
        for (const auto& [key, node] : table) {
            std::string name = prefix + std::string(key.str());
            if (const auto* inner = node.as_table()) {
                take(*inner, name + ".");
            } else {
                const auto line = static_cast<int>(node.source().begin.line);
                entries_.push_back({name, value_of(node, name), line});
            }
        }
    }
    void fail(std::int64_t line, std::string_view words) {
        if (!problem_.empty()) return;
        problem_ = line == 0 ? fmt::format("{}: {}", path_, words)
                             : fmt::format("{}:{}: {}", path_, line, words);
    }
    const std::string& problem() const { return problem_; }
    std::vector<Entry> entries() {
        std::ranges::stable_sort(entries_, {}, &Entry::line);
        return std::move(entries_);
    }

  private:
    Value value_of(const ::toml::node& node, const std::string& name) {
        if (const auto* text = node.as_string()) return text->get();
        if (const auto* number = node.as_integer()) return number->get();
        if (const auto* number = node.as_floating_point()) return number->get();
        if (const auto* flag = node.as_boolean()) return flag->get();
        std::vector<std::string> texts;
        const auto* list = node.as_array();
        bool is_texts = list != nullptr;
        for (std::size_t i = 0; is_texts && i < list->size(); ++i) {
            const auto* text = list->get(i)->as_string();
            is_texts = text != nullptr;
            if (text) texts.push_back(text->get());
        }
        if (!is_texts) {
            fail(node.source().begin.line,
                 name + " is neither a text, a number, true or false, nor a list of texts");
        }
        return texts;
    }

    const std::string& path_;
    std::string problem_;
    std::vector<Entry> entries_;
};

void parse(const std::string& path, Flattening& to) {
    const ::toml::parse_result parsed = ::toml::parse_file(path);
    if (parsed.failed()) {
        to.fail(parsed.error().source().begin.line, parsed.error().description());
    } else {
        to.take(parsed.table(), "");
    }
}

}  // namespace

std::expected<std::vector<Entry>, std::string> read_toml(const std::string& path) {
    Flattening flattening(path);
    parse(path, flattening);
    if (!flattening.problem().empty()) return std::unexpected(flattening.problem());
    return flattening.entries();
}

}  // namespace jangteo::platform::toml
