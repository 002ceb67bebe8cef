#pragma once

// ProviderProgram: a provider with its books, its HTTP server and its callbacks, put together.

#include <string>
#include <utility>

#include "runtime/clock.hpp"
#include "sandbox/desk/callback_sender.hpp"
#include "sandbox/desk/journal.hpp"
#include "sandbox/desk/provider_server.hpp"

namespace jangteo::sandbox {

struct ProgramOptions {
    platform::http::ServerOptions http;
    std::string journal_path;    // "": books in memory
    Duration callback_patience;  // how long an answer to a callback may take
};

template <class Desk>
class ProviderProgram {
  public:
    template <class DeskOptions>
    ProviderProgram(const ProgramOptions& options, DeskOptions desk_options, runtime::Clock& clock,
                    runtime::Random& random)
        : journal_(options.journal_path),
          desk_(std::move(desk_options), journal_, random),
          server_(options.http, {desk_, journal_, clock, random}),
          sender_(options.callback_patience,
                  [this](std::function<void()> work) { server_.post(std::move(work)); }) {
        desk_.callbacks().deliver_with(
            [this](auto&&... parts) { sender_.send(std::forward<decltype(parts)>(parts)...); });
        desk_.callbacks().set_on_tried([this](std::int64_t id) { server_.release(id); });
    }
    ~ProviderProgram() { stop(); }

    void start() {
        server_.start();
        server_.post([this, port = server_.port()] {
            desk_.set_base_url("http://127.0.0.1:" + std::to_string(port));
        });
    }
    // The callbacks first: their results are for a server that runs.
    void stop() {
        sender_.stop();
        server_.stop();
    }
    std::uint16_t port() const { return server_.port(); }

  private:
    Journal journal_;
    Desk desk_;
    ProviderServer server_;
    CallbackSender sender_;
};

}  // namespace jangteo::sandbox
