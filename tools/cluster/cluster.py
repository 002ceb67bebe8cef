"""The processes of a shop in the cluster shape, on servers that run already.

    with servers.started(["postgres", "kafka", "apicurio"]) as addresses:
        cluster = Cluster(build, folder, addresses, SPLIT)
        cluster.start()
"""
import contextlib
import dataclasses
import os
import pathlib
import subprocess
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "servers"))

from process import CannotStart, Server, free_port

SERVICES = ["member", "seller", "catalog", "inventory", "order", "payment", "delivery"]
OPERATOR = "operator@jangteo.example"
PASSWORD = "jangteo-demo"
SETTLED_SECONDS = 11.0  # what an audit of several databases leaves out


class Program(Server):
    """One of our own programs, with its log in its folder."""

    def __init__(self, folder: pathlib.Path, name: str, command: list, port: int,
                 environment: dict[str, str] | None = None) -> None:
        super().__init__(folder / name)
        self.name, self.program, self.port = name, [str(word) for word in command], port
        self.variables = environment or {}

    def start(self) -> None:
        self.launch(*self.program, environment=self.variables)

    def is_ready(self) -> bool:
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"{self.url()}/readyz", timeout=1) as answer:
                return answer.status == 200
        return False

    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Sandboxes(Server):
    name = "sandboxes"

    def __init__(self, folder: pathlib.Path, program: pathlib.Path, shop_url: str) -> None:
        super().__init__(folder / "sandboxes")
        self.ports_file = self.folder / "ports"
        self.program, self.shop_url = program, shop_url

    def start(self) -> None:
        self.launch(str(self.program), "all", "--toss-port", "0", "--carrier-port", "0", "--data",
                    str(self.folder), "--port-file", str(self.ports_file), "--quiet",
                    "--webhook-url", f"{self.shop_url}/v1/webhooks/toss")

    def is_ready(self) -> bool:
        return self.ports_file.exists()

    def urls(self) -> dict[str, str]:
        words = self.ports_file.read_text(encoding="utf-8").split()
        return {name: f"http://127.0.0.1:{port}" for name, port in zip(words[::2], words[1::2])}


def servers_text(addresses: dict[str, str]) -> str:
    """What a configuration file says of the servers."""
    store = addresses["JANGTEO_TEST_POSTGRES"].rsplit("/", 1)[0]
    return f"""[store]
url = "{store}/jangteo_{{services}}"

[kafka]
brokers = "{addresses['JANGTEO_TEST_KAFKA']}"

[schema_registry]
url = "{addresses['JANGTEO_TEST_REGISTRY']}"
"""


def config_text(addresses: dict[str, str], sandboxes: dict[str, str], gateway: str,
                upstreams: list[str]) -> str:
    entries = ", ".join(f'"{upstream}"' for upstream in upstreams)
    return f"""public_url = "{gateway}"

{servers_text(addresses)}
[tokens]
seed = "{'6a' * 32}"

[log]
level = "warning"

[http]
trusted_proxies = ["127.0.0.1"]

[toss]
url = "{sandboxes['toss']}"

[carrier]
url = "{sandboxes['carrier']}"

[operator]
email = "{OPERATOR}"
password = "{PASSWORD}"

[limits]
mutations_per_second = 0
logins_per_second = 0

[gateway]
upstreams = [{entries}]
"""


@dataclasses.dataclass
class Group:
    """Services that share a process and a database, and how many such processes there are."""
    services: list[str]
    copies: int = 1

    def name(self) -> str:
        return "shop" if self.services == SERVICES else "_".join(self.services)


SPLIT = [Group([service]) for service in SERVICES]


@dataclasses.dataclass
class Place:
    """Of one process: what it serves, and where."""
    name: str
    services: list[str]
    port: int


class Cluster:
    """Before the start `environments` may have variables for a process, by its name."""

    def __init__(self, build: pathlib.Path, folder: pathlib.Path, addresses: dict[str, str],
                 groups: list[Group]) -> None:
        self.environments: dict[str, dict[str, str]] = {}
        self.build = build
        self.program, self.sandbox = build / "jangteo", build / "jangteo-sandbox"
        self.folder, self.addresses = folder, addresses
        self.is_split = len(groups) > 1
        self.places = [
            Place(f"{group.name()}-{n}" if group.copies > 1 else group.name(), group.services,
                  free_port())
            for group in groups for n in range(1, group.copies + 1)]
        self.config = folder / "cluster.toml"
        self.running: list[Server] = []
        self.processes: list[Program] = []  # of the shop, without the gateway

    def run(self, server: Server) -> None:
        self.running.append(server)
        server.start()

    def start(self) -> None:
        gateway_port = free_port()
        self.url = f"http://127.0.0.1:{gateway_port}"
        sandboxes = Sandboxes(self.folder, self.sandbox, self.url)
        self.run(sandboxes)
        sandboxes.wait_until_ready()
        self.sandboxes = sandboxes.urls()
        upstreams = [f"{service}=http://127.0.0.1:{place.port}"
                     for place in self.places for service in place.services]
        self.config.write_text(
            config_text(self.addresses, self.sandboxes, self.url, upstreams), encoding="utf-8")
        for place in self.places:
            self.start_process(place)
        gateway = Program(self.folder, "gateway", [self.program, "gateway", "--config",
                                                   self.config, "--port", gateway_port],
                          gateway_port)
        self.run(gateway)
        for process in [*self.processes, gateway]:
            process.wait_until_ready()

    def start_process(self, place: Place) -> None:
        services = self.services_flag(place)
        self.ask("migrate", *services)
        command = [self.program, "serve", "--config", self.config, "--data",
                   self.folder / f"{place.name}-data", "--port", place.port, *services]
        self.processes.append(Program(self.folder, place.name, command, place.port,
                                      self.environments.get(place.name)))
        self.run(self.processes[-1])

    def services_flag(self, place: Place) -> list[str]:
        return ["--services", ",".join(place.services)] if self.is_split else []

    def copies_of(self, process: Program) -> list[Program]:
        """Those that serve the same, itself too."""
        services = {place.name: place.services for place in self.places}
        return [other for other in self.processes if services[other.name] == services[process.name]]

    def ask(self, command: str, *words: str, environment: dict[str, str] | None = None) -> str:
        """What a command of the program prints."""
        done = subprocess.run([self.program, command, *words, "--config", self.config], check=False,
                              env=os.environ | (environment or {}),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise CannotStart(f"jangteo {command}: {done.stdout.strip()}")
        return done.stdout

    def ask_all(self, command: str, *words: str, environment: dict[str, str] | None = None) -> str:
        """Of each database once; the last line of what is said."""
        groups = sorted({tuple(self.services_flag(place)) for place in self.places})
        said = self.ask(command, *words, *[word for group in groups for word in group],
                        environment=environment)
        return said.strip().splitlines()[-1]

    def bench(self) -> int:
        """Measures the shop as it runs."""
        return subprocess.run(
            [self.program, "bench", "--url", self.url, "--toss-url", self.sandboxes["toss"],
             "--operator-email", OPERATOR, "--operator-password", PASSWORD],
            check=False).returncode

    def play(self) -> int:
        return subprocess.run(
            [self.program, "demo", "--url", self.url, "--toss-url", self.sandboxes["toss"],
             "--carrier-url", self.sandboxes["carrier"]], check=False).returncode

    def stop(self) -> None:
        for server in reversed(self.running):
            server.stop()
