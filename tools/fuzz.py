#!/usr/bin/env python3
"""Builds the fuzzers (clang, address and undefined-behaviour sanitizers) and runs each for a while.

Usage: tools/fuzz.py BUILD [--seconds 60] [--jobs 2] [TARGET ...]

A run starts from the target's corpus (tests/fuzz/corpus/) and from what earlier runs found below
BUILD/found/. It ends with a line for each target; an input that breaks a rule is kept below
BUILD/failures/ and named, with the exit status 1. The seed of a run is printed by libFuzzer.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "fuzz" / "corpus"
INPUT_BYTES_MAX = 4096
INPUT_SECONDS_MAX = 5
MEMORY_MB_MAX = 2048
STATS = re.compile(r"stat::(\w+):\s+(\d+)")
LAST = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)")


def configure(build: pathlib.Path) -> None:
    subprocess.run(
        ["cmake", "-G", "Ninja", "-S", ROOT, "-B", build, "-DCMAKE_BUILD_TYPE=Release",
         "-DCMAKE_CXX_COMPILER=clang++-19", "-DJANGTEO_SANITIZE=address,undefined",
         "-DJANGTEO_FUZZ=ON", "--log-level=WARNING"], check=True, stdout=subprocess.DEVNULL)


def run(build: pathlib.Path, name: str, seconds: int) -> tuple[str, bool]:
    found, failures = build / "found" / name, build / "failures" / name
    found.mkdir(parents=True, exist_ok=True)
    failures.mkdir(parents=True, exist_ok=True)
    log = build / "found" / f"{name}.log"
    command = [build / "fuzzers" / f"fuzz_{name}", f"-max_total_time={seconds}",
               f"-max_len={INPUT_BYTES_MAX}", f"-timeout={INPUT_SECONDS_MAX}",
               f"-rss_limit_mb={MEMORY_MB_MAX}", "-print_final_stats=1",
               f"-artifact_prefix={failures}/", found, CORPUS / name]
    # Leaks are looked for at the end and not after each input: the whole shop keeps what it learnt.
    environment = os.environ | {
        "ASAN_OPTIONS": "detect_leaks=0", "UBSAN_OPTIONS": "print_stacktrace=1"}
    with open(log, "wb") as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, env=environment,
                              check=False)
    text = log.read_text(errors="replace")
    if done.returncode != 0:
        kept = re.findall(r"written to (\S+)", text)
        tail = "\n".join(text.splitlines()[-40:])
        return f"{name}: FAILED, the input: {', '.join(kept) or 'not kept'}\n{tail}", False
    stats = dict(STATS.findall(text))
    edges = LAST.findall(text)[-1][0] if LAST.search(text) else "?"
    return (f"{name:<16} {stats.get('number_of_executed_units', '?'):>10} inputs, "
            f"{stats.get('average_exec_per_sec', '?'):>7}/s, {edges:>6} edges, nothing found"), True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--as-built", action="store_true", help="do not build first")
    args = parser.parse_intermixed_args()  # The targets may stand behind the options.
    build = args.build.resolve()
    known = sorted(folder.name for folder in CORPUS.iterdir())
    unknown = set(args.targets) - set(known)
    if unknown:
        sys.exit(f"fuzz: no target {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if not args.as_built:
        configure(build)
        subprocess.run(["cmake", "--build", build, "--target", "fuzzers"], check=True)
    ends = []
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for words, is_well in pool.map(lambda name: run(build, name, args.seconds),
                                       args.targets or known):
            print(words, flush=True)
            ends.append(is_well)
    print(f"{sum(ends)} passed, {len(ends) - sum(ends)} failed")
    return int(not all(ends))


if __name__ == "__main__":
    sys.exit(main())
