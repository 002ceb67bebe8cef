#!/usr/bin/env python3
"""A shop of processes over real servers must come out as the shop in one process does.

Usage: tests/cluster/run.py BUILD [--orders N] [--seed N] [--kills N] [--away SECONDS]
                            [--only NAME]

Plays the sample of real orders four times: in one process on its own file; through two identical
processes on one PostgreSQL that publish to Kafka (together); through a process or two for each
service, with a database each (split); and through processes of one to three services (mixed). All
but the first with one process whose clock is half a minute ahead and one that is as much behind,
while all of trouble.py happens to the processes, to the servers and to the network between them.
Money, stock, refunds and the provider's books must be the same each time, and nothing may be left
over.
"""
import argparse
import dataclasses
import pathlib
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tools/cluster"), str(ROOT / "tools/servers")]

import servers
from checks import Results, audit, difference, left_over
from clocks import APART_SECONDS, shifted
from cluster import OPERATOR, PASSWORD, SERVICES, Cluster, Group
from load import REPLAY_SECONDS_MAX, Pace, replay
from network import STORE, Network
from trouble import Trouble

PATIENCE_SECONDS = 180
SECONDS_PER_KILL = 10
BUYERS = 16


@dataclasses.dataclass
class Topology:
    name: str
    groups: list[Group]
    ahead: str  # the processes whose clocks are wrong
    behind: str


SOLD = ["inventory", "order", "payment"]
TOPOLOGIES = [
    Topology("together", [Group(SERVICES, copies=2)], "shop-1", "shop-2"),
    Topology("split", [Group([service], copies=2 if service == "order" else 1)
                       for service in SERVICES], "order-1", "payment"),
    Topology("mixed", [Group(["member", "seller", "catalog"]), Group(SOLD, copies=2),
                       Group(["delivery"])], f"{'_'.join(SOLD)}-1", "delivery")]


def through(cluster: Cluster, url: str) -> list[str]:
    return ["--url", url, "--toss-url", cluster.sandboxes["toss"], "--operator-email", OPERATOR,
            "--operator-password", PASSWORD, "--patience", str(PATIENCE_SECONDS), "--concurrency",
            str(BUYERS)]


def store_of_orders(cluster: Cluster) -> str:
    """Not through the network that we make bad."""
    server = cluster.addresses["JANGTEO_TEST_POSTGRES"].rsplit("/", 1)[0]
    services = next(place.services for place in cluster.places if "order" in place.services)
    return f"{server}/jangteo_{'all' if services == SERVICES else '_'.join(services)}"


def set_up(build: pathlib.Path, folder: pathlib.Path, addresses: dict[str, str],
           topology: Topology) -> tuple[Cluster, Network]:
    """Every process has a way of its own to PostgreSQL; all share those to the brokers."""
    network = Network(addresses)
    brokers = network.lead_to_brokers(addresses)
    cluster = Cluster(build, folder, addresses | {"JANGTEO_TEST_KAFKA": brokers},
                      topology.groups)
    server, _ = addresses["JANGTEO_TEST_POSTGRES"].rsplit("/", 1)
    user, postgres = server.split("@")
    for place in cluster.places:
        way = network.lead(f"{STORE}{place.name}", postgres)
        cluster.environments[place.name] = {
            "JANGTEO_STORE_URL": f"{user}@{way}/jangteo_{{services}}"}
    cluster.environments[topology.ahead] |= shifted(build, APART_SECONDS)
    cluster.environments[topology.behind] |= shifted(build, -APART_SECONDS)
    return cluster, network


def doctor_misses(cluster: Cluster) -> str:
    """It must be content with a process as it is, and not with one whose clock is wrong."""
    for place in cluster.places:
        cluster.ask("doctor", *cluster.services_flag(place))
    for seconds in (APART_SECONDS, -APART_SECONDS):
        try:
            cluster.ask("doctor", *cluster.services_flag(cluster.places[0]),
                        environment=shifted(cluster.build, seconds))
        except servers.CannotStart as problem:
            if "clock" in str(problem):
                continue
            return f"with a clock {seconds} s wrong it says: {problem}"
        return f"a clock that is {seconds} s wrong"
    return ""


class Run:
    def __init__(self, arguments: argparse.Namespace, folder: pathlib.Path) -> None:
        self.build, self.folder, self.arguments = arguments.build.resolve(), folder, arguments
        self.results = Results()

    def play(self) -> None:
        wanted = replay(self.build, self.folder, self.arguments.orders)
        self.results.check("one process, one file", wanted.get("error", ""))
        if "error" in wanted:
            return
        for topology in TOPOLOGIES:
            if self.arguments.only in ("", topology.name):
                self.play_through(topology, wanted)

    def play_through(self, topology: Topology, wanted: dict) -> None:
        folder = self.folder / topology.name
        folder.mkdir()
        with servers.started(["postgres", "kafka", "apicurio", "toxiproxy"]) as addresses:
            cluster, network = set_up(self.build, folder, addresses, topology)
            try:
                cluster.start()
                self.results.check(f"{topology.name}: the doctor sees wrong clocks",
                                   doctor_misses(cluster))
                trouble = Trouble(cluster, network, self.arguments, wanted["orders"]["placed"])
                pace = Pace(network, cluster.url, store_of_orders(cluster), trouble.allowed)
                trouble.done = lambda: pace.done
                with pace.held():
                    found = replay(self.build, folder, self.arguments.orders,
                                   *through(cluster, pace.url), step=trouble.step,
                                   seconds_max=REPLAY_SECONDS_MAX + SECONDS_PER_KILL *
                                   self.arguments.kills)
                print(f"  {topology.name}: {trouble.happened}", *trouble.seen, sep="\n    ",
                      flush=True)
                self.check(topology.name, cluster, trouble, difference(wanted, found))
            finally:
                cluster.stop()

    def check(self, name: str, cluster: Cluster, trouble: Trouble, other_figures: str) -> None:
        check, strangers = self.results.check, trouble.strangers
        not_done = [f"not {step.__name__}" for step in trouble.left]
        check(f"{name}: all of it happened", "; ".join(trouble.problems + not_done))
        check(f"{name}: the same figures", other_figures)
        check(f"{name}: nothing is left over", left_over(cluster, strangers.letters))
        if strangers.letters:
            check(f"{name}: what cannot be handled is put aside", strangers.problem())
        check(f"{name}: audit", audit(cluster))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=6, help="more of them, of the split shop")
    parser.add_argument("--away", type=float, default=6, help="seconds that brokers stay away")
    parser.add_argument("--only", default="", choices=[one.name for one in TOPOLOGIES])
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="jangteo-cluster-test-"))
    run = Run(arguments, folder)
    try:
        run.play()
    except servers.CannotStart as problem:
        run.results.check("the cluster starts, and comes back", str(problem))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{run.results.passed} passed, {run.results.failed} failed")
    return int(run.results.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
