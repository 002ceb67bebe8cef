// What becomes of a lane whose store another has taken.

#include "kernel/fault.hpp"
#include "runtime/lane.hpp"

namespace jangteo::runtime {

// Where no commit holds the lease, a call that is due must not leave without it either.
void Lane::check_lease() {
    Timestamp now = ports_.clock.now();
    if (winding_down_ || desk_.next_due(now) > now) return;
    try {
        lease_.hold(ports_.store.writer());
    } catch (const Fenced& error) {
        fence(error);
    } catch (const std::exception& error) {
        store_failed("lease", error);
    }
}

void Lane::fence(const Fenced& error) {
    fenced_by_ = error.what();
    winding_down_ = true;
    ports_.log.write(LogLevel::error, "fenced", {{"error", fenced_by_}});
}

// Everything durable is the new holder's; those who wait here are told to try again.
void Lane::stop_for_good(Batch& batch) {
    for (auto& message : batch) {
        if (message) message->failed(Fault(FaultKind::retry_later, fenced_by_));
    }
    if (ports_.fenced) ports_.fenced(fenced_by_);
}

}  // namespace jangteo::runtime
