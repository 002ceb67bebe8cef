"""What must hold of a shop after the load, and how it is counted."""
import time
import urllib.request

import servers
from clocks import LATER_SECONDS, shifted
from cluster import Cluster, Program

FIGURES = ["orders", "money_krw", "provider_krw", "stock", "refunds"]
REST_SECONDS_MAX = 60
AT_REST = ["jangteo_relay_backlog_records", "jangteo_kafka_consumer_lag", "jangteo_kafka_unhandled",
           "jangteo_effects_waiting", "jangteo_effects_in_flight"]


class Results:
    def __init__(self) -> None:
        self.passed = self.failed = 0

    def check(self, name: str, problem: str) -> None:
        """`problem` empty: it holds."""
        self.passed += not problem
        self.failed += bool(problem)
        print(f"  {'failed' if problem else 'ok    '} {name}{': ' + problem if problem else ''}",
              flush=True)


def difference(wanted: dict, found: dict) -> str:
    if "error" in found:
        return found["error"]
    return "; ".join(f"{name}: {found[name]} is not {wanted[name]}" for name in FIGURES
                     if found[name] != wanted[name])


def metric(process: Program, name: str) -> float:
    """Summed over its labels."""
    with urllib.request.urlopen(f"{process.url()}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    return sum(float(line.split()[-1]) for line in lines
               if line.split("{")[0].split(" ")[0] == name)


def left_over(cluster: Cluster, letters: dict[str, int]) -> str:
    """What does not come to rest. `letters`: by process, how many events cannot be handled."""
    problem = ""
    end = time.monotonic() + REST_SECONDS_MAX
    while time.monotonic() < end:
        problem = "; ".join(filter(None, (left_over_of(process, letters.get(process.name, 0))
                                          for process in cluster.processes)))
        if not problem:
            return ""
        time.sleep(0.5)
    return problem


def left_over_of(process: Program, letters: int) -> str:
    wanted = dict.fromkeys(AT_REST, 0) | {"jangteo_dead_letters": letters}
    try:
        found = {name: metric(process, name) for name in wanted}
    except OSError as error:
        return f"{process.name}: {error}"
    return "; ".join(f"{process.name}: {name} is {found[name]:g}, not {wanted[name]}"
                     for name in wanted if found[name] != wanted[name])


def audit(cluster: Cluster) -> str:
    """It leaves out what is younger than a moment, so where a process is ahead of us it must be
    told of a later time."""
    try:
        print(" ", cluster.ask_all("audit", environment=shifted(cluster.build, LATER_SECONDS)))
    except servers.CannotStart as problem:
        return str(problem)
    return ""
