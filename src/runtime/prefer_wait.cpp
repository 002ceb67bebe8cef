// `Prefer: wait=N`: the answer waits until the process rests, or N seconds with what is known then.

#include <atomic>

#include "runtime/edge.hpp"

namespace jangteo::runtime {
namespace {

// One answer, given by whoever comes first: a change or the end of the wait.
struct Waiting {
    ExchangePtr exchange;
    const Route& route;
    Call call;
    Uuid process;
    HttpAnswer known;
    std::atomic<bool> answered{false};
    std::atomic<Watches::Handle> handle{0};
    Background::Delayed end;
};

}  // namespace

bool Edge::wait_until_resting(const ExchangePtr& exchange, const Route& route, Call& call,
                              HttpAnswer& first, AfterFlush& after) {
    if (!route.info.waits || call.wait <= Duration{} || !route.resting) return false;
    Uuid process = route.wait_for(first, call);
    // On the lane's thread: its own connection sees what it has just committed.
    if (auto now = route.resting(ports_.store.writer(), call, process)) {
        answer_after(after, exchange, route, std::move(call), std::move(*now));
        return true;
    }
    std::shared_ptr<Waiting> waiting(
        new Waiting{exchange, route, std::move(call), process, std::move(first)});
    auto finish = [this, waiting](HttpAnswer last) {
        if (waiting->answered.exchange(true)) return;
        ports_.watches.unwatch(waiting->handle);
        last.headers.push_back(
            {"preference-applied", "wait=" + std::to_string(waiting->call.wait.us / 1'000'000)});
        answer(waiting->exchange, &waiting->route, waiting->call, std::move(last));
    };
    waiting->handle = ports_.watches.watch(
        process, [this, waiting, finish](sql::Connection& db, AfterFlush& flushed) {
            auto rest = waiting->route.resting(db, waiting->call, waiting->process);
            if (!rest) return;
            flushed.emplace_back([this, waiting, finish, rest = std::move(*rest)]() mutable {
                ports_.background.cancel(waiting->end);
                finish(std::move(rest));
            });
        });
    waiting->end = ports_.background.run_after(waiting->call.wait,
                                               [waiting, finish] { finish(waiting->known); });
    return true;
}

}  // namespace jangteo::runtime
