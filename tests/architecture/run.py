#!/usr/bin/env python3
"""Shows that the checks can fail: small trees with one fault each, which a check must refuse by the
right rule, and their neighbours without the fault, which it must accept.
"""
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tools"))
sys.path.insert(0, str(HERE))

import check_architecture  # noqa: E402
import check_flows  # noqa: E402
import check_sizes  # noqa: E402
import check_words  # noqa: E402
from architecture_cases import ACCEPTED, REFUSED  # noqa: E402
from other_cases import FLOWS, SIZES, WORDS  # noqa: E402

passed: list[str] = []
failed: list[str] = []


def expect(condition: bool, name: str, found: object = "") -> None:
    (passed if condition else failed).append(name)
    if not condition:
        print(f"FAILED: {name}: {found}")


def in_a_tree(files: dict[str, str], check) -> list:
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return check(root)


def architecture_rules(root: pathlib.Path) -> list[str]:
    check = check_architecture.Check(root, check_architecture.Table())
    check.run()
    return sorted({problem.rule for problem in check.problems})


def examples_of_the_table() -> None:
    for name, rule, files in REFUSED:
        found = in_a_tree(files, architecture_rules)
        expect(found == [rule], f"refuses {name}", found)
    for name, files in ACCEPTED:
        found = in_a_tree(files, architecture_rules)
        expect(found == [], f"accepts {name}", found)
    for rule in check_architecture.RULES:
        expect(any(case[1] == rule for case in REFUSED), f"rule {rule} has a counter-example")


def sample_file(path: str) -> str:
    return path + {"/": "sample.hpp", ".": "hpp"}.get(path[-1], "")


def every_pair_of_rooms() -> None:
    """A file of each room includes a file of each other room; only listed pairs may pass."""
    table = check_architecture.Table()
    rooms = [room for room in table.rooms
             if not any(room.path.startswith(f"src/{name}/") for name in table.services[2:])]
    for room in rooms:
        wrong = []
        for other in (other for other in rooms if other is not room):
            source = sample_file(room.path).replace(".hpp", "_user.hpp", 1)
            if room.path.endswith((".", ".cpp")):
                source = sample_file(room.path)
            target = sample_file(other.path)
            included = target.removeprefix("src/")
            files = {source: f'#include "{included}"\n', target: ""}
            listed = any(included.startswith(prefix) for prefix in room.includes)
            if (in_a_tree(files, architecture_rules) == []) != listed:
                wrong.append(other.name)
        expect(not wrong, f"{room.name} includes exactly the rooms of its row", wrong)


def examples_of_sizes() -> None:
    for name, rule, files in SIZES:
        problems = in_a_tree(files, lambda root: check_sizes.run(root)[1])
        if rule is None:
            expect(problems == [], f"sizes accept {name}", problems)
        else:
            right = len(problems) == 1 and rule in problems[0]
            expect(right, f"sizes refuse {name}", problems)


def examples_of_the_rest() -> None:
    for check, cases in ((check_flows, FLOWS), (check_words, WORDS)):
        for name, words, files in cases:
            problems = in_a_tree(files, lambda root: check.run(root)[1])
            right = problems == [] if words is None else len(problems) == 1 and words in problems[0]
            expect(right, f"{check.__name__}: {name}", problems)


if __name__ == "__main__":
    examples_of_the_table()
    every_pair_of_rooms()
    examples_of_sizes()
    examples_of_the_rest()
    print(f"{len(passed)} passed, {len(failed)} failed")
    sys.exit(int(bool(failed)))
