"""A server's process: started with a log, dead when we are, stopped in time or killed."""
import contextlib
import ctypes
import os
import pathlib
import pwd
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator

READY_SECONDS_MAX = 60
COME_BACK_SECONDS = 1
STOP_SECONDS_MAX = 20
PR_SET_PDEATHSIG = 1
AWAY = "away"  # the file in a server's folder that keeps it away once it is killed
# Below those that Linux gives to whoever calls somebody: such a call could take the port of a
# server that has yet to start, or that is away for a moment.
PORTS = range(20_000, 32_000)


class CannotStart(Exception):
    """With words for the person who started it."""


_untried = iter(random.sample(PORTS, len(PORTS)))


def free_port() -> int:
    """Nobody listens there; the same one is never returned twice."""
    for port in _untried:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise CannotStart(f"no port of {PORTS.start} to {PORTS.stop - 1} is free")


@contextlib.contextmanager
def repeated(step: Callable[[], None], every_seconds: float) -> Iterator[None]:
    """In a thread of its own, until the block ends."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(every_seconds):
            step()

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def program(name: str, *folders: str) -> str:
    for folder in [*folders, *os.environ.get("PATH", "").split(":"), "/usr/sbin"]:
        path = pathlib.Path(folder, name)
        if path.is_file():
            return str(path)
    raise CannotStart(f"{name} is not installed: run tools/install")


def cache() -> pathlib.Path:
    """Where what was fetched is kept, of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    folder = pathlib.Path(base) / "jangteo/servers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def install_packages(word: str) -> None:
    """What tools/install has under this word."""
    script = pathlib.Path(__file__).resolve().parent.parent / "install"
    if subprocess.run([script, word], check=False).returncode != 0:
        raise CannotStart(f"what tools/install {word} has could not be installed")


class Server:
    """One server in a folder of its own. `user` runs it when we are root."""

    name = "server"
    user: str | None = None
    death_signal = signal.SIGTERM  # what it gets when we die
    stop_signal = signal.SIGTERM
    comes_back = False  # started again when a test has killed it

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen | None = None
        folder.mkdir()
        if self.runs_as():
            account = pwd.getpwnam(self.user)
            os.chown(folder, account.pw_uid, account.pw_gid)

    def start(self) -> None:
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    def addresses(self) -> dict[str, str]:
        raise NotImplementedError

    def runs_as(self) -> str | None:
        return self.user if os.geteuid() == 0 else None

    def as_user(self) -> dict:
        """Arguments of subprocess for the server's user."""
        user = self.runs_as()
        if not user:
            return {}
        return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}

    def run(self, *command: str) -> None:
        """A step before the start."""
        done = subprocess.run(command, cwd=self.folder, check=False, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              **self.as_user())
        if done.returncode != 0:
            last = done.stdout.strip().splitlines()[-3:]
            raise CannotStart(f"{self.name}: {pathlib.Path(command[0]).name}: {' | '.join(last)}")

    def pid_file(self) -> pathlib.Path:
        return self.folder / "pid"

    def come_back(self) -> None:
        if self.process and self.process.poll() is not None and not (self.folder / AWAY).exists():
            self.launch(*self.command, environment=self.environment)

    def launch(self, *command: str, environment: dict[str, str] | None = None) -> None:
        self.command, self.environment = command, environment
        parent = os.getpid()
        libc = ctypes.CDLL(None)

        def die_with_parent() -> None:
            libc.prctl(PR_SET_PDEATHSIG, self.death_signal)
            if os.getppid() != parent:
                os._exit(1)

        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=die_with_parent, start_new_session=True,
                env=os.environ | (environment or {}), **self.as_user())
        self.pid_file().write_text(str(self.process.pid), encoding="utf-8")

    def wait_until_ready(self) -> None:
        end = time.monotonic() + READY_SECONDS_MAX
        while not self.is_ready():
            ended = self.process.poll() is not None
            if ended or time.monotonic() > end:
                log = (self.folder / "log").read_text(errors="replace").strip().splitlines()[-3:]
                what = "ended" if ended else f"was not ready after {READY_SECONDS_MAX} s"
                raise CannotStart(f"{self.name} {what}: {' | '.join(log)}")
            time.sleep(0.05)

    def stop(self) -> None:
        if not self.process or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
