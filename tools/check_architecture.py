#!/usr/bin/env python3
"""Holds the room table of tools/architecture.toml: who may include whom, who may touch the world,
whose tables a statement may name. Usage: tools/check_architecture.py [--root FOLDER]
"""
import argparse
import pathlib
import re
import sys
import tomllib
from dataclasses import dataclass, field

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from cpp_text import code_only, line_of, string_literals, without_comments  # noqa: E402
from sql_tables import tables_in  # noqa: E402

TABLE = pathlib.Path(__file__).resolve().parent / "architecture.toml"
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
STANDARD = re.compile(r"^[a-z_0-9]+$")
WORLD = re.compile(
    r"\bstd\s*::\s*(?:thread|jthread|async)\b(?!\s*::\s*id)"
    r"|\bsleep_(?:for|until)\b|\b(?:u|nano)?sleep\s*\("
    r"|\b(?:system|steady|high_resolution)_clock\b|\bclock_gettime\b|\bgettimeofday\b"
    r"|\b(?:std\s*::\s*|::\s*)time\s*\(|\brandom_device\b|\bmt19937(?:_64)?\b"
    r"|\bdefault_random_engine\b|\bstd\s*::\s*rand\b|\bgetrandom\b|\bpthread_create\b")
WORLD_HEADERS = {"thread", "random", "ctime", "csignal"}
CODE = {".cpp", ".hpp"}

RULES = {
    "room": "every file under src/ and sandbox/ is in a room of the table",
    "include": "a room includes only the rooms that its row lists",
    "library": "a room includes only the libraries that its row lists",
    "path": "includes start at src/ (or at the root, for the sandbox), and name a file that exists",
    "world": "no thread, sleep, clock or random device outside platform and boot",
    "tables": "SQL names only the tables of its own room",
    "cycle": "files do not include each other in a circle",
    "name": "no folder is called after nothing in particular",
}


@dataclass
class Room:
    name: str
    path: str
    includes: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    touches_the_world: bool = False


@dataclass
class Problem:
    rule: str
    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.rule}] {self.text}"


class Table:
    def __init__(self, path: pathlib.Path = TABLE) -> None:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self.services = data["services"]
        self.brands = data["brands"]
        self.forbidden_names = set(data["folder_names_forbidden"])
        self.everywhere = data["libraries_everywhere"]
        self.brand_includes = data["brand_includes"]
        self.rooms = [room for row in data["room"] for room in self._expand(row)]
        self.tables = [
            (row["path"].replace("{service}", name), row["prefix"].replace("{service}", name))
            for row in data["tables"]
            for name in (self.services if "{service}" in row["path"] else [""])
        ]

    def _expand(self, row: dict) -> list[Room]:
        key = "{service}" if "{service}" in row["path"] else "{brand}"
        names = self.services if key == "{service}" else list(self.brands)
        rooms = []
        for name in names if key in row["path"] else [None]:
            includes = []
            for include in row["includes"]:
                if name is None and "{service}" in include:
                    includes += [include.replace("{service}", one) for one in self.services]
                else:
                    includes.append(include.replace(key, name or ""))
            libraries = row.get("libraries", []) + self.everywhere
            if row.get("libraries_of_brand"):
                libraries = libraries + self.brands[name]
                includes += self.brand_includes.get(name, [])
            named = {part: row[part].replace(key, name or "") for part in ("name", "path")}
            rooms.append(Room(**named, includes=includes, libraries=libraries,
                              touches_the_world=row.get("touches_the_world", False)))
        return rooms

    def room_of(self, path: str) -> Room | None:
        return next((room for room in self.rooms if path.startswith(room.path)), None)


class Check:
    def __init__(self, root: pathlib.Path, table: Table) -> None:
        self.root, self.table = root, table
        self.problems: list[Problem] = []
        self.edges: dict[str, list[str]] = {}
        self.tops = {p.name for p in (root / "src").glob("*") if p.is_dir()} | {"sandbox"}
        self.tops |= {room.path.split("/")[1] for room in table.rooms if room.path[:4] == "src/"}

    def report(self, rule: str, path: str, line: int, text: str) -> None:
        self.problems.append(Problem(rule, path, line, text))

    def run(self) -> int:
        files = sorted(
            path for top in ("src", "sandbox")
            for path in (self.root / top).rglob("*") if path.is_file())
        for path in files:
            self.check_file(path, path.relative_to(self.root).as_posix())
        for top in ("src", "sandbox", "tests", "bench"):
            for folder in sorted((self.root / top).rglob("*")):
                if folder.is_dir() and folder.name in self.table.forbidden_names:
                    self.report("name", folder.relative_to(self.root).as_posix(), 1,
                                "name the folder after what it holds")
        self.check_cycles()
        return len(files)

    def check_file(self, path: pathlib.Path, name: str) -> None:
        if path.name == "README.md":
            return
        room = self.table.room_of(name)
        if room is None:
            self.report("room", name, 1, "no row of tools/architecture.toml matches this file")
            return
        if path.suffix not in CODE | {".sql"}:
            return
        text = path.read_text(encoding="utf-8")
        if path.suffix in CODE:
            self.check_includes(room, name, text)
            self.check_world(room, name, text)
        self.check_tables(name, text, path.suffix == ".sql")

    def check_includes(self, room: Room, name: str, text: str) -> None:
        for match in INCLUDE.finditer(without_comments(text)):
            kind, target, line = match[1], match[2], line_of(text, match.start())
            if target.split("/")[0] in self.tops and "/" in target:
                base = "" if target.startswith("sandbox/") else "src/"
                self.edges.setdefault(name, []).append(base + target)
                if not any(target.startswith(prefix) for prefix in room.includes):
                    self.report("include", name, line, f"{room.name} may not include {target}")
                elif kind == '"' and not (self.root / (base + target)).is_file():
                    self.report("path", name, line, f"there is no {base}{target}")
            elif kind == '"':
                self.report("path", name, line, f'"{target}" does not start at a folder of src/')
            else:
                self.check_library(room, name, line, target)

    def check_library(self, room: Room, name: str, line: int, target: str) -> None:
        if STANDARD.match(target):
            if target in WORLD_HEADERS and not room.touches_the_world:
                self.report("world", name, line, f"{room.name} may not include <{target}>")
        elif any(target.startswith(prefix) for prefix in room.libraries):
            return
        elif not (room.touches_the_world and self.is_of_the_system(target)):
            self.report("library", name, line, f"{room.name} may not include <{target}>")

    def is_of_the_system(self, target: str) -> bool:
        """POSIX and Linux headers: the ones under sys/, linux/, netinet/ …, and the short ones."""
        libraries = [prefix for headers in self.table.brands.values() for prefix in headers]
        libraries += [prefix for room in self.table.rooms for prefix in room.libraries]
        if any(target.startswith(prefix) for prefix in libraries):
            return False
        top = target.split("/")[0]
        return "/" not in target or top in {"sys", "linux", "netinet", "arpa", "net"}

    def check_world(self, room: Room, name: str, text: str) -> None:
        if room.touches_the_world:
            return
        for match in WORLD.finditer(code_only(text)):
            self.report("world", name, line_of(text, match.start()),
                        f"{room.name} may not use {match[0].strip(' (')}: take it from a port")

    def check_tables(self, name: str, text: str, is_sql: bool) -> None:
        prefix = next((prefix for path, prefix in self.table.tables if name.startswith(path)), None)
        if prefix is None:
            return
        for line, sql in [(1, text)] if is_sql else string_literals(text):
            for table in tables_in(sql, surely_sql=is_sql):
                if not table.startswith(prefix):
                    self.report("tables", name, line,
                                f"names the table {table}, which is not {prefix}…")

    def check_cycles(self) -> None:
        done: set[str] = set()
        for start in sorted(self.edges):
            self.walk(start, [], done)

    def walk(self, file: str, trail: list[str], done: set[str]) -> None:
        if file in trail:
            circle = trail[trail.index(file):] + [file]
            self.report("cycle", file, 1, "includes itself: " + " > ".join(circle))
        elif file not in done:
            for target in self.edges.get(file, []):
                self.walk(target, trail + [file], done)
            done.add(file)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=TABLE.parent.parent)
    args = parser.parse_args()
    check = Check(args.root, Table())
    count = check.run()
    for problem in check.problems:
        print(problem)
    print(f"architecture: {count} files, {len(check.problems)} problems")
    return int(bool(check.problems))


if __name__ == "__main__":
    sys.exit(main())
