#pragma once

// SchemaRegistry: Avro schemas under subjects, by the HTTP interface that Confluent's registry and
// Apicurio's (/apis/ccompat/v7) have. An id and its schema never change, so both are asked for once
// in a process. Any thread; calls block for as long as RegistryOptions allows.
//
// Fault{retry_later} when no server answers, Fault{permanent} when one refuses, with its words.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "platform/schema_registry/registry_http.hpp"

namespace jangteo::platform::schema_registry {

class SchemaRegistry {
  public:
    explicit SchemaRegistry(RegistryOptions options) : http_(std::move(options)) {}

    // The schema's id; registered before or now, it is the same.
    int register_schema(const std::string& subject, const std::string& schema);
    // Nothing: this schema is not registered under the subject.
    std::optional<int> find_id(const std::string& subject, const std::string& schema);
    // Nothing: the registry knows no such id.
    std::optional<std::string> find_schema(int id);

    // "" when the subject's level lets this schema be registered; else why not.
    std::string incompatibility(const std::string& subject, const std::string& schema);
    // The subject's own level; "" when it has none.
    std::string compatibility(const std::string& subject);
    void set_compatibility(const std::string& subject, std::string_view level);

    // What the server's clock says, in whole seconds, where it says so.
    std::optional<Timestamp> clock();

  private:
    RegistryHttp http_;
    std::mutex mutex_;
    std::map<int, std::string> schemas_;
    std::map<std::string, int, std::less<>> ids_;  // by subject and schema
};

// The name of a record's schema, without its namespace; "" when it has none.
std::string record_name(std::string_view schema);
// The same schema, however it is written.
bool are_equal(std::string_view one, std::string_view other);

}  // namespace jangteo::platform::schema_registry
