"""The processes of a shop in the cluster shape, on servers that run already.

    with servers.started(["postgres", "kafka", "apicurio"]) as addresses:
        cluster = Cluster(build, folder, addresses, split=True)
        cluster.start()
"""
import contextlib
import pathlib
import subprocess
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "servers"))

from process import CannotStart, Server, free_port

SERVICES = ["member", "seller", "catalog", "inventory", "order", "payment", "delivery"]
OPERATOR = "operator@jangteo.example"
PASSWORD = "jangteo-demo"


class Program(Server):
    """One of our own programs, with its log in its folder."""

    def __init__(self, folder: pathlib.Path, name: str, command: list, port: int) -> None:
        super().__init__(folder / name)
        self.name, self.program, self.port = name, [str(word) for word in command], port

    def start(self) -> None:
        self.launch(*self.program)

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


def config_text(addresses: dict[str, str], sandboxes: dict[str, str], gateway: str,
                upstreams: dict[str, str], prefix: str) -> str:
    server = addresses["JANGTEO_TEST_POSTGRES"].rsplit("/", 1)[0]
    store = f"{server}/{prefix}jangteo_{{services}}"
    entries = ", ".join(f'"{service}={url}"' for service, url in upstreams.items())
    return f"""public_url = "{gateway}"

[store]
url = "{store}"

[tokens]
seed = "{'6a' * 32}"

[log]
level = "warning"

[kafka]
brokers = "{addresses['JANGTEO_TEST_KAFKA']}"
topic_prefix = "{prefix}"

[schema_registry]
url = "{addresses['JANGTEO_TEST_REGISTRY']}"

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


class Cluster:
    """`prefix`: of its topics and databases, so that several shops share the servers."""

    def __init__(self, build: pathlib.Path, folder: pathlib.Path, addresses: dict[str, str],
                 split: bool, prefix: str = "") -> None:
        self.program, self.sandbox = build / "jangteo", build / "jangteo-sandbox"
        self.folder, self.addresses, self.is_split = folder, addresses, split
        self.prefix = prefix
        self.groups = [[service] for service in SERVICES] if split else [SERVICES]
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
        ports = [free_port() for _ in self.groups]
        upstreams = {service: f"http://127.0.0.1:{port}"
                     for group, port in zip(self.groups, ports) for service in group}
        self.config.write_text(
            config_text(self.addresses, self.sandboxes, self.url, upstreams, self.prefix),
            encoding="utf-8")
        for group, port in zip(self.groups, ports):
            self.start_process(group, port)
        gateway = Program(self.folder, "gateway", [self.program, "gateway", "--config",
                                                   self.config, "--port", gateway_port],
                          gateway_port)
        self.run(gateway)
        for process in [*self.processes, gateway]:
            process.wait_until_ready()

    def start_process(self, group: list[str], port: int) -> None:
        services = ["--services", ",".join(group)] if self.is_split else []
        self.ask("migrate", *services)
        name = "_".join(group) if self.is_split else "shop"
        command = [self.program, "serve", "--config", self.config, "--data",
                   self.folder / f"{name}-data", "--port", port, *services]
        self.processes.append(Program(self.folder, name, command, port))
        self.run(self.processes[-1])

    def ask(self, command: str, *words: str) -> str:
        """What a command of the program prints."""
        done = subprocess.run([self.program, command, "--config", self.config, *words], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise CannotStart(f"jangteo {command}: {done.stdout.strip()}")
        return done.stdout

    def play(self) -> int:
        return subprocess.run(
            [self.program, "demo", "--url", self.url, "--toss-url", self.sandboxes["toss"],
             "--carrier-url", self.sandboxes["carrier"]], check=False).returncode

    def stop(self) -> None:
        for server in reversed(self.running):
            server.stop()
