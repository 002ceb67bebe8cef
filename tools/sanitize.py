#!/usr/bin/env python3
"""Builds tests and programs under g++'s sanitizers and runs them: whatever a sanitizer sees fails.

Usage: tools/sanitize.py BUILD [address|thread ...] [--rooms unit contract ...]

`address` is the address and undefined-behaviour sanitizers with the leak detector; `thread` is the
thread sanitizer. Each has a build folder of its own (BUILD/sanitize-address, …). In it run the
tests of the rooms; then the shop and the sandboxes, driven by the races and stops of the system
tests in BUILD. Last, the simulation plays some seeds under the address sanitizers, and its
histories must be those of the plain build in BUILD. Ends with `N passed, N failed`.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

from run_tests import COUNTS

ROOT = pathlib.Path(__file__).resolve().parent.parent
SANITIZERS = {"address": "address,undefined", "thread": "thread"}
ROOMS = ["unit", "contract", "adapter", "flow", "fuzz"]
# What starts, runs and ends every thread of the programs.
LIVE = "OrderRaces.*:AccountRaces.*:RouteRaces.*:Kills.sigterm*:Kills.a_second*"
ENDS = re.compile(r"^\[  (PASSED|FAILED)  \] (\d+) tests?[.,]", re.MULTILINE)
SEEDS = range(1, 6)
OPTIONS = {"ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
           "UBSAN_OPTIONS": "print_stacktrace=1", "TSAN_OPTIONS": "halt_on_error=1"}

Counts = tuple[int, int]  # passed, failed


def make(folder: pathlib.Path, sanitizer: str, rooms: list[str]) -> None:
    subprocess.run(
        ["cmake", "-G", "Ninja", "-S", ROOT, "-B", folder, "-DCMAKE_BUILD_TYPE=Release",
         f"-DJANGTEO_SANITIZE={SANITIZERS[sanitizer]}", "--log-level=WARNING"], check=True,
        stdout=subprocess.DEVNULL)
    targets = [f"{room}_tests" for room in rooms] + ["jangteo", "jangteo-sandbox"]
    subprocess.run(["cmake", "--build", folder, "--target", *targets], check=True)


def run_rooms(folder: pathlib.Path, rooms: list[str]) -> Counts:
    if not rooms:
        return 0, 0
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "run_tests.py", folder, *rooms],
        env=os.environ | OPTIONS, check=False, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    counts = COUNTS.findall(done.stdout)
    if not counts or (done.returncode == 0) != (counts[-1][1] == "0"):
        return 0, 1
    return int(counts[-1][0]), int(counts[-1][1])


def run_live(build: pathlib.Path, folder: pathlib.Path) -> Counts:
    """Reports go to files: nobody reads the output of a program that a test has left alone."""
    reports = folder / "reports"
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir()
    options = {name: f"{words}:log_path={reports}/report" for name, words in OPTIONS.items()}
    done = subprocess.run(
        [build / "tests" / "system_tests", f"--gtest_filter={LIVE}", "--gtest_brief=1"],
        env=os.environ | options | {"JANGTEO_BIN": str(folder / "jangteo"),
                                    "JANGTEO_SANDBOX_BIN": str(folder / "jangteo-sandbox")},
        check=False, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    ends = {name: int(count) for name, count in ENDS.findall(done.stdout)}
    failed = ends.get("FAILED", 0)
    for report in sorted(reports.iterdir()):
        print(report.read_text(errors="replace"))
        failed += 1
    if "PASSED" not in ends or (done.returncode != 0 and failed == 0):
        failed += 1  # It died.
    return ends.get("PASSED", 0), failed


def history(build: pathlib.Path, seed: int) -> str:
    done = subprocess.run([build / "jangteo-sim", "--seed", str(seed)], env=os.environ | OPTIONS,
                          check=False, stdout=subprocess.PIPE, text=True)
    return done.stdout if done.returncode == 0 else f"status {done.returncode}\n{done.stdout}"


def compare_histories(build: pathlib.Path) -> Counts:
    folder = build / "sanitize-address"
    for place in (build, folder):
        subprocess.run(["cmake", "--build", place, "--target", "jangteo-sim"], check=True)
    print("== simulation, plain and sanitized", flush=True)
    failed = 0
    for seed in SEEDS:
        plain, sanitized = history(build, seed), history(folder, seed)
        if plain == sanitized:
            continue
        failed += 1
        print(f"seed {seed}: plain {plain}sanitized {sanitized}")
    return len(SEEDS) - failed, failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("sanitizers", nargs="*")
    parser.add_argument("--rooms", nargs="*", default=ROOMS, choices=ROOMS)
    args = parser.parse_args()
    unknown = set(args.sanitizers) - set(SANITIZERS)
    if unknown:
        sys.exit(f"sanitize: no sanitizer {', '.join(sorted(unknown))}")
    build = args.build.resolve()
    sanitizers = args.sanitizers or list(SANITIZERS)
    ends = []
    for name in sanitizers:
        folder = build / f"sanitize-{name}"
        make(folder, name, args.rooms)
        print(f"== {name} sanitizer", flush=True)
        ends.append(run_rooms(folder, args.rooms))
        print(f"== {name} sanitizer, the real programs", flush=True)
        ends.append(run_live(build, folder))
    if "address" in sanitizers:
        ends.append(compare_histories(build))
    passed, failed = (sum(end[i] for end in ends) for i in (0, 1))
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
