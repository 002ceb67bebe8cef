#pragma once

// The fuzz targets: one for each parser of bytes from outside. A target takes any bytes and holds
// what must be true of the parser for all of them (check() stops the process). Run by a fuzzer
// (engine/), and over the corpus by every `make test` (corpus_test.cpp). One thread.

#include <span>
#include <string_view>

namespace jangteo::fuzz {

// Where an input's first line names what the rest of it is (a body, an event), a fuzzer that
// changed the name would only be refused: it changes the rest.
enum class FirstLine { kept, changed };

struct Target {
    std::string_view name;  // its corpus is tests/fuzz/corpus/<name>/
    void (*run)(std::string_view input);
    FirstLine first_line = FirstLine::changed;
};

extern const Target json_bodies;      // HTTP bodies
extern const Target avro_events;      // events, and what the runtime stores
extern const Target avro_schemas;     // the schemas of other versions, and what they wrote
extern const Target http_requests;    // bytes on a connection to our server
extern const Target http2_requests;   // the same in HTTP/2
extern const Target http_answers;     // bytes on a connection of our client
extern const Target http2_answers;    // the same in HTTP/2
extern const Target http_calls;       // a whole request to the whole shop
extern const Target queries;          // targets, queries, cursors, trace context
extern const Target tokens;           // access tokens
extern const Target toss_notices;     // the payment provider's webhooks
extern const Target toss_answers;     // the payment provider's answers
extern const Target carrier_notices;  // the tracking service's webhooks
extern const Target carrier_answers;  // answers of tracking and booking services
extern const Target order_books;      // CSV of the replay
extern const Target settings;         // flags and environment variables
extern const Target config_files;     // configuration files
extern const Target kafka_records;    // records of topics, whoever wrote them
extern const Target words;            // ids, times, addresses, business numbers

std::span<const Target* const> all_targets();

}  // namespace jangteo::fuzz
