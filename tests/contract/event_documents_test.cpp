// docs/events is what the program says of its events, and all that it says holds together.

#include "boot/event_documents.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/contract/avro_oracle.hpp"
#include "tests/support/child_process.hpp"

namespace jangteo::boot {
namespace {

namespace json = boost::json;

std::filesystem::path folder() {
    return std::filesystem::path(test::from_environment("JANGTEO_SOURCE_DIR")) / "docs/events";
}

std::string content(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

json::value document() { return json::parse(event_documents().at("asyncapi.json")); }

// Every "$ref" of the document.
void collect_references(const json::value& value, std::set<std::string>& references) {
    if (const auto* array = value.if_array()) {
        for (const auto& item : *array) collect_references(item, references);
    }
    if (const auto* object = value.if_object()) {
        for (const auto& [name, member] : *object) {
            if (name == "$ref") references.insert(std::string(member.as_string()));
            collect_references(member, references);
        }
    }
}

TEST(EventDocuments, stand_in_docs_events_as_the_program_writes_them) {
    const auto files = event_documents();
    for (const auto& [name, text] : files) {
        EXPECT_TRUE(content(folder() / name) == text)
            << name << " is old: jangteo events --out docs/events";
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
        EXPECT_TRUE(files.contains(entry.path().filename().string()))
            << entry.path().filename() << " is of no event";
    }
}

TEST(EventDocuments, refer_to_what_is_there) {
    const auto all = document();
    std::set<std::string> references;
    collect_references(all, references);
    EXPECT_GT(references.size(), 40U);
    for (const auto& reference : references) {
        ASSERT_TRUE(reference.starts_with("#/")) << reference;
        boost::system::error_code missing;
        EXPECT_NE(all.find_pointer(reference.substr(1), missing), nullptr) << reference;
    }
    EXPECT_EQ(all.at("asyncapi"), "3.0.0");
}

TEST(EventDocuments, have_each_event_in_one_channel_with_a_schema_that_others_understand) {
    const auto all = document();
    std::size_t in_channels = 0;
    for (const auto& [topic, channel] : all.at("channels").as_object()) {
        EXPECT_EQ(channel.at("address").as_string(), topic);
        in_channels += channel.at("messages").as_object().size();
    }
    const auto& messages = all.at("components").at("messages").as_object();
    EXPECT_EQ(in_channels, messages.size());
    EXPECT_EQ(messages.size(), event_documents().size() - 2);
    for (const auto& [name, message] : messages) {
        const auto& schema = message.at("payload").at("schema");
        EXPECT_EQ(schema.at("name").as_string(), name);
        EXPECT_TRUE(testing::AvroOracle::of(json::serialize(schema))) << name;
    }
}

}  // namespace
}  // namespace jangteo::boot
