#pragma once

// KafkaRecord: an event as it stands in a topic. Pure. The form is public
// (docs/decisions/0018-kafka.md):
//
//   key      the aggregate's 16 bytes as a UUID's text
//   value    0x00, the schema's id (four bytes, big-endian), the payload in Avro
//   headers  CloudEvents 1.0, binary mode (ce_specversion, ce_id, ce_type, ce_source, ce_time,
//            ce_subject, content-type), traceparent, x-correlation-id, x-causation-id,
//            x-jangteo-position (record.index), x-jangteo-version
//
// Required of a record that somebody else wrote: a key, a value in that form, and its type, in
// ce_type or as the name of its schema. The rest follows from the record's place: written twice, it
// is two events unless ce_id says otherwise.

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/broker.hpp"

namespace jangteo::platform::kafka {

struct KafkaRecord {
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::string>> headers;
};

// Where a record came from.
struct RecordPlace {
    runtime::BrokerPartition partition;
    std::int64_t offset = 0;
    Timestamp time;  // of the record
};

// What a value holds; the views are of the record's own value.
struct WireValue {
    int schema_id = 0;
    std::string_view payload;
};

// Without a schema's id the payload is the whole value, as it came: what nobody could read.
KafkaRecord record_of(const runtime::BrokerEvent& event, std::optional<int> schema_id);

// The error says what is missing or wrong.
std::expected<WireValue, std::string> wire_value_of(const KafkaRecord& record);

// The event without its payload. Its type is empty when no header says it.
std::expected<runtime::BrokerEvent, std::string> event_of(const KafkaRecord& record,
                                                          const RecordPlace& place);

// 8-4-4-4-12 hexadecimal digits, lower case; read in either case.
std::string uuid_text(const Uuid& uuid);
std::optional<Uuid> uuid_of_text(std::string_view text);
// Equal parts, equal id. A UUID of version 8 (RFC 9562).
Uuid derived_uuid(std::string_view one, std::string_view other);

}  // namespace jangteo::platform::kafka
