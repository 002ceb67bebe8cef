#pragma once

// Gateway: one address in front of services that are processes of their own. A request goes to a
// process of the service whose route it is, the processes in turn; one that could not be reached is
// passed over, as nothing can have happened there. The answer is what the process said.
//
// Answers are forwarded whole, event streams as they come. That a client has left its stream is
// noticed with the next part.

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boot/config.hpp"
#include "platform/http/client.hpp"
#include "platform/http/server.hpp"
#include "platform/sodium/random.hpp"

namespace jangteo::boot {

class Gateway {
  public:
    // Fault{permanent} when a service has no upstream.
    explicit Gateway(const Config& config);
    ~Gateway();

    // Listens.
    void start();
    void stop();
    std::string url() const;

  private:
    struct Process {
        explicit Process(const std::string& url);

        std::shared_ptr<platform::http::IoLoop> loop;
        platform::http::HttpClient requests;
        platform::http::HttpClient streams;  // each holds a connection for as long as it lasts
    };
    struct Service {
        std::vector<std::unique_ptr<Process>> processes;
        std::atomic<std::size_t> next{0};
    };

    struct Target {
        Service& service;
        bool is_stream;  // of the route
    };

    std::optional<Target> target_of(const runtime::HttpRequest& request);
    void take(runtime::ExchangePtr exchange);
    void forward(const runtime::ExchangePtr& exchange, Target target, std::size_t tries_left);

    std::string host_;
    platform::sodium::SodiumRandom random_;
    std::map<std::string, Service, std::less<>> services_;
    std::unique_ptr<platform::http::HttpServer> server_;
};

}  // namespace jangteo::boot
