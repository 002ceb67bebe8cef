"""Real servers for tests: a folder of their own, free ports of loopback.

    with started(["postgres", "mariadb"]) as addresses:
        subprocess.run(command, env=os.environ | addresses)

Each server ends with the block, and with this process, however it ends.
"""
import contextlib
import os
import pathlib
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator

import apicurio
import kafka
import mariadb
import postgres
import toxiproxy
from process import COME_BACK_SECONDS, CannotStart, Server, install_packages, repeated

__all__ = ["SERVERS", "CannotStart", "started", "wait_for_signal"]

PREFIX = "jangteo-servers-"
SERVERS: dict[str, Callable[[pathlib.Path], list[Server]]] = {
    "postgres": lambda folder: [postgres.Postgres(folder)],
    "mariadb": lambda folder: [mariadb.Mariadb(folder)],
    "kafka": kafka.brokers,
    "apicurio": lambda folder: [apicurio.Apicurio(folder)],
    "toxiproxy": lambda folder: [toxiproxy.Toxiproxy(folder)],
}


# The word for tools/install; what Toxiproxy is made with is wanted once.
PACKAGES = {"postgres": "databases", "mariadb": "databases", "kafka": "brokers",
            "apicurio": "brokers"}


def install(names: list[str]) -> None:
    for packages in sorted({PACKAGES[name] for name in names if name in PACKAGES}):
        install_packages(packages)


def remove_abandoned(place: pathlib.Path) -> None:
    """Folders of runs that were killed."""
    for folder in place.glob(f"{PREFIX}*-*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if not pathlib.Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


def keep_up(running: list[Server]) -> None:
    """Those that come back are started again when they were killed."""
    for server in running:
        if server.comes_back:
            server.come_back()


@contextlib.contextmanager
def started(names: list[str], in_memory: bool = False) -> Iterator[dict[str, str]]:
    """The environment variables that say where the servers are. In memory nothing waits for a disk:
    for tests that make hundreds of stores."""
    install(names)
    memory = pathlib.Path("/dev/shm")
    place = memory if in_memory and os.access(memory, os.W_OK) else tempfile.gettempdir()
    remove_abandoned(pathlib.Path(place))
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
    folder.chmod(0o755)  # servers run as users of their own
    running: list[Server] = []
    # Ctrl-C also where a shell has put us into the background and ignores it for us.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    try:
        for name in names:
            for server in SERVERS[name](folder / name):
                running.append(server)
                server.start()
        for server in running:
            server.wait_until_ready()
        with repeated(lambda: keep_up(running), COME_BACK_SECONDS):
            yield {key: value for server in running for key, value in server.addresses().items()}
    finally:
        for server in reversed(running):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for_signal() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
