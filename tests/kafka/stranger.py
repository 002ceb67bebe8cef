#!/usr/bin/env python3
"""Somebody else's program at our topics: it knows the brokers and the registry, and nothing of us.

Usage: stranger.py BUILD read BROKERS REGISTRY TOPIC COUNT
       stranger.py BUILD write BROKERS REGISTRY TOPIC
       stranger.py BUILD put BROKERS TOPIC
       stranger.py BUILD count BROKERS TOPIC
       stranger.py BUILD behind BROKERS TOPIC GROUP

read prints COUNT records, a JSON object a line: key, headers, the schema's name and the value as
fastavro decodes it. write registers a schema of its own for ToyCounted and writes one record with
it. put writes the records of standard input, a JSON object a line: partition, key, headers, and the
value's bytes in hexadecimal. count prints how many records the topic has, behind how many of them a
group has yet to handle. Its libraries are what requirements.txt pins, in an environment of their
own below BUILD.
"""
import io
import json
import os
import pathlib
import struct
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tools"))

from python_environment import environment_of

SECONDS_MAX = 60
MAGIC = 0
# Ours without the optional colour, with a field of its own, in another order.
SCHEMA = {
    "type": "record", "name": "ToyCounted", "namespace": "com.example.toys",
    "fields": [{"name": "words", "type": "string"},
               {"name": "weight", "type": "double", "default": 0.0},
               {"name": "number", "type": "int"}]}


def ask(url: str, body: dict | None = None) -> dict:
    request = urllib.request.Request(
        url, headers={"content-type": "application/vnd.schemaregistry.v1+json"},
        data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def read(brokers: str, registry: str, topic: str, count: str) -> None:
    import confluent_kafka
    import fastavro

    schemas: dict[int, dict] = {}
    consumer = confluent_kafka.Consumer({
        "bootstrap.servers": brokers, "group.id": topic + ".stranger",
        "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    end, left = time.monotonic() + SECONDS_MAX, int(count)
    while left and time.monotonic() < end:
        record = consumer.poll(1)
        if record is None or record.error():
            continue
        magic, number = struct.unpack(">bI", record.value()[:5])
        assert magic == MAGIC, magic
        if number not in schemas:
            schemas[number] = json.loads(ask(f"{registry}/schemas/ids/{number}")["schema"])
        schema = fastavro.parse_schema(schemas[number])
        value = fastavro.schemaless_reader(io.BytesIO(record.value()[5:]), schema)
        print(json.dumps({
            "key": record.key().decode(), "schema": schema["name"], "value": value,
            "headers": {name: text.decode() for name, text in record.headers()}}, default=str))
        left -= 1
    consumer.close()
    if left:
        sys.exit(f"stranger: {left} of {count} records did not come")


def write(brokers: str, registry: str, topic: str) -> None:
    import confluent_kafka
    import fastavro

    subject = f"{registry}/subjects/{topic}-{SCHEMA['namespace']}.{SCHEMA['name']}/versions"
    number = ask(subject, {"schema": json.dumps(SCHEMA)})["id"]
    value = io.BytesIO()
    fastavro.schemaless_writer(value, fastavro.parse_schema(SCHEMA),
                               {"words": "장난감", "weight": 0.5, "number": 12})
    producer = confluent_kafka.Producer({"bootstrap.servers": brokers})
    producer.produce(topic, key="toy-7",
                     value=struct.pack(">bI", MAGIC, number) + value.getvalue(),
                     headers={"ce_specversion": "1.0", "ce_id": "a-1", "ce_source": "/toys",
                              "ce_type": "ToyCounted", "ce_time": "2026-01-31T09:00:00+09:00"})
    if producer.flush(SECONDS_MAX):
        sys.exit("stranger: the record was not stored")


def put(brokers: str, topic: str) -> None:
    import confluent_kafka

    producer = confluent_kafka.Producer({"bootstrap.servers": brokers})
    for line in sys.stdin:
        record = json.loads(line)
        record["value"] = bytes.fromhex(record["value"])
        producer.produce(topic, **record)
    if producer.flush(SECONDS_MAX):
        sys.exit("stranger: the records were not stored")


def places(consumer, topic: str) -> list:
    import confluent_kafka

    partitions = consumer.list_topics(topic, timeout=SECONDS_MAX).topics[topic].partitions
    return [confluent_kafka.TopicPartition(topic, number) for number in partitions]


def count(brokers: str, topic: str) -> None:
    behind(brokers, topic, topic + ".stranger")


def behind(brokers: str, topic: str, group: str) -> None:
    import confluent_kafka

    consumer = confluent_kafka.Consumer({"bootstrap.servers": brokers, "group.id": group})
    left = 0
    for place in consumer.committed(places(consumer, topic), timeout=SECONDS_MAX):
        low, high = consumer.get_watermark_offsets(place, timeout=SECONDS_MAX)
        left += high - max(low, place.offset)  # an offset that is none is negative
    print(left)
    consumer.close()


COMMANDS = {"read": read, "write": write, "put": put, "count": count, "behind": behind}


def main() -> None:
    if len(sys.argv) < 3 or sys.argv[2] not in COMMANDS:
        sys.exit(__doc__)
    python = environment_of(pathlib.Path(sys.argv[1]).resolve() / "kafka-venv",
                            HERE / "requirements.txt") / "python"
    if pathlib.Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), __file__, *sys.argv[1:]])
    COMMANDS[sys.argv[2]](*sys.argv[3:])


if __name__ == "__main__":
    main()
