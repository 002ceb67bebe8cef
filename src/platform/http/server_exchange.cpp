#include "platform/http/server_exchange.hpp"

#include "kernel/check.hpp"

namespace jangteo::platform::http {

ServerExchange::~ServerExchange() {
    switch (stage_.load()) {
        case Stage::waiting: push(Message::Kind::dropped, {}); break;
        case Stage::streaming: push(Message::Kind::close_stream, {}); break;
        case Stage::done: break;
    }
}

void ServerExchange::push(Message::Kind kind, runtime::HttpAnswer answer) {
    mailbox_->push({kind, place_.connection, place_.sequence, std::move(answer), gauge_});
}

void ServerExchange::answer(runtime::HttpAnswer answer) {
    check(stage_.exchange(Stage::done) == Stage::waiting, "an exchange is answered once");
    push(Message::Kind::answer, std::move(answer));
}

void ServerExchange::open_stream(runtime::HttpAnswer head) {
    gauge_ = std::make_shared<StreamGauge>();
    check(stage_.exchange(Stage::streaming) == Stage::waiting, "an exchange is answered once");
    push(Message::Kind::open_stream, std::move(head));
}

bool ServerExchange::send(std::string chunk) {
    if (stage_.load() != Stage::streaming || gauge_->is_gone.load()) return false;
    const std::size_t bytes = chunk.size();
    if (gauge_->unsent_bytes.fetch_add(bytes) + bytes > place_.stream_buffer_bytes_max) {
        // Cutting is all that can be done for a client that does not read: it connects again and
        // starts afresh.
        if (!gauge_->is_gone.exchange(true)) push(Message::Kind::dropped, {});
        return false;
    }
    runtime::HttpAnswer carrier;
    carrier.body = std::move(chunk);
    push(Message::Kind::chunk, std::move(carrier));
    return true;
}

void ServerExchange::close() {
    Stage streaming = Stage::streaming;
    if (stage_.compare_exchange_strong(streaming, Stage::done)) {
        push(Message::Kind::close_stream, {});
    }
}

}  // namespace jangteo::platform::http
