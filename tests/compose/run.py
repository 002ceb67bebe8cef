#!/usr/bin/env python3
"""compose.yaml without a container engine.

Usage: tests/compose/run.py BUILD

Each service of the file is a process here, with the command and the environment that the file and
the Dockerfile give it, at an address of its own that the others know by the service's name. One
order is played through the gateway. It wants root, for a mount namespace with names of its own.
What an engine adds stays untried: building and fetching images, volumes, restarts, health checks.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tools/servers")]

import apicurio
import kafka
import mounts
import postgres
import yaml
from dockerfile import instructions
from process import CannotStart, Server, install_packages, program

MIGRATE_SECONDS_MAX = 120
ANSWER_SECONDS_MAX = 60
EVERY_ADDRESS = "0.0.0.0"
IMAGE_DATA = "/data"


class Image:
    """What the Dockerfile says of the image `jangteo`."""

    def __init__(self) -> None:
        last = dict(instructions())
        self.environment = dict(word.split("=", 1) for word in last["ENV"].split())
        self.entrypoint = json.loads(last["ENTRYPOINT"])
        self.command = json.loads(last["CMD"])


class Service(Server):
    """One of compose.yaml, at an address that is its alone."""

    def __init__(self, folder: pathlib.Path, name: str, said: dict, number: int) -> None:
        if said["image"].startswith("postgres:"):
            self.user = "postgres"
        super().__init__(folder / name)
        self.name, self.said, self.address = name, said, f"127.0.1.{number}"

    def here(self, text: str) -> str:
        """Of this process, what is the same in each container."""
        return (text.replace("$$", "$").replace(EVERY_ADDRESS, self.address)
                .replace(IMAGE_DATA, str(self.folder)))

    def variables(self) -> dict[str, str]:
        return {name: self.here(str(value))
                for name, value in (self.said.get("environment") or {}).items()}

    def begin(self, image: Image, build: pathlib.Path) -> None:
        starts = {"jangteo": lambda: self.begin_ours(image, build),
                  f"apache/kafka:{kafka.VERSION}": self.begin_kafka,
                  f"apicurio/apicurio-registry:{apicurio.VERSION}": self.begin_registry,
                  "postgres:15": self.begin_postgres}
        start = starts.get(self.said["image"])
        if start is None:
            raise CannotStart(f"{self.name}: nothing is known of the image {self.said['image']}")
        start()

    def begin_ours(self, image: Image, build: pathlib.Path) -> None:
        entrypoint = self.said.get("entrypoint", image.entrypoint)
        command = self.said.get("command", [] if "entrypoint" in self.said else image.command)
        words = [self.here(word) for word in [*entrypoint, *command]]
        words[0] = program(words[0], str(build))
        variables = {name: self.here(value) for name, value in image.environment.items()}
        self.launch(*words, environment=variables | self.variables()
                    | {"PATH": f"{build}:{os.environ['PATH']}"})

    def begin_kafka(self) -> None:
        said = self.variables()
        cluster = said.pop("CLUSTER_ID")
        settings = {name.removeprefix("KAFKA_").lower().replace("_", "."): value
                    for name, value in said.items()}
        settings["listeners"] = settings["listeners"].replace("//:", f"//{self.address}:")
        settings["log.dirs"] = str(self.folder / "logs")
        file = self.folder / "server.properties"
        file.write_text("".join(f"{name}={value}\n" for name, value in settings.items()),
                        encoding="utf-8")
        self.run(*kafka.java(), "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(file))
        self.launch(*kafka.java(), "kafka.Kafka", str(file))

    def begin_registry(self) -> None:
        self.launch(*apicurio.command(self.address, 8080))

    def begin_postgres(self) -> None:
        said, data = self.variables(), self.folder / "data"
        secret = self.folder / "password"
        secret.write_text(said["POSTGRES_PASSWORD"], encoding="utf-8")
        self.run(program("initdb", postgres.DEBIAN_PROGRAMS), "--pgdata", str(data), "--username",
                 said["POSTGRES_USER"], "--pwfile", str(secret), "--auth", "scram-sha-256",
                 "--encoding", "UTF8", "--locale", "C.UTF-8")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write(f"listen_addresses = '{self.address}'\nport = 5432\n"
                           f"unix_socket_directories = '{self.folder}'\n")
        self.launch(program("postgres", postgres.DEBIAN_PROGRAMS), "-D", str(data))

    def is_ready(self) -> bool:
        """By its own health check; else it is as soon as it runs."""
        check = self.said.get("healthcheck")
        if check is None:
            return True
        words = [*check["test"][1:], "-h", self.address]
        return subprocess.run([program(words[0], postgres.DEBIAN_PROGRAMS), *words[1:]],
                              check=False, stdout=subprocess.DEVNULL).returncode == 0

    def wait_for(self, condition: str) -> None:
        if condition == "service_healthy":
            self.wait_until_ready()
        if condition == "service_completed_successfully":
            try:
                status = self.process.wait(MIGRATE_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                status = "no end"
            if status != 0:
                log = (self.folder / "log").read_text(errors="replace").strip().splitlines()[-3:]
                raise CannotStart(f"{self.name}: {status}: {' | '.join(log)}")


def needs(said: dict) -> dict[str, str]:
    named = said.get("depends_on", {})
    if isinstance(named, list):
        return dict.fromkeys(named, "service_started")
    return {name: what["condition"] for name, what in named.items()}


def start_all(services: dict[str, Service], build: pathlib.Path) -> None:
    image, started = Image(), set()

    def start(name: str) -> None:
        if name in started:
            return
        for other, condition in needs(services[name].said).items():
            start(other)
            services[other].wait_for(condition)
        started.add(name)
        print(f"  {name}", flush=True)
        services[name].begin(image, build)

    for name in services:
        start(name)


def play(build: pathlib.Path, services: dict[str, Service]) -> None:
    """One order, as whoever comes to the port that the file opens."""
    host_port = services["gateway"].said["ports"][0].split(":")
    url = f"http://gateway:{host_port[-1]}"
    wait_until_answered(f"{url}/v1/products")
    variables = services["order"].variables()
    done = subprocess.run(
        [build / "jangteo", "demo", "--url", url, "--toss-url", variables["JANGTEO_TOSS_URL"],
         "--carrier-url", variables["JANGTEO_CARRIER_URL"]], check=False)
    if done.returncode != 0:
        raise CannotStart("the order did not come through")
    ended = [name for name, service in services.items() if service.process.poll() is not None]
    if ended != ["migrate"]:
        raise CannotStart(f"these have ended: {', '.join(ended)}")


def wait_until_answered(url: str) -> None:
    end = time.monotonic() + ANSWER_SECONDS_MAX
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise CannotStart(f"{url} does not answer")


def run(build: pathlib.Path, folder: pathlib.Path) -> None:
    said = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    services = {name: Service(folder, name, one, number)
                for number, (name, one) in enumerate(said.items(), start=1)}
    hosts = folder / "hosts"
    hosts.write_text("127.0.0.1 localhost\n" + "".join(
        f"{service.address} {name}\n" for name, service in services.items()), encoding="utf-8")
    subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)
    try:
        start_all(services, build)
        play(build, services)
    finally:
        for service in reversed(services.values()):
            service.stop()


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if not mounts.are_our_own():
        for word in ("databases", "brokers"):
            install_packages(word)
        mounts.start_over_with_our_own()
    for name in [name for name in os.environ if name.startswith("JANGTEO_")]:
        del os.environ[name]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jangteo-compose-"))
    folder.chmod(0o755)
    try:
        run(pathlib.Path(sys.argv[1]).resolve(), folder)
    except CannotStart as problem:
        print(f"compose: {problem}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("compose.yaml: one order from cart to delivery")
    return 0


if __name__ == "__main__":
    sys.exit(main())
