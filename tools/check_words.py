#!/usr/bin/env python3
"""Keeps out of the tracked files what only one machine knows: paths of home and work folders, and
the host names of package registries (clients find those by themselves). [--root FOLDER]
"""
import argparse
import pathlib
import re
import subprocess
import sys

REGISTRIES = ("pypi", "pythonhosted", "npmjs", "yarnpkg", "crates", "golang", "maven", "debian")
WORDS = {
    "the path of one machine": re.compile(r"(?<![\w./}])/(?:work|root|home/\w+|Users/\w+)/\w"),
    "a registry's host": re.compile(
        rf"\b(?:[\w-]+\.)*(?:{'|'.join(REGISTRIES)})\.(?:org|io|com|dev)\b", re.IGNORECASE),
}


def tracked_files(root: pathlib.Path) -> list[pathlib.Path]:
    listing = subprocess.run(
        ["git", "-C", root, "ls-files", "-z"], check=False, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
    if listing.returncode == 0:
        return [root / name for name in listing.stdout.split("\0") if name]
    return [path for path in root.rglob("*") if path.is_file()]


def run(root: pathlib.Path) -> tuple[int, list[str]]:
    problems, files = [], tracked_files(root)
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        for what, pattern in WORDS.items():
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                problems.append(f"{path.relative_to(root)}:{line}: {what}: {match[0]}")
    return len(files), problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    here = pathlib.Path(__file__).resolve().parent
    parser.add_argument("--root", type=pathlib.Path, default=here.parent)
    count, problems = run(parser.parse_args().root)
    for problem in problems:
        print(problem)
    print(f"words: {count} files, {len(problems)} problems")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
