#!/usr/bin/env python3
"""A shop of processes over real servers must come out as the shop in one process does.

Usage: tests/cluster/run.py BUILD [--orders N] [--seed N]

Plays the sample of real orders three times: in one process on its own file; in one process over
PostgreSQL that publishes to Kafka; and through seven processes with a database each, while they are
killed one after the other, one is stopped for longer than its calls have patience, a broker is
killed and comes back, and the schema registry is gone. Money, stock, refunds and the provider's
books must be the same each time, and nothing may be left over.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tools/cluster"), str(ROOT / "tools/servers")]

import servers
from cluster import OPERATOR, PASSWORD, Cluster, Program

FIGURES = ["orders", "money_krw", "provider_krw", "stock", "refunds"]
REPLAY_SECONDS_MAX = 300
REST_SECONDS_MAX = 60
STEP_SECONDS = 0.5
STOPPED_SECONDS = 4.0


class Results:
    def __init__(self) -> None:
        self.passed = self.failed = 0

    def check(self, name: str, problem: str) -> None:
        """`problem` empty: it holds."""
        self.passed += not problem
        self.failed += bool(problem)
        print(f"  {'failed' if problem else 'ok    '} {name}{': ' + problem if problem else ''}",
              flush=True)


def replay(build: pathlib.Path, folder: pathlib.Path, orders: int, *words: str,
           trouble: "Trouble | None" = None) -> dict:
    """The report; {"error": …} when there is none."""
    report = folder / "report.json"
    command = [build / "jangteo", "replay", ROOT / "data/online-retail-sample.csv", "--limit",
               str(orders), "--report", report, *words]
    end = time.monotonic() + REPLAY_SECONDS_MAX
    with open(folder / "replay.log", "w+b") as log, \
            subprocess.Popen(command, stdout=log, stderr=log) as playing:
        while playing.poll() is None and time.monotonic() < end:
            time.sleep(STEP_SECONDS)
            if trouble:
                trouble.step()
        in_time = playing.poll() is not None
        if not in_time:
            playing.kill()
            playing.wait()
        if playing.returncode != 0:
            log.seek(0)
            last = " | ".join(log.read().decode().strip().splitlines()[-3:])
            return {"error": last if in_time else f"not done after {REPLAY_SECONDS_MAX} s: {last}"}
    return json.loads(report.read_text(encoding="utf-8"))


def through(cluster: Cluster) -> list[str]:
    return ["--url", cluster.url, "--toss-url", cluster.sandboxes["toss"], "--operator-email",
            OPERATOR, "--operator-password", PASSWORD]


def difference(wanted: dict, found: dict) -> str:
    if "error" in found:
        return found["error"]
    return "; ".join(f"{name}: {found[name]} is not {wanted[name]}" for name in FIGURES
                     if found[name] != wanted[name])


def metric(process: Program, name: str) -> float:
    with urllib.request.urlopen(f"{process.url()}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    return sum(float(line.split()[-1]) for line in lines
               if line.split("{")[0].split(" ")[0] == name)


def left_over(cluster: Cluster) -> str:
    """What does not come to rest."""
    problem = ""
    end = time.monotonic() + REST_SECONDS_MAX
    while time.monotonic() < end:
        problem = ""
        for process in cluster.processes:
            for name in ("jangteo_relay_backlog_records", "jangteo_kafka_consumer_lag",
                         "jangteo_kafka_unhandled", "jangteo_dead_letters",
                         "jangteo_effects_waiting", "jangteo_effects_in_flight"):
                try:
                    left = metric(process, name)
                except OSError as error:
                    problem = f"{process.name}: {error}"
                    continue
                if left:
                    problem = f"{process.name}: {name} is {left:g}"
        if not problem:
            return ""
        time.sleep(0.5)
    return problem


def kill_pid_in(file: str) -> None:
    os.kill(int(pathlib.Path(file).read_text(encoding="utf-8")), signal.SIGKILL)


class Trouble:
    """One process after the other is killed and started again; at last the registry is gone, which
    only a process that starts would miss."""

    def __init__(self, cluster: Cluster, seed: int) -> None:
        self.cluster = cluster
        self.random = random.Random(seed)
        self.kills = 0
        kill = self.kill_one
        self.steps = iter([kill, kill, self.kill_broker, kill, self.pause_one, *[kill] * 7,
                           self.kill_registry])

    def step(self) -> None:
        next(self.steps, lambda: None)()

    def kill_one(self) -> None:
        victim = self.random.choice(self.cluster.processes)
        victim.process.kill()
        victim.process.wait()
        victim.start()
        victim.wait_until_ready()
        self.kills += 1

    def kill_broker(self) -> None:
        kill_pid_in(self.cluster.addresses["JANGTEO_TEST_KAFKA_PIDS"].split(",")[0])

    def kill_registry(self) -> None:
        kill_pid_in(self.cluster.addresses["JANGTEO_TEST_REGISTRY_PID"])

    def pause_one(self) -> None:
        victim = self.random.choice(self.cluster.processes)
        victim.process.send_signal(signal.SIGSTOP)
        time.sleep(STOPPED_SECONDS)
        victim.process.send_signal(signal.SIGCONT)


def run(build: pathlib.Path, folder: pathlib.Path, orders: int, seed: int) -> Results:
    results = Results()
    wanted = replay(build, folder, orders)
    results.check("one process, one file", wanted.get("error", ""))
    if "error" in wanted:
        return results
    with servers.started(["postgres", "kafka", "apicurio"]) as addresses:
        for name, split in (("together", False), ("split", True)):
            place = folder / name
            place.mkdir()
            cluster = Cluster(build, place, addresses, split, f"{name}_")
            try:
                cluster.start()
                trouble = Trouble(cluster, seed) if split else None
                found = play(cluster, orders, trouble)
                results.check(f"{name}: the same figures", difference(wanted, found))
                results.check(f"{name}: nothing is left over", left_over(cluster))
            finally:
                cluster.stop()
    return results


def play(cluster: Cluster, orders: int, trouble: Trouble | None) -> dict:
    for group in cluster.groups:
        cluster.ask("doctor", *(["--services", ",".join(group)] if cluster.is_split else []))
    found = replay(cluster.program.parent, cluster.folder, orders, *through(cluster),
                   trouble=trouble)
    if trouble:
        print(f"  {trouble.kills} times a process was killed", flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jangteo-cluster-test-"))
    try:
        results = run(arguments.build.resolve(), folder, arguments.orders, arguments.seed)
    except servers.CannotStart as problem:
        results = Results()
        results.check("the cluster starts", str(problem))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{results.passed} passed, {results.failed} failed")
    return int(results.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
