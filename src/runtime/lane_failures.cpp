// What becomes of messages that could not be handled together.

#include "runtime/lane.hpp"

#include <algorithm>
#include <iterator>

namespace jangteo::runtime {
namespace {

constexpr Duration store_retry_delay = milliseconds(200);

}  // namespace

void Lane::store_failed(const std::string& doing, const std::exception& error) {
    ports_.log.write(LogLevel::error, "store_failed",
                     {{"message", doing}, {"error", error.what()}});
    store_rests_until_ = ports_.clock.now() + store_retry_delay;
}

void Lane::roll_back() {
    ports_.store.writer().forget_batch();
    try {
        ports_.store.writer().rollback();
    } catch (const std::exception& error) {
        store_failed("rollback", error);
    }
    outbox_.rolled_back();
    consumers_.rolled_back();
    inbox_.rolled_back();
    timers_.rolled_back();
}

// What waits for the store holds up all that came after it: an event that overtook it would move
// its consumer's position past it. What somebody waits for the answer of is tried at once.
void Lane::line_up_behind_deferred(Batch& batch) {
    const auto behind = std::ranges::stable_partition(
        batch, [](const auto& message) { return !message->outlasts_the_store(); });
    std::ranges::move(behind, std::back_inserter(deferred_));
    batch.erase(behind.begin(), behind.end());
}

// What is left of the batch at the end is nobody's yet: this lane was overtaken.
void Lane::run_one_by_one(Batch& batch) {
    const std::size_t waiting = deferred_.size();
    for (auto& message : batch) {
        if (deferred_.size() > waiting) {
            put_off(message, last_exception_);
            continue;
        }
        run_alone(message);
        if (message) return;
        // All of a full batch take longer than whoever stands by waits for a beat. Should this one
        // fail, so will the message behind it, which says why.
        Batch beat;
        gather_beat(beat);
        if (!beat.empty()) try_batch(beat, false);
    }
}

// Leaves the message where another lane must handle it.
void Lane::run_alone(std::unique_ptr<Message>& message) {
    std::span one(&message, 1);
    // The second time the steps before the one that throws are kept: its event goes through the
    // log and is set aside alone.
    const bool is_done = try_batch(one, false) || (fenced_by_.empty() && try_batch(one, true));
    if (!fenced_by_.empty()) return;
    if (!is_done) give_up(message);
    message.reset();
}

void Lane::give_up(std::unique_ptr<Message>& message) {
    std::exception_ptr cause = last_exception_;
    ports_.log.write(
        LogLevel::error, "message_failed",
        {{"message", message->cause()}, {"error", last_error_}, {"trace", message->trace()}});
    if (set_aside(*message))
        fail(*message, cause);
    else
        put_off(message, cause);
}

// The store does not answer. Those who wait for the message are told; what nobody waits for waits.
void Lane::put_off(std::unique_ptr<Message>& message, const std::exception_ptr& cause) {
    if (message->outlasts_the_store()) return deferred_.push_back(std::move(message));
    fail(*message, cause);
    message.reset();
}

void Lane::fail(Message& message, const std::exception_ptr& cause) {
    try {
        std::rethrow_exception(cause);
    } catch (const std::exception& error) {
        message.failed(error);
    }
}

}  // namespace jangteo::runtime
