#!/usr/bin/env python3
"""A shop of processes over real servers must come out as the shop in one process does.

Usage: tests/cluster/run.py BUILD [--orders N] [--seed N] [--kills N]

Plays the sample of real orders three times: in one process on its own file; through two identical
processes on one PostgreSQL that publish to Kafka; and through a process or two for each service,
with a database each. The last two while processes are killed one after the other, one is paused
until another has taken over, PostgreSQL is stopped and killed, brokers are killed, two or all of
them are gone for a while, and at last the schema registry is gone. Money, stock, refunds and the
provider's books must be the same each time, and nothing may be left over.
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
from process import AWAY

FIGURES = ["orders", "money_krw", "provider_krw", "stock", "refunds"]
REPLAY_SECONDS_MAX = 420
REST_SECONDS_MAX = 60
STEP_SECONDS = 0.5
# Longer than a process that stands by waits for a sign of the one that writes.
TAKEOVER_SECONDS = 7.0
AWAY_SECONDS = 6.0
SETTLED_SECONDS = 11.0  # what an audit of several databases leaves out
PATIENCE_SECONDS = 180


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
        try:
            while playing.poll() is None and time.monotonic() < end:
                time.sleep(STEP_SECONDS)
                if trouble:
                    trouble.step()
        except BaseException:
            playing.kill()
            raise
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
            OPERATOR, "--operator-password", PASSWORD, "--patience", str(PATIENCE_SECONDS)]


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


def signal_pid_in(file: str, number: signal.Signals) -> None:
    os.kill(int(pathlib.Path(file).read_text(encoding="utf-8")), number)


def start_again(process: Program) -> None:
    """As a supervisor would: one that finds a server away ends, and is started once more."""
    end = time.monotonic() + REST_SECONDS_MAX
    while True:
        process.start()
        try:
            process.wait_until_ready()
            return
        except servers.CannotStart:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


class Trouble:
    """What happens to the shop and its servers, one thing after the other, while orders come in.
    Whoever was killed or has ended is started again, as a supervisor would."""

    def __init__(self, cluster: Cluster, seed: int, kills: int) -> None:
        self.cluster = cluster
        self.random = random.Random(seed)
        self.happened: dict[str, int] = {}
        kill = self.process_killed
        self.left = [kill, self.broker_killed, self.process_paused, kill,
                     self.all_brokers_gone if cluster.is_split else self.two_brokers_gone,
                     self.store_stopped, kill, self.store_killed, *[kill] * kills,
                     self.registry_gone]

    def step(self) -> None:
        if not self.left:
            return
        happens = self.left.pop(0)
        happens()
        self.happened[happens.__name__] = self.happened.get(happens.__name__, 0) + 1

    def process_killed(self) -> None:
        victim = self.random.choice(self.cluster.processes)
        victim.process.kill()
        victim.process.wait()
        if self.cluster.has_copies(victim):
            # Now and then the one that stands by is faster.
            time.sleep(self.random.choice([0, TAKEOVER_SECONDS]))
        start_again(victim)

    def process_paused(self) -> None:
        victim = self.random.choice(self.cluster.processes)
        victim.process.send_signal(signal.SIGSTOP)
        time.sleep(TAKEOVER_SECONDS)
        victim.process.send_signal(signal.SIGCONT)
        self.revive()

    def revive(self) -> None:
        """Those that found their store taken over, or lost it for too long."""
        time.sleep(2)
        for process in self.cluster.processes:
            if process.process.poll() is not None:
                start_again(process)

    def broker_files(self) -> list[pathlib.Path]:
        return [pathlib.Path(file)
                for file in self.cluster.addresses["JANGTEO_TEST_KAFKA_PIDS"].split(",")]

    def broker_killed(self) -> None:
        signal_pid_in(self.broker_files()[0], signal.SIGKILL)

    def two_brokers_gone(self) -> None:
        self.brokers_gone(self.broker_files()[:2])

    def all_brokers_gone(self) -> None:
        self.brokers_gone(self.broker_files())

    def brokers_gone(self, files: list[pathlib.Path]) -> None:
        """A process starts meanwhile."""
        for file in files:
            (file.parent / AWAY).touch()
            signal_pid_in(file, signal.SIGKILL)
        time.sleep(AWAY_SECONDS / 2)
        self.process_killed()
        time.sleep(AWAY_SECONDS / 2)
        for file in files:
            (file.parent / AWAY).unlink()

    def store_stopped(self) -> None:
        signal_pid_in(self.cluster.addresses["JANGTEO_TEST_POSTGRES_PID"], signal.SIGINT)
        self.revive()

    def store_killed(self) -> None:
        signal_pid_in(self.cluster.addresses["JANGTEO_TEST_POSTGRES_PID"], signal.SIGQUIT)
        self.revive()

    def registry_gone(self) -> None:
        """Only a process that starts would miss it."""
        signal_pid_in(self.cluster.addresses["JANGTEO_TEST_REGISTRY_PID"], signal.SIGKILL)


def run(build: pathlib.Path, folder: pathlib.Path, arguments: argparse.Namespace) -> Results:
    results = Results()
    wanted = replay(build, folder, arguments.orders)
    results.check("one process, one file", wanted.get("error", ""))
    if "error" in wanted:
        return results
    # One at a time where orders would be through before all of the trouble has happened.
    for name, split, copies, buyers in (("together", False, {"shop": 2}, 1),
                                        ("split", True, {"order": 2}, 64)):
        with servers.started(["postgres", "kafka", "apicurio"]) as addresses:
            place = folder / name
            place.mkdir()
            cluster = Cluster(build, place, addresses, split, copies=copies)
            try:
                cluster.start()
                for process in cluster.places:
                    cluster.ask("doctor", *cluster.services_flag(process))
                kills = arguments.kills if split else 0
                trouble = Trouble(cluster, arguments.seed, kills)
                found = replay(build, place, arguments.orders, *through(cluster),
                               "--concurrency", str(buyers), trouble=trouble)
                print(f"  {name}: {trouble.happened}", flush=True)
                left = ", ".join(step.__name__ for step in trouble.left)
                results.check(f"{name}: all of it happened", left and f"not {left}")
                results.check(f"{name}: the same figures", difference(wanted, found))
                results.check(f"{name}: nothing is left over", left_over(cluster))
                time.sleep(SETTLED_SECONDS)
                results.check(f"{name}: audit", audit(cluster))
            finally:
                cluster.stop()
    return results


def audit(cluster: Cluster) -> str:
    """Each database once."""
    groups = sorted({tuple(cluster.services_flag(place)) for place in cluster.places})
    try:
        print(cluster.ask("audit", *[word for group in groups for word in group])
              .strip().splitlines()[-1])
    except servers.CannotStart as problem:
        return str(problem)
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=6, help="more of them, of the split shop")
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jangteo-cluster-test-"))
    try:
        results = run(arguments.build.resolve(), folder, arguments)
    except servers.CannotStart as problem:
        results = Results()
        results.check("the cluster starts", str(problem))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{results.passed} passed, {results.failed} failed")
    return int(results.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
