#!/usr/bin/env python3
"""C++ files are as clang-format leaves them. Usage: tools/check_format.py [--fix] [FILE ...]"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOPS = ("src", "sandbox", "tests", "bench")
FILES_PER_CALL = 50


def main() -> int:
    arguments = sys.argv[1:]
    fix = "--fix" in arguments
    files = [argument for argument in arguments if argument != "--fix"] or sorted(
        str(path.relative_to(ROOT)) for top in TOPS for path in (ROOT / top).rglob("*.?pp"))
    mode = ["-i"] if fix else ["--dry-run", "--Werror"]
    failed = False
    for start in range(0, len(files), FILES_PER_CALL):
        command = ["clang-format-14", *mode, *files[start : start + FILES_PER_CALL]]
        failed |= subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    verdict = "some are not as formatted: run `make format`" if failed else "0 problems"
    print(f"format: {len(files)} files, {verdict}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
