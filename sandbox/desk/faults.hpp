#pragma once

// The faults that a knob orders, put around a call.

#include "sandbox/desk/knobs.hpp"
#include "sandbox/desk/provider.hpp"

namespace jangteo::sandbox {

// `work` does the call; `failure` gives the provider's error for an HTTP status.
template <class Work, class Failure>
Reply with_faults(const Knob& knob, bool is_over_limit, Work work, Failure failure) {
    Reply reply;
    if (is_over_limit) {
        reply = failure(429);
    } else if (knob.cut_before) {
        reply.is_cut = true;
    } else if (knob.fail_before != 0) {
        reply = failure(static_cast<int>(knob.fail_before));
    } else {
        reply = work();
        if (knob.fail_after != 0) reply = failure(static_cast<int>(knob.fail_after));
        reply.is_cut = knob.cut_after;
    }
    reply.delay = knob.delay;
    return reply;
}

}  // namespace jangteo::sandbox
