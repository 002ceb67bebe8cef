"""What the Dockerfile says."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def instructions() -> list[tuple[str, str]]:
    """(word, rest of the line), lines that go on joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"),
                  flags=re.MULTILINE)
    return [tuple(line.split(None, 1))
            for line in re.sub(r"\\\n", " ", text).splitlines() if line.strip()]
