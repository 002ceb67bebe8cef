#!/usr/bin/env python3
"""clang-tidy with the short list of .clang-tidy. Usage: tools/check_tidy.py BUILD [changed|all]

`changed` looks at the .cpp files that differ from the main branch or are not committed. `all` takes
seconds per file.
"""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def git_lines(*arguments: str) -> list[str]:
    done = subprocess.run(
        ["git", "-C", ROOT, *arguments], check=False, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
    return done.stdout.splitlines() if done.returncode == 0 else []


def changed_files() -> set[str]:
    base = git_lines("merge-base", "HEAD", "origin/main") or git_lines("merge-base", "HEAD", "main")
    names = git_lines("diff", "--name-only", base[0] if base else "HEAD")
    names += git_lines("ls-files", "--others", "--exclude-standard")
    return {str(ROOT / name) for name in names}


def tidy(build: pathlib.Path, file: str) -> tuple[str, int, str]:
    # gcc's own warning switches and what they suppress mean nothing to clang.
    command = ["clang-tidy-19", "-p", str(build), "--quiet",
               "--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-error", file]
    done = subprocess.run(command, cwd=ROOT, check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return file, done.returncode, done.stdout


def main() -> int:
    build = pathlib.Path(sys.argv[1]).resolve()
    database = build / "compile_commands.json"
    if not database.exists():
        print(f"tidy: there is no {database}: run `make build` first")
        return 1
    commands = json.loads(database.read_text(encoding="utf-8"))
    files = {entry["file"] for entry in commands if str(build) not in entry["file"]}
    if sys.argv[2:] != ["all"]:
        files &= changed_files()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (file, code, text) in enumerate(
                pool.map(lambda name: tidy(build, name), sorted(files)), 1):
            print(f"[{number}/{len(files)}] {os.path.relpath(file, ROOT)}", flush=True)
            if code != 0:
                failed += 1
                print(text)
    print(f"tidy: {len(files)} files, {failed} with problems")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
