#pragma once

// Standby: what a process does about a store that another one writes: it answers reads from the
// store, hands the rest to the writer, and sees when the writer is gone.
//
// Whether it is gone is judged by this process's own clock: its beat has stood still for
// `silence_max` while the store could be asked. A writer that left says so, and one that ran at
// this very address before cannot live any more, so neither is waited for.

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "platform/http/client.hpp"
#include "runtime/clock.hpp"
#include "runtime/exchange.hpp"
#include "runtime/lease.hpp"

namespace jangteo::boot {

class Standby {
  public:
    static constexpr Duration silence_max = seconds(4);
    static constexpr Duration look_every = milliseconds(250);

    // `self`: as which this process would hold the lease.
    Standby(runtime::Holder self, runtime::Clock& clock, runtime::Random& random);

    // One thread at a time. The epoch that may be taken over; none while its holder lives.
    std::optional<std::int64_t> look(sql::Connection& db);

    // Any thread. True: only the writer can answer it.
    static bool is_for_writer(const runtime::HttpRequest& request);
    void forward(const runtime::ExchangePtr& exchange);
    // As it was seen last.
    std::string writer_url() const;
    // This process writes now: what was handed on and is not answered is told so. Not on a thread
    // that answers.
    void end();

  private:
    bool is_gone(const runtime::SeenHolder& seen);
    void see(const std::string& url);

    runtime::Holder self_;
    runtime::Clock& clock_;
    runtime::Random& random_;
    std::int64_t epoch_ = -1;  // seen last
    std::int64_t beat_ = -1;
    std::int64_t beat_seen_ns_ = 0;

    mutable std::mutex writer_mutex_;
    std::string writer_url_;
    std::shared_ptr<platform::http::HttpClient> writer_;
};

}  // namespace jangteo::boot
