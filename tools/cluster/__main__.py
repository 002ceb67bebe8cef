#!/usr/bin/env python3
"""A shop in the cluster shape on this machine: three Kafka brokers, a schema registry, PostgreSQL,
the sandboxes, and the processes of the shop behind a gateway. Plays one order through and prints
where everything is; Ctrl-C stops it all, and nothing of it is kept.

Usage: tools/cluster BUILD [--split] [--once | --bench]

--split: each service a process and a database of its own, every event between them through Kafka.
Without it two identical processes have all services, one of them writes and the other stands by;
every event goes to Kafka for everyone else.
--once: does not stay.
--bench: measures instead: the split shop as it runs, with the memory of each process and an audit
after; otherwise one process that publishes every event, as `jangteo bench --config` does.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "servers")]

import servers
from cluster import (OPERATOR, PASSWORD, SERVICES, SETTLED_SECONDS, SPLIT, Cluster, Group,
                     servers_text)


def box(lines: list[str]) -> str:
    width = max(len(line) for line in lines)
    edge = f"+{'-' * (width + 2)}+"
    return "\n".join([edge, *(f"| {line:<{width}} |" for line in lines), edge])



def summary(cluster: Cluster) -> str:
    toss, carrier = cluster.sandboxes["toss"], cluster.sandboxes["carrier"]
    stores = cluster.addresses["JANGTEO_TEST_POSTGRES"].rsplit("/", 1)[0]
    doctor = " --services order" if cluster.is_split else ""
    return box([
        "Jangteo is open, in the cluster shape", "",
        f"API       {cluster.url}/v1/products",
        *(f"{process.name:<9} {process.url()}" for process in cluster.processes),
        f"toss      {toss}   carrier {carrier}",
        f"Kafka     {cluster.addresses['JANGTEO_TEST_KAFKA']}",
        f"schemas   {cluster.addresses['JANGTEO_TEST_REGISTRY']}",
        f"stores    {stores}",
        f"config    {cluster.config}", "",
        f"operator  {OPERATOR} / {PASSWORD}",
        f"seller    seller1@jangteo.example / {PASSWORD}",
        f"buyer     buyer1@jangteo.example / {PASSWORD}", "",
        f"curl -s {cluster.url}/v1/products?limit=3",
        f"{cluster.program} doctor --config {cluster.config}{doctor}", "",
        "Ctrl-C stops all of it."])


def resident_mb(pid: int) -> float:
    """The most that it ever was."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def bench_together(arguments: argparse.Namespace, folder: pathlib.Path,
                   addresses: dict[str, str]) -> int:
    """It starts the shop itself."""
    config = folder / "bench.toml"
    config.write_text(servers_text(addresses), encoding="utf-8")
    program = arguments.build / "jangteo"
    subprocess.run([program, "migrate", "--config", config], check=True)
    return subprocess.run([program, "bench", "--config", config], check=False).returncode


def bench_split(cluster: Cluster) -> int:
    status = cluster.bench()
    time.sleep(SETTLED_SECONDS)
    print(cluster.ask_all("audit"))
    for process in cluster.processes:
        print(f"{process.name:<9} {resident_mb(process.process.pid):6.1f} MB resident at most")
    return status


def run(arguments: argparse.Namespace, folder: pathlib.Path) -> int:
    print("starting PostgreSQL, three Kafka brokers and the schema registry", flush=True)
    with servers.started(["postgres", "kafka", "apicurio"]) as addresses:
        if arguments.bench and not arguments.split:
            return bench_together(arguments, folder, addresses)
        cluster = Cluster(arguments.build.resolve(), folder, addresses,
                          SPLIT if arguments.split else [Group(SERVICES, copies=2)])
        try:
            print("starting the shop", flush=True)
            cluster.start()
            if arguments.bench:
                return bench_split(cluster)
            status = cluster.play()
            if status == 0:
                print(summary(cluster), flush=True)
            if status == 0 and not arguments.once:
                servers.wait_for_signal()
                print("stopping", flush=True)
            return status
        finally:
            cluster.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--split", action="store_true")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--bench", action="store_true")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jangteo-cluster-"))
    try:
        return run(arguments, folder)
    except servers.CannotStart as problem:
        print(f"cluster: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
