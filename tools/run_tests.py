#!/usr/bin/env python3
"""Runs all tests of a build folder, quick ones first, and ends with the true counts.

Usage: tools/run_tests.py BUILD [ROOM ...]

Rooms: checks unit contract adapter flow fuzz system api simulation cluster; flow-postgres,
flow-mariadb (the stories of flow on other engines) and flow-split (each event through a broker).
Real servers are started by tools/servers. One more room runs only where it is named: threads builds
the programs once more, under the thread sanitizer, and races their clients (tools/sanitize.py).
The counts are of single tests: every check of the sources, every counter-example of the checks,
every GoogleTest case, every run, case and mutant of the simulation. A test program that dies
counts as one failure.
"""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools/servers"))

import servers

CHECKS = [
    ["tools/check_architecture.py"],
    ["tools/check_sizes.py"],
    ["tools/check_flows.py"],
    ["tools/check_words.py"],
]
# Rooms that talk to real servers, and which.
ON_SERVERS = {
    "adapter": ["postgres", "mariadb", "kafka", "apicurio"],
    "system": ["postgres", "mariadb", "kafka", "apicurio"],
    "flow-postgres": ["postgres"],
    "flow-mariadb": ["mariadb"],
}
# Rooms that mostly wait for a server: they run at the same time.
BESIDE = ["flow-postgres", "flow-mariadb"]
# Each ends with its own counts: of runs, of cases, of mutants.
SIMULATIONS = {
    "the same seed twice": ["--twice", "--seeds", "20"],
    "seeds": ["--seeds", "10000"],
    "F1, a crash at every commit": ["--crash-points"],
    "F6, every fate of every call": ["--provider-pairs"],
    "F7, notices in every order": ["--webhook-permutations"],
    "mutants": ["--mutants"],
}
COUNTS = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)


class Totals:
    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0
        self.names: list[str] = []

    def add(self, passed: int, failed: int, name: str, skipped: int = 0) -> None:
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        if failed:
            self.names.append(name)


def run_counted(command: list, name: str, totals: Totals) -> None:
    """A command whose last words are `N passed, N failed`."""
    output = ""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            output += line
    counts = COUNTS.findall(output)
    if counts and (process.returncode == 0) == (counts[-1][1] == "0"):
        totals.add(int(counts[-1][0]), int(counts[-1][1]), name)
    else:
        totals.add(0, 1, f"{name} (stopped before its end)")


def run_checks(totals: Totals) -> None:
    print("== checks of the sources", flush=True)
    for command in CHECKS:
        code = subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode
        totals.add(int(code == 0), int(code != 0), command[0])
    print("== counter-examples, which the checks must refuse", flush=True)
    script = "tests/architecture/run.py"
    run_counted([sys.executable, script], script, totals)


def rooms_of(build: pathlib.Path) -> list[str]:
    listing = subprocess.run(
        ["ctest", "--test-dir", build, "--show-only=json-v1"],
        check=True, stdout=subprocess.PIPE, text=True)
    return [test["name"] for test in json.loads(listing.stdout)["tests"]]


def results_of(build: pathlib.Path, room: str) -> pathlib.Path:
    return build / "test-results" / f"{room}.json"


def run_room(build: pathlib.Path, room: str) -> tuple[str, int, float]:
    """What ctest says, its exit status, and the seconds it took."""
    results = results_of(build, room)
    results.unlink(missing_ok=True)
    started = time.monotonic()
    environment = os.environ | {
        "GTEST_OUTPUT": f"json:{results}", "GTEST_BRIEF": "1", "GTEST_COLOR": "no"}
    command = ["ctest", "--test-dir", str(build), "--output-on-failure",
               "--no-tests=error", "-R", f"^{room}$"]
    done = subprocess.run(command, env=environment, check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout, done.returncode, time.monotonic() - started


def run_rooms(build: pathlib.Path, rooms: list[str], totals: Totals) -> None:
    """At the same time."""
    print(f"== {', '.join(rooms)} tests", flush=True)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        for room, done in zip(rooms, pool.map(lambda room: run_room(build, room), rooms)):
            count_room(build, room, done, totals)


def count_room(build: pathlib.Path, room: str, done: tuple[str, int, float],
               totals: Totals) -> None:
    output, code, seconds = done
    print(output, end="", flush=True)
    try:
        report = json.loads(results_of(build, room).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        print(f"{room}: the test program ended before it could report (ctest said {code})")
        totals.add(0, 1, f"{room} (the program died)")
        return
    failed = report["failures"]
    cases = [case for suite in report["testsuites"] for case in suite["testsuite"]]
    skipped = sum(case["result"] == "SKIPPED" for case in cases)
    ran = sum(case["result"] == "COMPLETED" for case in cases)
    if code != 0 and failed == 0:
        totals.names.append(f"{room} (ended badly after its last test)")
        failed, ran = 1, ran + 1  # All cases passed, then the program ended badly: a leak, a crash.
    for suite in report["testsuites"]:
        for case in suite["testsuite"]:
            if case.get("failures"):
                totals.names.append(f"{room}: {suite['name']}.{case['name']}")
    totals.passed += ran - failed
    totals.failed += failed
    totals.skipped += skipped
    print(f"{room}: {ran - failed} passed, {failed} failed, {skipped} skipped in {seconds:.1f} s")


def run_simulation(build: pathlib.Path, totals: Totals) -> None:
    jobs = str(os.cpu_count() or 1)
    program = build / "jangteo-sim"
    if not program.exists():
        return
    for name, arguments in SIMULATIONS.items():
        print(f"== simulation: {name}", flush=True)
        started = time.monotonic()
        run_counted([program, *arguments, "--jobs", jobs], f"simulation: {name}", totals)
        print(f"simulation: {name} took {time.monotonic() - started:.1f} s", flush=True)


def run_cluster(build: pathlib.Path, totals: Totals) -> None:
    print("== cluster: many processes over real servers", flush=True)
    started = time.monotonic()
    run_counted([sys.executable, "tests/cluster/run.py", build], "cluster", totals)
    print(f"cluster took {time.monotonic() - started:.1f} s", flush=True)


def run_threads(build: pathlib.Path, totals: Totals) -> None:
    print("== threads: the programs again, under the thread sanitizer", flush=True)
    started = time.monotonic()
    run_counted(["tools/sanitize.py", build, "thread", "--rooms", "adapter"], "threads", totals)
    print(f"threads took {time.monotonic() - started:.1f} s", flush=True)


def main() -> int:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build, wanted = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
    totals = Totals()
    if not wanted or "checks" in wanted:
        run_checks(totals)
    rooms = [room for room in rooms_of(build) if not wanted or room in wanted]
    needed = sorted({name for room in rooms for name in ON_SERVERS.get(room, [])})
    with contextlib.ExitStack() as running:
        if needed:
            print(f"== starting {', '.join(needed)}", flush=True)
            try:
                os.environ.update(running.enter_context(servers.started(needed, in_memory=True)))
            except servers.CannotStart as problem:
                print(f"servers: {problem}")
                totals.add(0, 1, "servers")
        for room in rooms:
            if room not in BESIDE:
                run_rooms(build, [room], totals)
        if beside := [room for room in rooms if room in BESIDE]:
            run_rooms(build, beside, totals)
    if not wanted or "simulation" in wanted:
        run_simulation(build, totals)
    if not wanted or "cluster" in wanted:
        run_cluster(build, totals)
    if "threads" in wanted:
        run_threads(build, totals)
    for name in totals.names:
        print(f"FAILED: {name}")
    skipped = f", {totals.skipped} skipped" if totals.skipped else ""
    print(f"{totals.passed} passed, {totals.failed} failed{skipped}")
    return int(totals.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
