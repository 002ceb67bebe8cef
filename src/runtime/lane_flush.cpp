// What waits for a commit's flush, and goes out with it.

#include <iterator>

#include "runtime/lane.hpp"

namespace jangteo::runtime {

void Lane::flush(AfterFlush after, std::vector<Effect> effects) {
    ++flushing_;
    // Calls go out before answers are written, so that the outside works meanwhile.
    after.insert(after.begin(), [this, began = commit_began_, end = outbox_.end(),
                                 effects = std::move(effects)]() mutable {
        commit_seconds_.observe(static_cast<double>(ports_.clock.monotonic_ns() - began) / 1e9);
        if (!effects.empty()) {
            std::lock_guard lock(queue_mutex_);
            std::move(effects.begin(), effects.end(), std::back_inserter(flushed_effects_));
            has_flushed_effects_ = true;
        }
        if (relay_) relay_->durable(end);
        --flushing_;
        if (has_flushed_effects_ && ports_.flusher) ports_.wake();
    });
    if (ports_.flusher) {
        ports_.flusher->flush(std::move(after), !has_work());
    } else {
        ports_.store.flush();
        for (const auto& call : after) call();
    }
    start_flushed_effects();
}

bool Lane::has_work() const {
    std::lock_guard lock(queue_mutex_);
    return !is_queue_empty() || !consumers_.idle();
}

// Within or after a transaction that holds the lease.
void Lane::start_flushed_effects() {
    if (!has_flushed_effects_) return;
    take_flushed_effects();
    if (!winding_down_) desk_.start_due(ports_.clock.now());
}

void Lane::take_flushed_effects() {
    std::lock_guard lock(queue_mutex_);
    for (Effect& effect : flushed_effects_) desk_.add(std::move(effect));
    flushed_effects_.clear();
    has_flushed_effects_ = false;
}

}  // namespace jangteo::runtime
