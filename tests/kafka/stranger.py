#!/usr/bin/env python3
"""Somebody else's program at our topics: it knows the brokers and the registry, and nothing of us.

Usage: stranger.py BUILD read BROKERS REGISTRY TOPIC COUNT
       stranger.py BUILD write BROKERS REGISTRY TOPIC

read prints COUNT records, a JSON object a line: key, headers, the schema's name and the value as
fastavro decodes it. write registers a schema of its own for ToyCounted and writes one record with
it. Its libraries are what requirements.txt pins, in an environment of their own below BUILD.
"""
import hashlib
import io
import json
import os
import pathlib
import struct
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
SECONDS_MAX = 60
MAGIC = 0
# Ours without the optional colour, with a field of its own, in another order.
SCHEMA = {
    "type": "record", "name": "ToyCounted", "namespace": "com.example.toys",
    "fields": [{"name": "words", "type": "string"},
               {"name": "weight", "type": "double", "default": 0.0},
               {"name": "number", "type": "int"}]}


def environment_of(build: pathlib.Path) -> pathlib.Path:
    """The Python environment with what requirements.txt pins; made once for each content of it."""
    folder, wanted = build / "kafka-venv", HERE / "requirements.txt"
    stamp, sum_of = folder / "stamp", hashlib.sha256(wanted.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != sum_of:
        python = folder / "bin" / "python"
        for command in ([sys.executable, "-m", "venv", "--clear", folder],
                        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                         "--no-input", "--requirement", wanted]):
            subprocess.run(command, check=True, stdout=sys.stderr)
        stamp.write_text(sum_of)
    return folder / "bin" / "python"


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


def main() -> None:
    if len(sys.argv) < 3 or sys.argv[2] not in ("read", "write"):
        sys.exit(__doc__)
    python = environment_of(pathlib.Path(sys.argv[1]).resolve())
    if pathlib.Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), __file__, *sys.argv[1:]])
    {"read": read, "write": write}[sys.argv[2]](*sys.argv[3:])


if __name__ == "__main__":
    main()
