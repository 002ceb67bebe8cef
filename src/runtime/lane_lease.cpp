// How a lane says that it lives, and what becomes of it when another has taken its store.

#include <algorithm>

#include "kernel/fault.hpp"
#include "runtime/lane.hpp"
#include "runtime/work_message.hpp"

namespace jangteo::runtime {
namespace {

// Several in the time that whoever stands by waits for one.
constexpr Duration beat_every = seconds(1);

}  // namespace

void Lane::release() {
    if (fenced_by_.empty()) lease_.release(ports_.store.writer());
}

// By the clock that does not jump: a clock that is set back must not end the lease.
void Lane::gather_beat(Batch& batch) {
    if (options_.holder.url.empty() || ports_.clock.monotonic_ns() < next_beat_) return;
    next_beat_ = ports_.clock.monotonic_ns() + beat_every.us * 1000;
    batch.push_back(std::make_unique<WorkMessage>(
        "beat", [](Transaction& tx) { Lease::beat(tx.db()); }, nullptr));
}

Timestamp Lane::next_beat() const {
    if (options_.holder.url.empty()) return {INT64_MAX};
    const std::int64_t left_us = (next_beat_ - ports_.clock.monotonic_ns()) / 1000;
    return ports_.clock.now() + Duration{std::max<std::int64_t>(left_us, 0)};
}

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
