#!/usr/bin/env python3
"""A shop in the cluster shape on this machine: three Kafka brokers, a schema registry, PostgreSQL, the
sandboxes, and the processes of the shop behind a gateway. Plays one order through and prints where
everything is; Ctrl-C stops it all, and nothing of it is kept.

Usage: tools/cluster BUILD [--split] [--once]

--split: each service a process and a database of its own, every event between them through Kafka.
Without it one process has all services; every event goes to Kafka for everyone else.
--once: does not stay.
"""
import argparse
import contextlib
import pathlib
import subprocess
import sys
import tempfile
import shutil
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools/servers"))

import servers
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
                upstreams: dict[str, str]) -> str:
    store = addresses["JANGTEO_TEST_POSTGRES"].rsplit("/", 1)[0] + "/jangteo_{services}"
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


def box(lines: list[str]) -> str:
    width = max(len(line) for line in lines)
    edge = f"+{'-' * (width + 2)}+"
    return "\n".join([edge, *(f"| {line:<{width}} |" for line in lines), edge])


class Cluster:
    def __init__(self, build: pathlib.Path, folder: pathlib.Path, split: bool) -> None:
        self.build, self.folder = build, folder
        self.groups = [[service] for service in SERVICES] if split else [SERVICES]
        self.running: list[Server] = []
        self.config = folder / "cluster.toml"

    def run(self, server: Server) -> None:
        self.running.append(server)
        server.start()

    def start(self, addresses: dict[str, str]) -> None:
        gateway_port = free_port()
        self.url = f"http://127.0.0.1:{gateway_port}"
        sandboxes = Sandboxes(self.folder, self.build / "jangteo-sandbox", self.url)
        self.run(sandboxes)
        sandboxes.wait_until_ready()
        self.sandboxes = sandboxes.urls()
        ports = {service: port for group in self.groups
                 for port in [free_port()] for service in group}
        upstreams = {service: f"http://127.0.0.1:{port}" for service, port in ports.items()}
        self.config.write_text(config_text(addresses, self.sandboxes, self.url, upstreams),
                               encoding="utf-8")
        program = self.build / "jangteo"
        self.processes = []
        for group in self.groups:
            services = [] if group == SERVICES else ["--services", ",".join(group)]
            subprocess.run([program, "migrate", "--config", self.config, *services],
                           check=True, stdout=subprocess.DEVNULL)
            name = "shop" if group == SERVICES else "_".join(group)
            command = [program, "serve", "--config", self.config, "--data",
                       self.folder / f"{name}-data", "--port", ports[group[0]], *services]
            self.processes.append(Program(self.folder, name, command, ports[group[0]]))
            self.run(self.processes[-1])
        gateway = [program, "gateway", "--config", self.config, "--port", gateway_port]
        self.processes.append(Program(self.folder, "gateway", gateway, gateway_port))
        self.run(self.processes[-1])
        for process in self.processes:
            process.wait_until_ready()

    def play(self) -> int:
        return subprocess.run(
            [self.build / "jangteo", "demo", "--url", self.url, "--toss-url",
             self.sandboxes["toss"], "--carrier-url", self.sandboxes["carrier"]],
            check=False).returncode

    def summary(self, addresses: dict[str, str]) -> str:
        return box([
            "Jangteo is open, in the cluster shape", "",
            f"API       {self.url}/v1/products",
            *(f"{process.name:<9} {process.url()}" for process in self.processes
              if process.name != "gateway"),
            f"toss      {self.sandboxes['toss']}   carrier {self.sandboxes['carrier']}",
            f"Kafka     {addresses['JANGTEO_TEST_KAFKA']}",
            f"schemas   {addresses['JANGTEO_TEST_REGISTRY']}",
            f"stores    {addresses['JANGTEO_TEST_POSTGRES'].rsplit('/', 1)[0]}",
            f"config    {self.config}", "",
            f"operator  {OPERATOR} / {PASSWORD}",
            f"seller    seller1@jangteo.example / {PASSWORD}",
            f"buyer     buyer1@jangteo.example / {PASSWORD}", "",
            f"curl -s {self.url}/v1/products?limit=3",
            f"{self.build}/jangteo doctor --config {self.config}"
            + (" --services order" if len(self.groups) > 1 else ""), "",
            "Ctrl-C stops all of it."])

    def stop(self) -> None:
        for server in reversed(self.running):
            server.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--split", action="store_true")
    parser.add_argument("--once", action="store_true")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jangteo-cluster-"))
    cluster = Cluster(arguments.build.resolve(), folder, arguments.split)
    try:
        print("starting PostgreSQL, three Kafka brokers and the schema registry", flush=True)
        with servers.started(["postgres", "kafka", "apicurio"]) as addresses:
            try:
                print("starting the shop", flush=True)
                cluster.start(addresses)
                status = cluster.play()
                if status == 0:
                    print(cluster.summary(addresses), flush=True)
                if status == 0 and not arguments.once:
                    servers.wait_for_signal()
                    print("stopping", flush=True)
            finally:
                cluster.stop()
        return status
    except CannotStart as problem:
        print(f"cluster: {problem}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as problem:
        print(f"cluster: {pathlib.Path(problem.cmd[0]).name} {problem.cmd[1]} ended with "
              f"{problem.returncode}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
