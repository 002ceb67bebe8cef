#pragma once

// Callbacks: calls of a provider to its customers (webhooks), at least once: written to the journal
// in the commit of the change they tell of, tried until they are accepted or the schedule ends, and
// tried again after a restart.
//
// Lives on the provider's thread. The Deliver port does the HTTP; it calls back on the same thread.

#include <boost/describe.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernel/timestamp.hpp"
#include "runtime/exchange.hpp"
#include "sandbox/desk/journal.hpp"

namespace jangteo::sandbox {

struct Callback {
    std::int64_t id = 0;
    std::string url;
    std::string body;
    std::int64_t tries = 0;
    Timestamp due;
};
BOOST_DESCRIBE_STRUCT(Callback, (), (id, url, body, tries, due))

class Callbacks {
  public:
    // Sends one POST and says whether it was accepted.
    using Deliver = std::function<void(std::string url, std::vector<runtime::Header> headers,
                                       std::string body, std::function<void(bool)> on_result)>;

    struct Options {
        std::vector<Duration> retry_after;  // the first try is at once; then after these
        std::int64_t entry_kind = 0;        // in the journal
        // The headers of one try.
        std::function<std::vector<runtime::Header>(const Callback&, Timestamp now)> headers;
        std::function<void(std::int64_t id)> on_tried;  // after the first try of each
    };

    Callbacks(Options options, Journal& journal)
        : options_(std::move(options)), journal_(journal) {}

    void deliver_with(Deliver deliver) { deliver_ = std::move(deliver); }
    void set_on_tried(std::function<void(std::int64_t)> on_tried) {
        options_.on_tried = std::move(on_tried);
    }

    // Part of the current transaction; leaves after its commit. Gives the id.
    std::int64_t add(std::string url, std::string body, Timestamp due);
    // From the journal's replay.
    void load(const Entry& entry);

    void send_due(Timestamp now);
    std::size_t waiting() const { return waiting_.size(); }
    std::uint64_t delivered() const { return delivered_; }

  private:
    void send(Callback& callback, Timestamp now);
    void on_result(std::int64_t id, bool is_accepted, Timestamp tried_at);
    void write(const Callback& callback, std::int64_t status);

    Options options_;
    Journal& journal_;
    Deliver deliver_;
    std::unordered_map<std::int64_t, Callback> waiting_;
    std::multimap<Timestamp, std::int64_t> due_;
    std::int64_t last_id_ = 0;
    std::uint64_t delivered_ = 0;
};

}  // namespace jangteo::sandbox
