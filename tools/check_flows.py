#!/usr/bin/env python3
"""Holds docs/flows true: the files that a flow lists exist, and every use case is in a flow.

A flow lists its files as rows `| path | what |`; a path may stand in backquotes and have braces
(`src/order/app/create_order.{hpp,cpp}`). Every src/<service>/app/*.cpp is a use case: it has its
own docs/flows/<use_case>.md, or another flow lists it. Usage: tools/check_flows.py [--root FOLDER]
"""
import argparse
import pathlib
import re
import sys

ROW = re.compile(r"^\|\s*`?([\w./{},-]+/[\w./{},-]+)`?\s*\|", re.MULTILINE)
BRACES = re.compile(r"\{([^{}]*)\}")


def expanded(path: str) -> list[str]:
    match = BRACES.search(path)
    if not match:
        return [path]
    head, tail = path[: match.start()], path[match.end() :]
    return [one for choice in match[1].split(",") for one in expanded(head + choice + tail)]


def run(root: pathlib.Path) -> tuple[int, list[str]]:
    problems: list[str] = []
    listed: set[str] = set()
    flows = sorted((root / "docs/flows").glob("*.md"))
    for flow in flows:
        name = flow.relative_to(root).as_posix()
        found = ROW.findall(flow.read_text(encoding="utf-8"))
        rows = [path for row in found for path in expanded(row)]
        if not rows and flow.name != "README.md":
            problems.append(f"{name}: lists no files (rows of the form | path | what |)")
        problems += [f"{name}: there is no {path}" for path in rows if not (root / path).exists()]
        listed.update(rows)
    names = {flow.stem for flow in flows}
    for path in sorted(root.glob("src/*/app/**/*.cpp")):
        use_case = path.relative_to(root).as_posix()
        if path.stem not in names and use_case not in listed:
            problems.append(f"{use_case}: no flow lists it; write docs/flows/{path.stem}.md")
    return len(flows), problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    here = pathlib.Path(__file__).resolve().parent
    parser.add_argument("--root", type=pathlib.Path, default=here.parent)
    count, problems = run(parser.parse_args().root)
    for problem in problems:
        print(problem)
    print(f"flows: {count} flows, {len(problems)} problems")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
