#include "platform/kafka/writer_schemas.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/codec/avro.hpp"
#include "kernel/fault.hpp"

namespace jangteo::platform::kafka {
namespace {

constexpr std::chrono::milliseconds first_pause{200};
constexpr std::chrono::milliseconds longest_pause{10'000};
// A server that lags behind its siblings does not know an id for a moment.
constexpr int unknown_attempts_max = 3;
constexpr std::chrono::seconds unknown_lasts{30};

}  // namespace

WriterSchemas::WriterSchemas(const schema_registry::EventSchemas& ours, runtime::Log& log,
                             std::function<void()> fetched)
    : ours_(ours), log_(log), fetched_(std::move(fetched)), thread_([this] { loop(); }) {}

WriterSchemas::~WriterSchemas() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

const Reading* WriterSchemas::find(int id, const std::string& type) {
    auto planned = readings_.find({id, type});
    if (planned != readings_.end()) return &planned->second;
    const auto* event = ours_.find(type);
    if (event && event->id == id) return &plan(id, type, event->schema);
    std::optional<std::string> schema;
    {
        const std::lock_guard lock(mutex_);
        auto known = known_.find(id);
        if (known == known_.end()) {
            wanted_.try_emplace(id);
            changed_.notify_all();
            return nullptr;
        }
        schema = known->second.schema;
    }
    if (schema) return &plan(id, type, *schema);
    unknown_id_.problem = fmt::format("the schema registry knows no schema {}", id);
    return &unknown_id_;
}

const Reading& WriterSchemas::plan(int id, const std::string& type, const std::string& schema) {
    Reading& reading = readings_[{id, type}];
    reading.type = type.empty() ? schema_registry::record_name(schema) : type;
    if (reading.type.empty()) {
        reading.problem = "neither ce_type nor the schema names the event's type";
        return reading;
    }
    const auto* event = ours_.find(reading.type);
    if (!event) return reading;
    reading.shape = event->type.shape;
    if (schema_registry::are_equal(schema, event->schema)) return reading;
    auto reader = codec::AvroReader::of(schema, *reading.shape);
    if (reader) {
        reading.reader = std::move(*reader);
    } else {
        reading.problem =
            fmt::format("schema {} cannot be read as {}: {}", id, reading.type, reader.error());
    }
    return reading;
}

void WriterSchemas::loop() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return stopping_ || !wanted_.empty(); });
        if (stopping_) return;
        last_asked_ = next_wanted();
        const int attempt = wanted_[last_asked_]++;
        lock.unlock();
        const bool is_known = fetch(last_asked_, attempt);
        if (is_known) fetched_();
        lock.lock();
        if (is_known) continue;
        const auto pause = std::min(first_pause * (1 << std::min(attempt, 10)), longest_pause);
        changed_.wait_for(lock, pause, [&] { return stopping_; });
    }
}

// In turn: one that cannot be had does not hold up the others.
int WriterSchemas::next_wanted() const {
    auto next = wanted_.upper_bound(last_asked_);
    return next == wanted_.end() ? wanted_.begin()->first : next->first;
}

// False: try again.
bool WriterSchemas::fetch(int id, int attempt) {
    Fetched fetched;
    try {
        fetched.schema = ours_.registry().find_schema(id);
    } catch (const Fault& fault) {
        if (attempt == 0) {
            log_.write(runtime::LogLevel::error, "schema_not_fetched",
                       {{"schema", std::to_string(id)}, {"error", fault.what()}});
        }
        return false;
    }
    if (!fetched.schema) {
        if (attempt + 1 < unknown_attempts_max) return false;
        fetched.unknown = {std::chrono::steady_clock::now() + unknown_lasts};
    }
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(known_, [&](const auto& known) {
        return known.second.unknown && known.second.unknown->until <= now;
    });
    wanted_.erase(id);
    known_[id] = std::move(fetched);
    return true;
}

std::expected<std::string, std::string> as_ours(const Reading& reading, std::string_view payload) {
    if (!reading.problem.empty()) return std::unexpected(reading.problem);
    if (!reading.reader) return std::string(payload);
    auto object = reading.shape->make();
    if (!reading.reader->decode(payload, object.get())) {
        return std::unexpected("the payload is not what its schema says");
    }
    std::string out;
    codec::encode_avro(object.get(), *reading.shape, out);
    return out;
}

}  // namespace jangteo::platform::kafka
