#include "sandbox/desk/callbacks.hpp"

#include <algorithm>
#include <utility>

#include "contracts/codec/avro.hpp"
#include "kernel/fault.hpp"

namespace jangteo::sandbox {

namespace {

constexpr std::int64_t status_waiting = 0;
constexpr std::int64_t status_over = 1;  // accepted, or given up

}  // namespace

std::int64_t Callbacks::add(std::string url, std::string body, Timestamp due) {
    Callback callback{++last_id_, std::move(url), std::move(body), 0, due};
    write(callback, status_waiting);
    due_.emplace(due, callback.id);
    waiting_.emplace(callback.id, std::move(callback));
    return last_id_;
}

void Callbacks::write(const Callback& callback, std::int64_t status) {
    const std::string object = codec::encode_avro(callback);
    journal_.append({0, callback.due, options_.entry_kind, {}, status, object, {}});
}

void Callbacks::load(const Entry& entry) {
    auto callback = codec::decode_avro<Callback>(entry.object);
    if (!callback) throw Fault(FaultKind::permanent, "the books are of another version");
    last_id_ = std::max(last_id_, callback->id);
    waiting_.erase(callback->id);
    if (entry.status == status_over) return;
    due_.emplace(callback->due, callback->id);
    waiting_.emplace(callback->id, std::move(*callback));
}

void Callbacks::send_due(Timestamp now) {
    while (!due_.empty() && due_.begin()->first <= now) {
        const auto [due, id] = *due_.begin();
        due_.erase(due_.begin());
        const auto found = waiting_.find(id);
        // A restart may have left an earlier due time behind.
        if (found != waiting_.end() && found->second.due == due) send(found->second, now);
    }
}

void Callbacks::send(Callback& callback, Timestamp now) {
    deliver_(callback.url, options_.headers(callback, now), callback.body,
             [this, id = callback.id, now](bool is_accepted) { on_result(id, is_accepted, now); });
}

void Callbacks::on_result(std::int64_t id, bool is_accepted, Timestamp tried_at) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return;
    Callback& callback = found->second;
    const auto tries = static_cast<std::size_t>(++callback.tries);
    if (is_accepted || tries > options_.retry_after.size()) {
        delivered_ += is_accepted ? 1 : 0;
        write(callback, status_over);
        waiting_.erase(found);
    } else {
        callback.due = tried_at + options_.retry_after[tries - 1];
        due_.emplace(callback.due, id);
        write(callback, status_waiting);
    }
    if (tries == 1 && options_.on_tried) options_.on_tried(id);
}

}  // namespace jangteo::sandbox
