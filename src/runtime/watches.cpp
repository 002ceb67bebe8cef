#include "runtime/watches.hpp"

#include <algorithm>

namespace jangteo::runtime {

Watches::Handle Watches::watch(const Uuid& process, Changed changed) {
    std::lock_guard lock(mutex_);
    Handle handle = next_++;
    watchers_[EventId(process)].push_back({handle, std::move(changed)});
    processes_[handle] = EventId(process);
    ++count_;
    return handle;
}

void Watches::unwatch(Handle handle) {
    std::lock_guard lock(mutex_);
    auto process = processes_.find(handle);
    if (process == processes_.end()) return;
    auto& list = watchers_[process->second];
    std::erase_if(list, [&](const Watcher& w) { return w.handle == handle; });
    if (list.empty()) watchers_.erase(process->second);
    processes_.erase(process);
    --count_;
}

void Watches::changed(sql::Connection& db, const std::vector<Uuid>& processes, AfterFlush& after) {
    if (empty()) return;
    std::vector<Changed> calls;
    {
        std::lock_guard lock(mutex_);
        for (const Uuid& process : processes) {
            auto found = watchers_.find(EventId(process));
            if (found == watchers_.end()) continue;
            for (const Watcher& watcher : found->second) calls.push_back(watcher.changed);
        }
    }
    for (const auto& call : calls) call(db, after);
}

void Watches::look(sql::Connection& db) {
    std::vector<Uuid> processes;
    {
        std::lock_guard lock(mutex_);
        for (const auto& [process, watchers] : watchers_) processes.push_back(process.uuid());
    }
    AfterFlush at_once;
    changed(db, processes, at_once);
    for (const auto& call : at_once) call();
}

}  // namespace jangteo::runtime
