"""The load: `jangteo replay`, which buyers' orders it plays, and how fast.

A shop that is quick would be through before all of the trouble has happened. So each kind of
trouble has its share of the orders, and whoever orders ahead of it waits longer for each answer:
the load is under way all the time, whatever the speed of the machine.
"""
import contextlib
import json
import pathlib
import subprocess
import time
from collections.abc import Callable, Iterator

from network import Network
from process import repeated

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REPLAY_SECONDS_MAX = 420
STEP_SECONDS = 0.5
LOOK_SECONDS = 0.25
SHOP = "shop"
SLOW = "latency"
# From so many orders ahead on, the longest well below what the replay waits for an answer. Few and
# far apart: with each change what is being held comes through at once.
DELAYS_MS = [(10, 25_000), (5, 4_000), (1, 1_000), (0, 0)]


def replay(build: pathlib.Path, folder: pathlib.Path, orders: int, *words: str,
           step: Callable[[], None] = lambda: None, seconds_max: float = REPLAY_SECONDS_MAX
           ) -> dict:
    """The report; {"error": …} when there is none."""
    report = folder / "report.json"
    command = [build / "jangteo", "replay", ROOT / "data/online-retail-sample.csv", "--limit",
               str(orders), "--report", report, *words]
    end = time.monotonic() + seconds_max
    with open(folder / "replay.log", "w+b") as log, \
            subprocess.Popen(command, stdout=log, stderr=log) as playing:
        try:
            while playing.poll() is None and time.monotonic() < end:
                time.sleep(STEP_SECONDS)
                step()
        except BaseException:
            playing.kill()
            raise
        in_time = playing.poll() is not None
        if not in_time:
            playing.kill()
            playing.wait()
        if playing.returncode != 0:
            log.seek(0)
            last = " | ".join(log.read().decode().strip().splitlines()[-3:])
            return {"error": last if in_time else f"not done after {seconds_max:g} s: {last}"}
    return json.loads(report.read_text(encoding="utf-8"))


def orders_in(store: str) -> int | None:
    """How many the order service has, by its database; None while that is away."""
    done = subprocess.run(["psql", "--no-psqlrc", "-At", "-c", "SELECT count(*) FROM order_order",
                           store], check=False, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return int(done.stdout) if done.returncode == 0 else None


class Pace:
    """Of the orders; `store` is asked how many there are, `allowed` how many may be."""

    def __init__(self, network: Network, shop_url: str, store: str,
                 allowed: Callable[[], float]) -> None:
        self.network, self.store, self.allowed = network, store, allowed
        self.done = self.delay = 0
        self.url = f"http://{network.lead(SHOP, shop_url.removeprefix('http://'))}"

    def look(self) -> None:
        found = orders_in(self.store)
        if found is not None:
            self.done = found
        ahead = max(0.0, self.done - self.allowed())
        delay = next(delay for orders, delay in DELAYS_MS if ahead >= orders)
        if delay != self.delay:
            self.network.ask("POST", f"/proxies/{SHOP}/toxics/{SLOW}",
                             {"attributes": {"latency": delay}})
            self.delay = delay

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        with self.network.trouble([SHOP], SLOW, latency=0), repeated(self.look, LOOK_SECONDS):
            yield
