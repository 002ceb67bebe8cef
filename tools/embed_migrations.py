#!/usr/bin/env python3
"""Writes a C++ file that holds the numbered .sql migrations of one service."""
import argparse
import pathlib
import re
import sys

NAME = re.compile(r"^(\d{4})_([a-z0-9_]+)\.sql$")
LITERAL_BYTES_MAX = 16_000  # Longer texts become several adjacent literals.


def literals(text: str) -> str:
    lines, chunks, size = text.splitlines(keepends=True), [[]], 0
    for line in lines:
        if size + len(line) > LITERAL_BYTES_MAX and chunks[-1]:
            chunks.append([])
            size = 0
        chunks[-1].append(line)
        size += len(line)
    return "\n".join(f'R"sql__({"".join(chunk)})sql__"' for chunk in chunks)


def entry(service: str, path: pathlib.Path) -> tuple[int, str]:
    match = NAME.match(path.name)
    if not match:
        sys.exit(f"{path}: a migration is called NNNN_name.sql, in lower case")
    text = path.read_text(encoding="utf-8")
    if ")sql__" in text:
        sys.exit(f'{path}: must not contain the text ")sql__"')
    number = int(match[1])
    return number, f'        {{"{service}", {number}, "{match[2]}", {literals(text)}}},\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--service", required=True)
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    entries = sorted(entry(args.service, path) for path in args.files)
    numbers = [number for number, _ in entries]
    if numbers != list(range(1, len(numbers) + 1)):
        sys.exit(f"{args.service}: migrations are numbered 1, 2, 3 … without gaps, not {numbers}")
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(
        '#include "runtime/migration.hpp"\n\n#include <vector>\n\n'
        f"namespace {args.namespace} {{\n\n"
        "const std::vector<jangteo::runtime::Migration>& migrations();\n\n"
        "const std::vector<jangteo::runtime::Migration>& migrations() {\n"
        "    static const std::vector<jangteo::runtime::Migration> all{\n"
        f"{''.join(text for _, text in entries)}"
        "    };\n    return all;\n}\n\n"
        f"}}  // namespace {args.namespace}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
