#!/usr/bin/env python3
"""The Dockerfile without a container engine.

Usage: tests/compose/image.py [--keep FOLDER]

Builds each stage in a folder of its own that debootstrap fills, with the instructions of the file,
and starts the last one as an engine would: its user, its environment, its command. It must call
itself healthy by its own check, answer, and end in order when it is told to. It wants root, the
package debootstrap and a quarter of an hour, so `make test` leaves it out.
What an engine adds stays untried: layers, the base images of its registry, its network.
"""
import argparse
import contextlib
import json
import os
import pathlib
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tools/servers")]

import mounts
from dockerfile import instructions
from process import CannotStart, free_port, program

BASES = {"debian:12": "bookworm", "debian:12-slim": "bookworm"}
HEALTHY_SECONDS_MAX = 30
STOP_SECONDS_MAX = 20
# How this machine reaches others, and whom it trusts.
RESOLVER = "/etc/resolv.conf"
TRUSTED, TRUSTED_INSIDE = "/etc/ssl/certs/ca-certificates.crt", "/var/tmp/trusted.crt"


class Stage:
    """One FROM, and what stands behind it."""

    def __init__(self, folder: pathlib.Path, base: str) -> None:
        self.folder = folder
        self.user, self.place = "root", "/"
        self.variables = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
        self.health: list[str] = []
        self.entrypoint: list[str] = []
        self.command: list[str] = []
        if base not in BASES:
            raise CannotStart(f"nothing is known of the image {base}")
        run([program("debootstrap"), "--variant=minbase", BASES[base], folder])
        shutil.copy(RESOLVER, f"{folder}{RESOLVER}")
        shutil.copy(TRUSTED, f"{folder}{TRUSTED_INSIDE}")
        for name in ("proc", "dev"):
            run(["mount", "--rbind", f"/{name}", folder / name])

    def inside(self, command: list[str]) -> list[str]:
        """The words that run it as the image's user, in its place, with its environment alone."""
        words = [f"{name}={value}" for name, value in self.variables.items()]
        return [program("chroot"), f"--userspec={self.user}", str(self.folder), "/usr/bin/env",
                "-i", f"HOME={self.home()}", *words, "sh", "-c",
                f"cd {self.place} && exec {shlex.join(command)}"]

    def home(self) -> str:
        lines = (self.folder / "etc/passwd").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[5] for line in lines if line.startswith(f"{self.user}:"))

    def path(self, name: str) -> pathlib.Path:
        return self.folder / os.path.join(self.place, name).lstrip("/")


def run(command: list) -> None:
    print("  $", shlex.join(map(str, command))[:160], flush=True)
    if subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode != 0:
        raise CannotStart(f"this failed: {shlex.join(map(str, command))}")


def copy(stage: Stage, named: dict[str, Stage], rest: str) -> None:
    words = rest.split()
    source = None
    if words[0].startswith("--from="):
        source = named[words.pop(0).removeprefix("--from=")].folder
    *files, target = words
    if source is None:
        if files != ["."]:
            raise CannotStart(f"COPY {rest}: only the whole of the sources is known here")
        # As .dockerignore says: nothing that was built, and no history.
        run(["rsync", "--archive", "--exclude=/build*", "--exclude=/.git", f"{ROOT}/",
             f"{stage.path(target)}/"])
        return
    for file in files:
        run(["cp", "--archive", f"{source}{file}", stage.path(target)])


def follow(stage: Stage, named: dict[str, Stage], word: str, rest: str) -> None:
    if word == "COPY":
        copy(stage, named, rest)
    elif word == "RUN":
        run(stage.inside(["env", f"PIP_CERT={TRUSTED_INSIDE}", "sh", "-c", rest]))
    elif word == "WORKDIR":
        stage.place = rest
        stage.path(rest).mkdir(parents=True, exist_ok=True)
    elif word == "USER":
        stage.user = rest
    elif word == "ENV":
        stage.variables |= dict(one.split("=", 1) for one in shlex.split(rest))
    elif word == "HEALTHCHECK":
        stage.health = ["sh", "-c", rest.split("CMD", 1)[1].strip()]
    elif word == "ENTRYPOINT":
        stage.entrypoint = json.loads(rest)
    elif word == "CMD":
        stage.command = json.loads(rest)
    elif word not in ("VOLUME", "EXPOSE"):
        raise CannotStart(f"nothing is known of {word}")


def built(folder: pathlib.Path) -> Stage:
    """The last stage."""
    named: dict[str, Stage] = {}
    stage = None
    for word, rest in instructions():
        print(f"{word} {' '.join(rest.split())[:100]}", flush=True)
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            stage = Stage(folder / str(len(named)), base)
            named[name or "last"] = stage
        else:
            follow(stage, named, word, rest)
    return stage


def owner_of(pid: int) -> int:
    return pathlib.Path(f"/proc/{pid}").stat().st_uid


def try_out(stage: Stage) -> None:
    stage.variables["JANGTEO_PORT"] = str(free_port())
    running = subprocess.Popen(stage.inside([*stage.entrypoint, *stage.command]))
    try:
        end = time.monotonic() + HEALTHY_SECONDS_MAX
        while subprocess.run(stage.inside(stage.health), check=False,
                             stderr=subprocess.DEVNULL).returncode != 0:
            if running.poll() is not None or time.monotonic() > end:
                raise CannotStart("the image is not healthy")
            time.sleep(0.2)
        if owner_of(running.pid) == 0:
            raise CannotStart("the image runs as root")
        url = f"http://127.0.0.1:{stage.variables['JANGTEO_PORT']}/v1/products"
        with urllib.request.urlopen(url, timeout=5) as answer:
            json.loads(answer.read())
        running.send_signal(signal.SIGTERM)
        status = running.wait(STOP_SECONDS_MAX)
        if status != 0:
            raise CannotStart(f"told to stop, it ended with {status}")
    finally:
        with contextlib.suppress(ProcessLookupError):
            running.kill()
        running.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=pathlib.Path, help="where the stages stay afterwards")
    arguments = parser.parse_args()
    if not mounts.are_our_own():
        mounts.start_over_with_our_own()
    folder = arguments.keep or pathlib.Path(tempfile.mkdtemp(prefix="jangteo-image-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    try:
        try_out(built(folder))
    except CannotStart as problem:
        print(f"image: {problem}", file=sys.stderr)
        return 1
    finally:
        if not arguments.keep:
            for mounted in sorted(folder.glob("*/proc")) + sorted(folder.glob("*/dev")):
                subprocess.run(["umount", "--recursive", mounted], check=True)
            shutil.rmtree(folder)
    print("Dockerfile: built, healthy, answered, stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
