#!/usr/bin/env python3
"""Builds the tests under g++'s sanitizers and runs them: whatever a sanitizer sees fails.

Usage: tools/sanitize.py BUILD [address|thread ...] [--rooms unit contract ...]

`address` is the address and undefined-behaviour sanitizers with the leak detector; `thread` is the
thread sanitizer. Each has a build folder of its own (BUILD/sanitize-address, …), and building it
for the first time takes as long as a clean build. `system` and `api` are left out: they run the
shipped programs. Last, the simulation plays some seeds under the address sanitizers, and its
histories must be those of the plain build in BUILD.
"""
import argparse
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SANITIZERS = {"address": "address,undefined", "thread": "thread"}
ROOMS = ["unit", "contract", "adapter", "flow", "fuzz"]
SEEDS = range(1, 6)
OPTIONS = {"ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
           "UBSAN_OPTIONS": "print_stacktrace=1", "TSAN_OPTIONS": "halt_on_error=1"}


def run(build: pathlib.Path, sanitizer: str, rooms: list[str]) -> bool:
    folder = build / f"sanitize-{sanitizer}"
    subprocess.run(
        ["cmake", "-G", "Ninja", "-S", ROOT, "-B", folder, "-DCMAKE_BUILD_TYPE=Release",
         f"-DJANGTEO_SANITIZE={SANITIZERS[sanitizer]}", "--log-level=WARNING"], check=True,
        stdout=subprocess.DEVNULL)
    targets = [f"{room}_tests" for room in rooms]
    if "adapter" in rooms:
        targets.append("jangteo-sandbox")
    subprocess.run(["cmake", "--build", folder, "--target", *targets], check=True)
    print(f"== {sanitizer} sanitizer", flush=True)
    return subprocess.run(
        [sys.executable, ROOT / "tools" / "run_tests.py", folder, *rooms],
        env=os.environ | OPTIONS, check=False).returncode == 0


def history(build: pathlib.Path, seed: int) -> str:
    done = subprocess.run([build / "jangteo-sim", "--seed", str(seed)], env=os.environ | OPTIONS,
                          check=False, stdout=subprocess.PIPE, text=True)
    return done.stdout if done.returncode == 0 else f"status {done.returncode}\n{done.stdout}"


def compare_histories(build: pathlib.Path) -> bool:
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
    print(f"{len(SEEDS) - failed} passed, {failed} failed")
    return failed == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("sanitizers", nargs="*")
    parser.add_argument("--rooms", nargs="+", default=ROOMS, choices=ROOMS)
    args = parser.parse_args()
    unknown = set(args.sanitizers) - set(SANITIZERS)
    if unknown:
        sys.exit(f"sanitize: no sanitizer {', '.join(sorted(unknown))}")
    build = args.build.resolve()
    sanitizers = args.sanitizers or list(SANITIZERS)
    ends = [run(build, name, args.rooms) for name in sanitizers]
    if "address" in sanitizers:
        ends.append(compare_histories(build))
    return int(not all(ends))


if __name__ == "__main__":
    sys.exit(main())
