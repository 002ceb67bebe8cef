#pragma once

// ProviderServer: HTTP in front of a Provider. Everything happens on the server's one io thread:
// the calls of one round of the event loop are handled together, committed once, and answered.
//
// start() and stop() are for the thread that made it. A Fault of the journal ends the process.

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/http/server.hpp"
#include "runtime/clock.hpp"
#include "sandbox/desk/journal.hpp"
#include "sandbox/desk/provider.hpp"

namespace jangteo::sandbox {

class ProviderServer {
  public:
    struct Parts {
        Provider& provider;
        Journal& journal;
        runtime::Clock& clock;
        runtime::Random& random;
    };

    ProviderServer(platform::http::ServerOptions options, Parts parts);
    ~ProviderServer();
    ProviderServer(const ProviderServer&) = delete;
    ProviderServer& operator=(const ProviderServer&) = delete;

    void start();
    std::uint16_t port() const { return http_.port(); }
    // Sends what is being answered, at most a moment long.
    void stop();

    // Any thread, while started: runs beside the calls, its changes are committed with them.
    void post(std::function<void()> work) { http_.post(std::move(work)); }
    // On the io thread: answers that waited for this callback leave.
    void release(std::int64_t callback);

  private:
    struct Held {
        runtime::ExchangePtr exchange;
        Reply reply;
    };

    void take(runtime::ExchangePtr exchange);
    void run_batch();
    void run_tick();
    void commit();
    void send(Held held);
    static void answer(Held& held);

    Parts parts_;
    std::vector<runtime::ExchangePtr> waiting_;
    std::vector<Held> answered_;  // kept for its capacity
    std::unordered_multimap<std::int64_t, Held> behind_callbacks_;
    bool is_busy_ = false;  // the last batch was of several calls
    bool is_started_ = false;
    platform::http::HttpServer http_;
};

}  // namespace jangteo::sandbox
