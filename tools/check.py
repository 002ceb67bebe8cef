#!/usr/bin/env python3
"""Runs every check of the sources.

Usage: tools/check.py [--build FOLDER] [--tidy changed|all|none]
"""
import argparse
import pathlib
import subprocess
import sys

TOOLS = pathlib.Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build")
    parser.add_argument("--tidy", default="changed", choices=["changed", "all", "none"])
    args = parser.parse_args()
    names = ("architecture", "sizes", "flows", "words", "format")
    checks = [[f"check_{name}.py"] for name in names]
    if args.tidy != "none":
        checks.append(["check_tidy.py", args.build, args.tidy])
    failed = []
    for name, *arguments in checks:
        if subprocess.run([sys.executable, TOOLS / name, *arguments], check=False).returncode != 0:
            failed.append(name.removeprefix("check_").removesuffix(".py"))
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all is well'}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
