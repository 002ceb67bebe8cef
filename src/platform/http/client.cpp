#include "platform/http/client.hpp"

#include <future>
#include <utility>

#include "kernel/check.hpp"
#include "kernel/fault.hpp"
#include "platform/http/client_connection.hpp"
#include "platform/http/client_pool.hpp"
#include "platform/http/io_loop_native.hpp"

namespace jangteo::platform::http {

std::string_view ClientAnswer::header(std::string_view name) const {
    for (const runtime::Header& header : headers) {
        if (header.name == name) return header.value;
    }
    return {};
}

HttpClient::HttpClient(ClientOptions options)
    : loop_(options.loop ? std::move(options.loop) : std::make_shared<IoLoop>()) {
    auto url = parse_http_url(options.base_url);
    if (!url || url->target != "/") {
        throw Fault(FaultKind::permanent,
                    "not a base URL (http(s)://host:port): " + options.base_url);
    }
    pool_ = std::make_shared<ClientPool>(std::move(options), std::move(*url), *loop_);
}

HttpClient::~HttpClient() {
    check(!loop_->is_own_thread(), "a client is not destroyed on its loop's thread");
    std::promise<void> closed;
    loop_->post([this, &closed] {
        pool_->close();
        closed.set_value();
    });
    closed.get_future().wait();
}

void HttpClient::send(ClientRequest request, Duration timeout,
                      std::function<void(ClientResult)> on_result, AnswerStream stream) {
    pool_->submit({std::move(request),
                   std::chrono::steady_clock::now() + std::chrono::microseconds(timeout.us),
                   std::move(on_result), std::move(stream)});
}

ClientResult HttpClient::call(ClientRequest request, Duration timeout) {
    check(!loop_->is_own_thread(), "a loop's thread does not wait for itself");
    std::promise<ClientResult> promise;
    auto future = promise.get_future();
    send(std::move(request), timeout,
         [&promise](ClientResult result) { promise.set_value(std::move(result)); });
    return future.get();
}

}  // namespace jangteo::platform::http
