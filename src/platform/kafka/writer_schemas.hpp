#pragma once

// WriterSchemas: how a writer's schema becomes ours, by its id. What the registry is not yet asked
// for is fetched on a thread of its own, as often as it takes: a registry that is down makes
// records wait, it does not make them unreadable.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "contracts/codec/avro_reader.hpp"
#include "platform/schema_registry/event_schemas.hpp"
#include "runtime/log.hpp"

namespace jangteo::platform::kafka {

// What was written, as we write it.
struct Reading {
    std::string type;                         // of the event
    const codec::Shape* shape = nullptr;      // nullptr: we do not know this type
    std::optional<codec::AvroReader> reader;  // none: the bytes are as we write them
    std::string problem;                      // why it can never be read
};

class WriterSchemas {
  public:
    // `fetched` is called on the fetching thread when there is something new to find.
    WriterSchemas(const schema_registry::EventSchemas& ours, runtime::Log& log,
                  std::function<void()> fetched);
    ~WriterSchemas();
    WriterSchemas(const WriterSchemas&) = delete;
    WriterSchemas& operator=(const WriterSchemas&) = delete;

    // One thread. nullptr: not known yet; `fetched` will tell. An empty type is that of the schema.
    const Reading* find(int id, const std::string& type);

  private:
    using Instant = std::chrono::steady_clock::time_point;
    // Not kept for ever: a registry may come to know it.
    struct Unknown {
        Instant until;
    };
    struct Fetched {
        std::optional<std::string> schema;
        std::optional<Unknown> unknown;
    };

    const Reading& plan(int id, const std::string& type, const std::string& schema);
    void loop();
    int next_wanted() const;
    bool fetch(int id, int attempt);

    const schema_registry::EventSchemas& ours_;
    runtime::Log& log_;
    std::function<void()> fetched_;
    std::map<std::pair<int, std::string>, Reading> readings_;
    Reading unknown_id_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<int, Fetched> known_;
    std::map<int, int> wanted_;  // how often each was asked for
    int last_asked_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

// The payload as we write it; the error says why it cannot be.
std::expected<std::string, std::string> as_ours(const Reading& reading, std::string_view payload);

}  // namespace jangteo::platform::kafka
