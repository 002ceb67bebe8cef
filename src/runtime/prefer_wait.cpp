// `Prefer: wait=N`: the answer waits until the process rests, or N seconds with what is known then.

#include <atomic>

#include "runtime/edge.hpp"

namespace jangteo::runtime {
namespace {

// One answer, given by whoever comes first: a change or the end of the wait.
struct Waiting {
    std::atomic<bool> answered{false};
    std::atomic<Watches::Handle> handle{0};
    Background::Delayed end;
};

}  // namespace

bool Edge::wait_until_resting(const ExchangePtr& exchange, const Route& route, const Call& call,
                              const HttpAnswer& first, AfterFlush& after) {
    if (!route.info.waits || call.wait <= Duration{} || !route.resting) return false;
    Uuid process = route.wait_for(first, call);
    // On the lane's thread: its own connection sees what it has just committed.
    sql::Connection& db = ports_.store.writer();
    if (auto now = route.resting(db, call, process)) {
        answer_after(after, exchange, route, call, std::move(*now));
        return true;
    }
    auto waiting = std::make_shared<Waiting>();
    auto finish = [this, waiting, exchange, &route, call](HttpAnswer last) {
        if (waiting->answered.exchange(true)) return;
        ports_.watches.unwatch(waiting->handle);
        last.headers.push_back(
            {"preference-applied", "wait=" + std::to_string(call.wait.us / 1'000'000)});
        answer(exchange, &route, call, std::move(last));
    };
    waiting->handle =
        ports_.watches.watch(process, [this, waiting, finish, &route, call, process](
                                          sql::Connection& lane_db, AfterFlush& flushed) {
            auto rest = route.resting(lane_db, call, process);
            if (!rest) return;
            flushed.emplace_back([this, waiting, finish, rest] {
                ports_.background.cancel(waiting->end);
                finish(*rest);
            });
        });
    waiting->end = ports_.background.run_after(call.wait, [finish, first] { finish(first); });
    return true;
}

}  // namespace jangteo::runtime
