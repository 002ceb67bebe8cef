"""Records that somebody else puts among the shop's own, and that it can never handle."""
import json
import pathlib
import subprocess
import sys
import urllib.request
import uuid

import servers
from checks import metric
from cluster import OPERATOR, PASSWORD, Cluster, Program

STRANGER = pathlib.Path(__file__).resolve().parent.parent / "kafka/stranger.py"
# The order service, the catalog and the member service read it; the order's parts are decided on
# it, so it is busy under load. Whoever has the seller service too reads it from the store instead.
TOPIC = "seller.events"
WRITER = "seller"
EVENT = "EnterpriseVerified"
PARTITIONS = 3  # there are as many or more
# What the operator is shown afterwards: of each process that reads the topic what no schema reads,
# and of each of its services what this service cannot handle.
UNREADABLE = [f"parked broker {TOPIC}"] * 2
UNHANDLED = {"member": [], "order": [f"parked order {EVENT}"],
             "catalog": [f"parked catalog {EVENT}"] * 2}


def letters_of(services: list[str]) -> list[str]:
    readers = [service for service in services if service in UNHANDLED]
    if not readers or WRITER in services:
        return []
    return UNREADABLE + [letter for reader in readers for letter in UNHANDLED[reader]]


def ask(url: str, body: dict | None = None, token: str = "") -> dict:
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, headers=headers,
                                     data=json.dumps(body).encode() if body else None)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


class Strangers:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.brokers = cluster.addresses["JANGTEO_TEST_KAFKA"]
        self.registry = cluster.addresses["JANGTEO_TEST_REGISTRY"]
        self.letters: dict[str, int] = {}  # by process, once they have written

    def run(self, *words: str, given: str = "") -> str:
        done = subprocess.run(
            [sys.executable, STRANGER, self.cluster.program.parent, *words], input=given, text=True,
            check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise servers.CannotStart(f"stranger: {done.stderr.strip()[-300:]}")
        return done.stdout

    def behind(self, group: str, topic: str) -> int:
        """How many records of the topic the group has yet to handle."""
        return int(self.run("behind", self.brokers, topic, group))

    def write(self) -> None:
        """Two that no schema reads, an event that is cut short, and one that reads well and whose
        name PostgreSQL cannot keep, for it has a zero in it: only the catalog keeps names."""
        known = ask(f"{self.registry}/subjects/{TOPIC}-jangteo.seller.{EVENT}/versions/latest")
        head = b"\0" + int(known["id"]).to_bytes(4, "big")
        name = b"Nobody\0s"
        values = [b"\xff what no schema reads", b"\0\x7f\xff\xff\xff no such schema", head + b"\1",
                  head + uuid.uuid4().bytes + bytes([2 * len(name)]) + name]
        records = [{"key": str(uuid.uuid4()), "headers": {"ce_type": EVENT}, "value": value.hex(),
                    "partition": number % PARTITIONS} for number, value in enumerate(values)]
        self.run("put", self.brokers, TOPIC, given="\n".join(map(json.dumps, records)))
        # Copies show the same store.
        self.letters = {place.name: len(letters)
                        for place in self.cluster.places if (letters := letters_of(place.services))}

    def found(self) -> dict[str, float]:
        return {process.name: metric(process, "jangteo_dead_letters")
                for process in self.cluster.processes if process.name in self.letters}

    def shown_by(self, process: Program, token: str) -> list[str]:
        """What the operator is shown of them: state, consumer, kind."""
        letters = ask(f"{process.url()}/v1/ops/dead-letters?limit=100", token=token)["data"]
        return sorted(f"{one['state']} {one['consumer']} {one['kind']}" for one in letters)

    def problem(self) -> str:
        """What is not as it must be: shown at each process, and in the topic of dead letters."""
        token = ask(f"{self.cluster.url}/v1/sessions",
                    {"email": OPERATOR, "password": PASSWORD})["access_token"]
        problems = []
        for place, process in zip(self.cluster.places, self.cluster.processes):
            found, letters = self.shown_by(process, token), sorted(letters_of(place.services))
            if found != letters:
                problems.append(f"{process.name} shows {found}, not {letters}")
        stores = {tuple(place.services) for place in self.cluster.places}
        wanted = sum(len(letters_of(services)) for services in stores)
        in_stores = self.cluster.ask_all("dlq", "list")
        if in_stores != f"{wanted} dead letters":
            problems.append(f"jangteo dlq list shows {in_stores}")
        in_topic = int(self.run("count", self.brokers, f"{TOPIC}.dlq"))
        if in_topic != wanted:
            problems.append(f"{in_topic} records are in {TOPIC}.dlq, not {wanted}")
        return "; ".join(problems)
