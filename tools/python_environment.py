"""A Python environment with what a requirements.txt pins, for a program of the tests."""
import hashlib
import pathlib
import subprocess
import sys


def environment_of(folder: pathlib.Path, requirements: pathlib.Path) -> pathlib.Path:
    """Its folder of programs. It is made once for each content of `requirements`."""
    stamp, sum_of = folder / "stamp", hashlib.sha256(requirements.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != sum_of:
        for command in ([sys.executable, "-m", "venv", "--clear", folder],
                        [folder / "bin/python", "-m", "pip", "install", "--quiet",
                         "--disable-pip-version-check", "--no-input", "--requirement",
                         requirements]):
            subprocess.run(command, check=True, stdout=sys.stderr)
        stamp.write_text(sum_of, encoding="utf-8")
    return folder / "bin"
