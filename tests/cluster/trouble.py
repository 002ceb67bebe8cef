"""What happens to the processes of a shop and to its servers while orders come in."""
import argparse
import os
import pathlib
import random
import signal
import time
from collections.abc import Callable

import servers
from checks import metric
from cluster import Cluster, Program
from network import KAFKA, STORE, Network, broker_ports
from process import AWAY, accepts
from strangers import Strangers

START_SECONDS_MAX = 60
# Longer than a process that stands by waits for a sign of the one that writes.
TAKEOVER_SECONDS = 7.0
TAKEOVER_SECONDS_MAX = 30.0
CUT_OFF_SECONDS = 6.0
SLOW_SECONDS = 4.0
SLOW_STORE_MS = 50
SLOW_BROKER_MS = 300
RESETS = 3
RESET_SECONDS = 0.3
BEHIND_SERVICE = "delivery"
BEHIND_ORDERS = 300
BEHIND_SECONDS_MAX = 120
READ_SECONDS_MAX = 30


def signal_pid_in(file: str | pathlib.Path, number: signal.Signals) -> None:
    os.kill(int(pathlib.Path(file).read_text(encoding="utf-8")), number)


def kill(process: Program) -> None:
    process.process.kill()
    process.process.wait()


def start_again(process: Program) -> None:
    """As a supervisor would: one that finds a server away ends, and is started once more."""
    end = time.monotonic() + START_SECONDS_MAX
    while True:
        process.start()
        try:
            process.wait_until_ready()
            return
        except servers.CannotStart:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def wait_until(holds: Callable[[], bool], seconds_max: float, what: str) -> float:
    """How many seconds it took."""
    begun = time.monotonic()
    while True:
        try:
            if holds():
                return time.monotonic() - begun
        except OSError:
            pass  # it cannot be asked at the moment
        if time.monotonic() > begun + seconds_max:
            raise servers.CannotStart(f"not after {seconds_max:g} s: {what}")
        time.sleep(0.1)


class Trouble:
    """One thing after the other. Whoever was killed or has ended is started again, as a supervisor
    would. `options`: those of run.py; `orders`: how many are played in all, of which each thing has
    its share."""

    def __init__(self, cluster: Cluster, network: Network, options: argparse.Namespace,
                 orders: int) -> None:
        self.cluster, self.network = cluster, network
        self.random = random.Random(options.seed)
        self.away_seconds = options.away
        self.strangers = Strangers(cluster)
        self.happened: dict[str, int] = {}
        self.problems: list[str] = []
        self.seen: list[str] = []  # worth telling
        self.done: Callable[[], int] = lambda: 0  # orders
        killed = self.process_killed
        kills = options.kills if cluster.is_split else 0
        self.left = [killed, self.brokers_killed, self.process_paused, self.store_slow,
                     self.brokers_slow, killed,
                     self.all_brokers_gone if cluster.is_split else self.two_brokers_gone,
                     self.store_cut_off, self.store_stopped, self.store_resets, killed,
                     self.brokers_cut_off, self.brokers_reset, self.store_killed,
                     *[killed] * kills, self.registry_gone]
        if cluster.is_split:
            # Together nobody reads what others write to the shop's topics.
            self.left[1:1] = [self.consumer_behind, self.poisoned]
        behind = self.left.count(self.consumer_behind) * BEHIND_ORDERS
        # One share is for what comes after the last.
        self.share = max(0, orders - behind) / (len(self.left) + 1)
        self.allowed_orders = self.share

    def allowed(self) -> float:
        """How many orders may be there by now; any number once all of it has happened."""
        return self.allowed_orders if self.left else float("inf")

    def step(self) -> None:
        # One whose store was slow for long may have been replaced by another, and ends later.
        self.start_ended()
        if not self.left:
            return
        happens = self.left[0]
        try:
            happens()
        except (servers.CannotStart, OSError) as problem:
            self.problems.append(f"{happens.__name__}: {problem}")
            print(f"  {self.problems[-1]}", flush=True)
            self.revive()
        self.left.pop(0)
        self.happened[happens.__name__] = self.happened.get(happens.__name__, 0) + 1
        self.allowed_orders += self.share

    def process_killed(self) -> None:
        victim = self.random.choice(self.cluster.processes)
        kill(victim)
        if len(self.cluster.copies_of(victim)) > 1:
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
        self.start_ended()

    def start_ended(self) -> None:
        for process in self.cluster.processes:
            if process.process.poll() is not None:
                start_again(process)

    def consumer_behind(self) -> None:
        """It is away while others go on, and has all of that to handle when it is back."""
        victim = next(process for process in self.cluster.processes
                      if process.name == BEHIND_SERVICE)
        self.allowed_orders += BEHIND_ORDERS
        enough = self.done() + BEHIND_ORDERS
        kill(victim)
        wait_until(lambda: self.done() >= enough, BEHIND_SECONDS_MAX,
                   f"{BEHIND_ORDERS} orders without {BEHIND_SERVICE}")
        behind = self.strangers.behind(f"jangteo-{BEHIND_SERVICE}", "order.events")
        if behind < BEHIND_ORDERS:
            raise servers.CannotStart(f"{BEHIND_SERVICE} is only {behind} records behind")
        start_again(victim)
        seconds = wait_until(
            lambda: metric(victim, "jangteo_kafka_consumed_total") >= behind,
            BEHIND_SECONDS_MAX, f"{BEHIND_SERVICE} has caught up")
        self.seen.append(f"{BEHIND_SERVICE} was {behind} records behind, and had them "
                         f"{seconds:.1f} s after it was back")

    def poisoned(self) -> None:
        """No process may be killed before what it read is told to the brokers: what cannot be read
        has no place by which it would be known again."""
        self.strangers.write()
        wait_until(lambda: self.strangers.found() == self.strangers.letters, READ_SECONDS_MAX,
                   "what a stranger wrote is read")
        self.revive()

    def broker_files(self) -> list[pathlib.Path]:
        return [pathlib.Path(file)
                for file in self.cluster.addresses["JANGTEO_TEST_KAFKA_PIDS"].split(",")]

    def brokers_killed(self) -> None:
        """One after the other, the controller too; each is back before the next."""
        for file, (_, port) in zip(self.broker_files(), broker_ports(self.cluster.addresses)):
            signal_pid_in(file, signal.SIGKILL)
            wait_until(lambda: not accepts(port), START_SECONDS_MAX, "a broker ends")
            wait_until(lambda: accepts(port), START_SECONDS_MAX, "a broker is back")

    def two_brokers_gone(self) -> None:
        self.brokers_gone(self.broker_files()[:2])

    def all_brokers_gone(self) -> None:
        self.brokers_gone(self.broker_files())

    def brokers_gone(self, files: list[pathlib.Path]) -> None:
        """A process starts meanwhile."""
        for file in files:
            (file.parent / AWAY).touch()
            signal_pid_in(file, signal.SIGKILL)
        time.sleep(self.away_seconds / 2)
        self.process_killed()
        time.sleep(self.away_seconds / 2)
        for file in files:
            (file.parent / AWAY).unlink()

    def brokers_slow(self) -> None:
        self.slow(KAFKA, SLOW_BROKER_MS)

    def brokers_reset(self) -> None:
        self.resets(KAFKA)

    def brokers_cut_off(self) -> None:
        """Nothing comes back from them, and nobody is told."""
        with self.network.trouble(self.network.named(KAFKA), "timeout", timeout=0):
            time.sleep(CUT_OFF_SECONDS)
        self.revive()

    def slow(self, which: str, ms: int) -> None:
        with self.network.trouble(self.network.named(which), "latency", latency=ms,
                                  jitter=ms // 2):
            time.sleep(SLOW_SECONDS)

    def resets(self, which: str) -> None:
        for _ in range(RESETS):
            with self.network.trouble(self.network.named(which), "reset_peer", timeout=0):
                time.sleep(RESET_SECONDS)
            time.sleep(RESET_SECONDS)
        self.revive()

    def store_slow(self) -> None:
        self.slow(STORE, SLOW_STORE_MS)

    def store_resets(self) -> None:
        self.resets(STORE)

    def store_cut_off(self) -> None:
        """From one process that writes: what it sends is lost and nobody is told. Another that can
        write the same store must have taken it over before the first hears of it."""
        writers = [process for process in self.cluster.processes
                   if len(self.cluster.copies_of(process)) > 1
                   and metric(process, "jangteo_writer") == 1]
        victim = self.random.choice(writers)
        others = [process for process in self.cluster.copies_of(victim) if process is not victim]
        with self.network.trouble([f"{STORE}{victim.name}"], "timeout", timeout=0):
            seconds = wait_until(
                lambda: sum(metric(other, "jangteo_writer") for other in others) == 1,
                TAKEOVER_SECONDS_MAX, f"another writes the store that {victim.name} cannot reach")
        self.seen.append(f"{victim.name} was cut off from its store; another wrote it after "
                         f"{seconds:.1f} s")
        self.revive()

    def store_stopped(self) -> None:
        signal_pid_in(self.cluster.addresses["JANGTEO_TEST_POSTGRES_PID"], signal.SIGINT)
        self.revive()

    def store_killed(self) -> None:
        signal_pid_in(self.cluster.addresses["JANGTEO_TEST_POSTGRES_PID"], signal.SIGQUIT)
        self.revive()

    def registry_gone(self) -> None:
        """Only a process that starts would miss it."""
        signal_pid_in(self.cluster.addresses["JANGTEO_TEST_REGISTRY_PID"], signal.SIGKILL)
