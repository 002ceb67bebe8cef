#pragma once

// Mailbox: how answers reach the io thread that owns their connection. Any thread pushes; the owner
// takes everything that waits at once. The owner is woken only when the mailbox was empty, so that
// a commit which answers hundreds of requests costs one wake. After close() messages are dropped:
// their connections are gone.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "runtime/exchange.hpp"

namespace jangteo::platform::http {

// Names a connection of one io thread, also after it is gone: the index is used again with another
// generation.
struct ConnectionKey {
    std::uint32_t index = 0;
    std::uint32_t generation = 0;

    bool operator==(const ConnectionKey&) const = default;
};

// What a stream's writer may know about its client without asking the io thread.
struct StreamGauge {
    std::atomic<std::size_t> unsent_bytes{0};
    std::atomic<bool> is_gone{false};
};

struct Message {
    enum class Kind : std::uint8_t { answer, open_stream, chunk, close_stream, dropped };

    Kind kind = Kind::answer;
    ConnectionKey connection;
    std::uint64_t sequence = 0;  // which request of the connection
    runtime::HttpAnswer answer;  // of a chunk: the bytes in its body
    std::shared_ptr<StreamGauge> gauge;
};

class Mailbox {
  public:
    // `wake` is called under the lock, by any thread; `deliver` only on the thread that called
    // own_this_thread().
    Mailbox(std::function<void()> wake, std::function<void(Message&&)> deliver)
        : wake_(std::move(wake)), deliver_(std::move(deliver)) {}

    void own_this_thread() { current() = this; }
    void own_no_thread() { current() = nullptr; }

    void push(Message&& message) {
        if (current() == this) return deliver_(std::move(message));
        const std::lock_guard lock(mutex_);
        if (is_closed_) return;
        messages_.push_back(std::move(message));
        // Under the lock, because close() promises that nobody wakes afterwards.
        if (messages_.size() == 1) wake_();
    }

    // Swaps: the emptied buffer of the last round becomes the next round's.
    void take(std::vector<Message>& into) {
        into.clear();
        const std::lock_guard lock(mutex_);
        messages_.swap(into);
    }

    void close() {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        messages_.clear();
    }

  private:
    static Mailbox*& current() {
        static thread_local Mailbox* mailbox = nullptr;
        return mailbox;
    }

    std::function<void()> wake_;
    std::function<void(Message&&)> deliver_;
    std::mutex mutex_;
    std::vector<Message> messages_;
    bool is_closed_ = false;
};

}  // namespace jangteo::platform::http
