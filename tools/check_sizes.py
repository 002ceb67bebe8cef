#!/usr/bin/env python3
"""Holds the sizes: files, functions, lines, parameters. Usage: check_sizes.py [--root FOLDER]

tools/size_exemptions.txt lists what may be larger: `path | rule | size | reason`, one a line. The
size is what it was when it was listed; growing past it fails, and so does an entry that is no
longer needed, so the list can only shrink.
"""
import argparse
import ast
import pathlib
import re
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from cpp_text import code_only, line_of  # noqa: E402

LIMITS = {"file": 400, "function": 60, "columns": 100, "parameters": 5}
UNITS = {"file": "lines", "function": "lines", "columns": "columns", "parameters": "parameters"}
TOPS = ("src", "sandbox", "tests", "bench", "tools")
EXEMPTIONS = "tools/size_exemptions.txt"

# What stands before the brace of a function's body, from its parameter list on.
QUALIFIERS = (r"(?:\s|const\b|noexcept\b(?:\s*\([^()]*\))?|override\b|final\b|mutable\b|try\b|&&?"
              r"|requires\b[^;]*)*")
FUNCTION_HEAD = re.compile(r"\)" + QUALIFIERS + r"(?:->[^;{]*)?$")
INITIALISERS = re.compile(r"\)" + QUALIFIERS + r":(?!:)[^?]*[)}]\s*$")
LAMBDA_HEAD = re.compile(r"\[[^\[\]]*\]\s*(?:mutable\s*)?(?:->[^;{]*)?$")
CONTROL = re.compile(r"^\s*(?:else\s+)?(?:if|for|while|switch|catch|do|else|try)\b")
SCOPE = re.compile(r"\b(?:namespace|class|struct|union|enum|concept|extern)\b[^()=]*$")
NAME = re.compile(r"([~\w:]+|operator\s*\S{1,3})\s*\($")
MACRO = re.compile(r"^[A-Z][A-Z0-9_]+$")


@dataclass
class Finding:
    path: str
    line: int
    rule: str
    size: int
    what: str

    def __str__(self) -> str:
        return (f"{self.path}:{self.line}: [{self.rule}] {self.what} has {self.size} "
                f"{UNITS[self.rule]}, and the limit is {LIMITS[self.rule]}")


def parameter_list(head: str) -> tuple[str, str] | None:
    """(name, parameters) of the first call-shaped text at the outermost level of a declaration."""
    depth = 0
    for index, char in enumerate(head):
        if char == "(":
            name = NAME.search(head[: index + 1]) if depth == 0 else None
            if name and name[1] not in ("decltype", "explicit"):
                return name[1], inside(head, index)
            depth += 1
        elif char == ")":
            depth -= 1
    return None


def inside(text: str, start: int) -> str:
    depth = 0
    for index in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return text[start + 1 : index]
    return text[start + 1 :]


def count_parameters(text: str) -> int:
    depth, commas = 0, 0
    for char in text.replace("->", "  "):
        if char in "(<[{":
            depth += 1
        elif char in ")>]}":
            depth -= 1
        elif char == "," and depth == 0:
            commas += 1
    return commas + 1 if text.strip() not in ("", "void") else 0


class Scanner:
    """Walks the braces of one file and knows which of them are bodies of functions."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.code = re.sub(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", lambda m: re.sub(r"[^\n]", " ", m[0]),
                           code_only(text), flags=re.MULTILINE)
        self.findings: list[Finding] = []
        # Kind, first line, name, the text before the brace, and the parentheses open there.
        self.stack: list[tuple[str, int, str, str, int]] = []
        self.head, self.line, self.parens = "", 1, 0

    def scan(self) -> list[Finding]:
        for position, char in enumerate(self.code):
            if char == "{":
                self.open(position)
            elif char == "}":
                self.close(position)
            elif char == ";" and self.parens == 0:
                self.declaration()
                self.head = ""
            else:
                if not self.head.strip():
                    self.line = line_of(self.code, position) if not char.isspace() else self.line
                self.parens += {"(": 1, ")": -1}.get(char, 0)
                self.head += char
        return self.findings

    def kind(self) -> str:
        head = self.head
        if CONTROL.match(head) and not LAMBDA_HEAD.search(head):
            return "block"
        if SCOPE.search(head):
            return "scope"
        if LAMBDA_HEAD.search(head) or INITIALISERS.search(head) or FUNCTION_HEAD.search(head):
            return "function"
        return "block" if not head.strip() else "braces"

    def open(self, position: int) -> None:
        kind = self.kind()
        found = parameter_list(self.head) if kind == "function" else None
        name = found[0] if found else "the lambda"
        line = self.line if found else line_of(self.code, position)
        if found and not self.in_function():
            self.judge_parameters(*found, line)
        self.stack.append((kind, line, name, self.head, self.parens))
        self.head, self.parens = "", 0

    def close(self, position: int) -> None:
        if not self.stack:
            return
        kind, line, name, head, self.parens = self.stack.pop()
        end = line_of(self.code, position)
        if kind == "function" and end - line + 1 > LIMITS["function"]:
            self.findings.append(Finding(self.path, line, "function", end - line + 1, name))
        # Braces that are a value go on in the statement that they stand in.
        goes_on = kind == "braces" or self.parens > 0
        self.head = head + "{}" if goes_on else ""

    def in_function(self) -> bool:
        return any(kind == "function" for kind, *_ in self.stack)

    def declaration(self) -> None:
        if self.in_function() or any(kind == "braces" for kind, *_ in self.stack):
            return
        found = parameter_list(self.head)
        if found and not MACRO.match(found[0]) and "=" not in self.head[: self.head.find("(")]:
            self.judge_parameters(*found, self.line)

    def judge_parameters(self, name: str, parameters: str, line: int) -> None:
        count = count_parameters(parameters)
        if count > LIMITS["parameters"] and not MACRO.match(name):
            self.findings.append(Finding(self.path, line, "parameters", count, name))


def python_findings(path: str, text: str) -> list[Finding]:
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            count = len(node.args.args) + len(node.args.kwonlyargs) - int(
                bool(node.args.args) and node.args.args[0].arg == "self")
            if size > LIMITS["function"]:
                found.append(Finding(path, node.lineno, "function", size, node.name))
            if count > LIMITS["parameters"]:
                found.append(Finding(path, node.lineno, "parameters", count, node.name))
    return found


def findings_of(path: str, text: str) -> list[Finding]:
    lines = text.splitlines()
    found = []
    if len(lines) > LIMITS["file"]:
        found.append(Finding(path, 1, "file", len(lines), "the file"))
    for number, line in enumerate(lines, 1):
        if len(line) > LIMITS["columns"]:
            found.append(Finding(path, number, "columns", len(line), "the line"))
    if path.endswith((".cpp", ".hpp")):
        found += Scanner(path, text).scan()
    elif path.endswith(".py"):
        found += python_findings(path, text)
    return found


def read_exemptions(root: pathlib.Path) -> tuple[dict[tuple[str, str], int], list[str]]:
    entries, problems = {}, []
    file = root / EXEMPTIONS
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        if not line.strip() or line.startswith("#"):
            continue
        fields = [part.strip() for part in line.split("|")]
        if len(fields) != 4 or fields[1] not in LIMITS or not fields[2].isdigit() or not fields[3]:
            problems.append(f"{EXEMPTIONS}: an entry is `path | rule | size | reason`, not: {line}")
        else:
            entries[fields[0], fields[1]] = int(fields[2])
    return entries, problems


def run(root: pathlib.Path) -> tuple[int, list[str]]:
    entries, problems = read_exemptions(root)
    largest: dict[tuple[str, str], int] = {}
    files = sorted(path for top in TOPS for path in (root / top).rglob("*")
                   if path.suffix in {".cpp", ".hpp", ".py", ".sql", ".sh"})
    for path in files:
        name = path.relative_to(root).as_posix()
        for found in findings_of(name, path.read_text(encoding="utf-8")):
            key = (found.path, found.rule)
            largest[key] = max(largest.get(key, 0), found.size)
            if found.size > entries.get(key, 0):
                problems.append(str(found))
    for (path, rule), size in entries.items():
        actual = largest.get((path, rule), 0)
        if actual == 0:
            problems.append(f"{EXEMPTIONS}: {path} ({rule}) is within the limit: remove the entry")
        elif actual < size:
            problems.append(f"{EXEMPTIONS}: {path} ({rule}) shrank: write {actual}, not {size}")
    return len(files), problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=HERE.parent)
    count, problems = run(parser.parse_args().root)
    for problem in problems:
        print(problem)
    print(f"sizes: {count} files, {len(problems)} problems")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
