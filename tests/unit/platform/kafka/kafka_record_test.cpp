#include "platform/kafka/kafka_record.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace jangteo::platform::kafka {
namespace {

constexpr std::int64_t offset = 77;

RecordPlace place() { return {{"order.events", 2}, offset, Timestamp{1'700'000'000'000'000}}; }

Uuid uuid_of(std::uint8_t last) {
    Uuid uuid{};
    uuid[0] = 0x01;
    uuid[15] = last;
    return uuid;
}

runtime::BrokerEvent sample() {
    runtime::BrokerEvent event;
    event.topic = "order.events";
    event.event = {EventId(uuid_of(1)), "OrderCreated",       EventId(uuid_of(2)), 5,
                   EventId(uuid_of(3)), Binary("the payload")};
    event.source = "shop-1";
    event.position = {1234, 6};
    event.correlation = EventId(uuid_of(2));
    event.time = {1'700'000'000'000'042};
    event.trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    event.headers = {{"x-tenant", "north"}};
    return event;
}

std::string header(const KafkaRecord& record, std::string_view name) {
    for (const auto& [known, value] : record.headers) {
        if (known == name) return value;
    }
    return "(none)";
}

KafkaRecord foreign() {
    return {.key = "a customer's own key", .value = std::string("\0\0\0\0\x07x", 6), .headers = {}};
}

TEST(KafkaRecord, has_the_public_form) {
    const KafkaRecord record = record_of(sample(), 0x01020304);
    EXPECT_EQ(record.key, "01000000-0000-0000-0000-000000000002");
    EXPECT_EQ(record.value, std::string("\x00\x01\x02\x03\x04the payload", 16));
    EXPECT_EQ(header(record, "ce_specversion"), "1.0");
    EXPECT_EQ(header(record, "ce_id"), EventId(uuid_of(1)).text());
    EXPECT_EQ(header(record, "ce_type"), "OrderCreated");
    EXPECT_EQ(header(record, "ce_source"), "shop-1");
    EXPECT_EQ(header(record, "ce_time"), "2023-11-14T22:13:20.000042Z");
    EXPECT_EQ(header(record, "ce_subject"), "01000000-0000-0000-0000-000000000002");
    EXPECT_EQ(header(record, "content-type"), "application/avro");
    EXPECT_EQ(header(record, "traceparent"), sample().trace);
    EXPECT_EQ(header(record, "x-correlation-id"), "01000000-0000-0000-0000-000000000002");
    EXPECT_EQ(header(record, "x-causation-id"), EventId(uuid_of(3)).text());
    EXPECT_EQ(header(record, "x-jangteo-position"), "1234.6");
    EXPECT_EQ(header(record, "x-jangteo-version"), "5");
    EXPECT_EQ(header(record, "x-tenant"), "north");
}

TEST(KafkaRecord, is_read_as_it_was_written) {
    const auto wanted = sample();
    const KafkaRecord record = record_of(wanted, 9);
    const auto wire = wire_value_of(record);
    ASSERT_TRUE(wire) << wire.error();
    EXPECT_EQ(wire->schema_id, 9);
    EXPECT_EQ(wire->payload, wanted.event.payload);
    const auto event = event_of(record, place());
    ASSERT_TRUE(event) << event.error();
    EXPECT_EQ(event->event.id, wanted.event.id);
    EXPECT_EQ(event->event.type, wanted.event.type);
    EXPECT_EQ(event->event.aggregate, wanted.event.aggregate);
    EXPECT_EQ(event->event.version, wanted.event.version);
    EXPECT_EQ(event->event.causation, wanted.event.causation);
    EXPECT_EQ(event->source, wanted.source);
    EXPECT_EQ(event->position, wanted.position);
    EXPECT_EQ(event->correlation, wanted.correlation);
    EXPECT_EQ(event->time, wanted.time);
    EXPECT_EQ(event->trace, wanted.trace);
    EXPECT_EQ(event->headers, wanted.headers);
}

TEST(KafkaRecord, of_somebody_else_takes_from_its_place_what_no_header_says) {
    const auto event = event_of(foreign(), place());
    ASSERT_TRUE(event) << event.error();
    EXPECT_EQ(event->event.type, "");
    EXPECT_EQ(event->source, "order.events/2");
    EXPECT_EQ(event->position, (runtime::LogPosition{offset, 0}));
    EXPECT_EQ(event->time, place().time);
    EXPECT_EQ(event->event.version, 0);
    EXPECT_EQ(event->correlation, event->event.aggregate);
    EXPECT_TRUE(event->event.causation.is_nil());
    EXPECT_EQ(event->trace, "");

    auto later = place();
    later.offset += 1;
    const auto next = event_of(foreign(), later);
    EXPECT_EQ(next->event.aggregate, event->event.aggregate) << "the key is the aggregate";
    EXPECT_NE(next->event.id, event->event.id);
    EXPECT_EQ(event_of(foreign(), place())->event.id, event->event.id);
}

TEST(KafkaRecord, of_somebody_else_is_the_same_event_when_its_id_and_source_are) {
    KafkaRecord record = foreign();
    record.headers = {{"ce_id", "42"}, {"ce_source", "/warehouse"}};
    auto later = place();
    later.offset += 1;
    EXPECT_EQ(event_of(record, place())->event.id, event_of(record, later)->event.id);
    KafkaRecord other = record;
    other.headers[1].second = "/shop";
    EXPECT_NE(event_of(record, place())->event.id, event_of(other, place())->event.id);
}

TEST(KafkaRecord, takes_any_uuid_as_an_id) {
    KafkaRecord record = foreign();
    record.key = "01000000-0000-0000-0000-0000000000AB";
    record.headers = {{"ce_id", "01000000-0000-0000-0000-000000000009"},
                      {"x-correlation-id", "01000000-0000-0000-0000-000000000008"},
                      {"x-causation-id", "01000000-0000-0000-0000-000000000007"}};
    const auto event = event_of(record, place());
    EXPECT_EQ(event->event.aggregate.uuid(), uuid_of(0xAB));
    EXPECT_EQ(event->event.id.uuid(), uuid_of(9));
    EXPECT_EQ(event->correlation.uuid(), uuid_of(8));
    EXPECT_EQ(event->event.causation.uuid(), uuid_of(7));
}

TEST(KafkaRecord, with_half_a_place_is_taken_by_where_it_stands) {
    for (const char* position : {"", "12", "12.", ".1", "-1.0", "1.-1", "1.2.3", "x.y"}) {
        KafkaRecord record = record_of(sample(), 1);
        for (auto& [name, value] : record.headers) {
            if (name == "x-jangteo-position") value = position;
        }
        const auto event = event_of(record, place());
        EXPECT_EQ(event->source, "order.events/2") << position;
        EXPECT_EQ(event->position, (runtime::LogPosition{offset, 0})) << position;
    }
}

TEST(KafkaRecord, says_what_is_missing) {
    KafkaRecord record = foreign();
    record.key = std::nullopt;
    EXPECT_EQ(event_of(record, place()).error(),
              "the record has no key, which names its aggregate");
    record.value = std::nullopt;
    EXPECT_EQ(wire_value_of(record).error(), "the record has no value");
    record.value = std::string("\0\0\0\0", 4);
    EXPECT_EQ(wire_value_of(record).error(),
              "the value does not begin with 0x00 and the four bytes of a schema's id");
    record.value = std::string("\x01\0\0\0\x07", 5);
    EXPECT_FALSE(wire_value_of(record));
    record.value = std::string("\0\xFF\0\0\x07", 5);
    EXPECT_EQ(wire_value_of(record).error(), "the value begins with what is no schema's id");
    record.value = std::string("\0\0\0\0\x07", 5);
    EXPECT_TRUE(wire_value_of(record));
    record.headers = {{"content-type", "application/cloudevents+json; charset=UTF-8"}};
    EXPECT_EQ(wire_value_of(record).error(),
              "the record is a CloudEvent in structured mode; only binary mode is read");
}

TEST(KafkaRecord, reads_uuids_in_their_one_form) {
    const Uuid uuid = uuid_of(0xEF);
    EXPECT_EQ(uuid_of_text(uuid_text(uuid)), uuid);
    for (const char* text :
         {"", "01000000", "01000000-0000-0000-0000-0000000000e",
          "01000000x0000-0000-0000-0000000000ef", "0100000--0000-0000-0000-0000000000ef",
          "01000000-0000-0000-0000-0000000000eg", "{1000000-0000-0000-0000-0000000000ef"}) {
        EXPECT_EQ(uuid_of_text(text), std::nullopt) << text;
    }
}

TEST(KafkaRecord, derives_ids_that_differ_where_their_parts_do) {
    EXPECT_EQ(derived_uuid("a", "b"), derived_uuid("a", "b"));
    EXPECT_NE(derived_uuid("a", "b"), derived_uuid("ab", ""));
    EXPECT_NE(derived_uuid("a", "b"), derived_uuid("b", "a"));
    EXPECT_EQ(uuid_text(derived_uuid("a", "b"))[14], '8') << "a UUID of version 8";
}

RC_GTEST_PROP(KafkaRecord, of_any_bytes_is_read_or_refused,
              (const std::string& key, const std::string& value,
               const std::vector<std::pair<std::string, std::string>>& headers)) {
    const KafkaRecord record{.key = key, .value = value, .headers = headers};
    const auto wire = wire_value_of(record);
    RC_ASSERT(wire.has_value() || !wire.error().empty());
    const auto event = event_of(record, place());
    RC_ASSERT(event.has_value() == !key.empty());
}

}  // namespace
}  // namespace jangteo::platform::kafka
