#include "platform/kafka/kafka_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "runtime/trace.hpp"

namespace jangteo::platform::kafka {
namespace {

constexpr char magic = '\0';
constexpr std::size_t wire_head_bytes = 5;

constexpr std::array our_headers = {"ce_specversion",
                                    "ce_id",
                                    "ce_type",
                                    "ce_source",
                                    "ce_time",
                                    "ce_subject",
                                    "content-type",
                                    "traceparent",
                                    "x-correlation-id",
                                    "x-causation-id",
                                    "x-jangteo-position",
                                    "x-jangteo-version"};

std::string_view header(const KafkaRecord& record, std::string_view name) {
    // The last of several: whoever passes a record on adds behind.
    auto found = std::find_if(record.headers.rbegin(), record.headers.rend(),
                              [&](const auto& one) { return one.first == name; });
    return found == record.headers.rend() ? std::string_view() : found->second;
}

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// Ours have a place in a log; others' is the record's own.
std::optional<runtime::LogPosition> position_in(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto record = number_in(text.substr(0, dot));
    const auto index = number_in(text.substr(dot + 1));
    if (!record || !index || *record < 0 || *index < 0) return std::nullopt;
    return runtime::LogPosition{*record, *index};
}

// An id as we write it, or any UUID; nothing when it is neither.
std::optional<Uuid> uuid_in(std::string_view text) {
    if (auto id = EventId::parse(text)) return id->uuid();
    return uuid_of_text(text);
}

void take_ids(const KafkaRecord& record, runtime::BrokerEvent& event) {
    const std::string_view id = header(record, "ce_id");
    auto uuid = uuid_in(id);
    if (!uuid && !id.empty()) uuid = derived_uuid(header(record, "ce_source"), id);
    if (!uuid) uuid = derived_uuid(event.source, std::to_string(event.position.record));
    event.event.id = EventId(*uuid);
    const auto correlation = uuid_in(header(record, "x-correlation-id"));
    event.correlation = correlation ? EventId(*correlation) : event.event.aggregate;
    event.event.causation = EventId(uuid_in(header(record, "x-causation-id")).value_or(Uuid{}));
}

}  // namespace

KafkaRecord record_of(const runtime::BrokerEvent& event, std::optional<int> schema_id) {
    KafkaRecord record;
    std::string& value = record.value.emplace();
    value.reserve(wire_head_bytes + event.event.payload.size());
    if (schema_id) {
        value += magic;
        for (int shift : {24, 16, 8, 0}) value += static_cast<char>(*schema_id >> shift);
    }
    value += event.event.payload;

    const std::string key = uuid_text(event.event.aggregate.uuid());
    auto& headers = record.headers;
    headers.reserve(our_headers.size() + event.headers.size());
    headers.emplace_back("ce_specversion", "1.0");
    headers.emplace_back("ce_id", event.event.id.text());
    headers.emplace_back("ce_type", event.event.type);
    headers.emplace_back("ce_source", event.source);
    headers.emplace_back("ce_time", to_rfc3339(event.time));
    headers.emplace_back("ce_subject", key);
    headers.emplace_back("content-type",
                         schema_id ? "application/avro" : "application/octet-stream");
    if (!event.trace.empty()) headers.emplace_back("traceparent", event.trace);
    headers.emplace_back("x-correlation-id", uuid_text(event.correlation.uuid()));
    if (!event.event.causation.is_nil()) {
        headers.emplace_back("x-causation-id", event.event.causation.text());
    }
    headers.emplace_back("x-jangteo-position",
                         fmt::format("{}.{}", event.position.record, event.position.index));
    headers.emplace_back("x-jangteo-version", std::to_string(event.event.version));
    headers.insert(headers.end(), event.headers.begin(), event.headers.end());
    record.key = key;
    return record;
}

std::expected<WireValue, std::string> wire_value_of(const KafkaRecord& record) {
    if (!record.value) return std::unexpected("the record has no value");
    if (header(record, "content-type").starts_with("application/cloudevents")) {
        return std::unexpected(
            "the record is a CloudEvent in structured mode; only binary mode is read");
    }
    const std::string_view value = *record.value;
    if (value.size() < wire_head_bytes || value[0] != magic) {
        return std::unexpected(
            "the value does not begin with 0x00 and the four bytes of a schema's id");
    }
    std::uint32_t id = 0;
    for (std::size_t i = 1; i < wire_head_bytes; ++i) {
        id = id << 8 | static_cast<unsigned char>(value[i]);
    }
    if (id == 0 || id > std::numeric_limits<std::int32_t>::max()) {
        return std::unexpected("the value begins with what is no schema's id");
    }
    return WireValue{static_cast<int>(id), value.substr(wire_head_bytes)};
}

std::expected<runtime::BrokerEvent, std::string> event_of(const KafkaRecord& record,
                                                          const RecordPlace& place) {
    if (!record.key || record.key->empty()) {
        return std::unexpected("the record has no key, which names its aggregate");
    }
    runtime::BrokerEvent event;
    event.topic = place.partition.topic;
    event.event.type = header(record, "ce_type");
    event.event.aggregate =
        EventId(uuid_of_text(*record.key).value_or(derived_uuid("key", *record.key)));
    event.event.version = number_in(header(record, "x-jangteo-version")).value_or(0);
    const std::string_view source = header(record, "ce_source");
    const auto position = position_in(header(record, "x-jangteo-position"));
    if (position && !source.empty()) {
        event.source = source;
        event.position = *position;
    } else {
        event.source = fmt::format("{}/{}", place.partition.topic, place.partition.number);
        event.position = {place.offset, 0};
    }
    take_ids(record, event);
    const auto time = parse_rfc3339(header(record, "ce_time"));
    event.time = time && time->us >= 0 ? *time : place.time;  // none of ours is before 1970
    const std::string_view trace = header(record, "traceparent");
    if (runtime::valid_traceparent(trace)) event.trace = trace;
    for (const auto& [name, text] : record.headers) {
        if (std::ranges::find(our_headers, name) == our_headers.end()) {
            event.headers.emplace_back(name, text);
        }
    }
    return event;
}

std::string uuid_text(const Uuid& uuid) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < uuid.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        out += digits[uuid[i] >> 4];
        out += digits[uuid[i] & 15];
    }
    return out;
}

std::optional<Uuid> uuid_of_text(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid uuid{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < uuid.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            if (text[at++] != '-') return std::nullopt;
        }
        const char* begin = text.data() + at;
        auto [end, error] = std::from_chars(begin, begin + 2, uuid[i], 16);
        if (error != std::errc() || end != begin + 2) return std::nullopt;
        at += 2;
    }
    return uuid;
}

Uuid derived_uuid(std::string_view one, std::string_view other) {
    // FNV-1a twice, from two bases: ids that nobody chooses need no stronger one.
    constexpr std::uint64_t prime = 0x100000001b3;
    Uuid uuid{};
    std::uint64_t base = 0xcbf29ce484222325;
    for (std::size_t half = 0; half < 2; ++half) {
        std::uint64_t hash = base;
        for (std::string_view part : {one, std::string_view("\0", 1), other}) {
            for (char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
        }
        for (std::size_t i = 0; i < 8; ++i) {
            uuid[half * 8 + i] = static_cast<std::uint8_t>(hash >> (56 - 8 * i));
        }
        base = hash * prime + 1;
    }
    uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0F) | 0x80);
    uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3F) | 0x80);
    return uuid;
}

}  // namespace jangteo::platform::kafka
