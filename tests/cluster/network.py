"""What stands between the processes of a shop and what they talk to, and makes it slow or cuts it.

Toxiproxy does it: https://github.com/Shopify/toxiproxy has its interface and the words for what may
happen to a connection.
"""
import contextlib
import json
import urllib.error
import urllib.request
from collections.abc import Iterator

from process import CannotStart

KAFKA = "kafka-"
STORE = "store-"


def broker_ports(addresses: dict[str, str]) -> list[tuple[int, int]]:
    """Of each broker: where a proxy shall listen, and where it leads."""
    ways = (way.split("=") for way in addresses["JANGTEO_TEST_KAFKA_FAR"].split(","))
    return [(int(proxy), int(far)) for proxy, far in ways]


class Network:
    def __init__(self, addresses: dict[str, str]) -> None:
        self.url = addresses["JANGTEO_TEST_TOXIPROXY"]
        self.names: list[str] = []

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        request = urllib.request.Request(f"{self.url}{path}", method=method,
                                         data=json.dumps(body).encode() if body else None)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace").strip()
            raise CannotStart(f"toxiproxy, {method} {path}: {said}") from error
        return json.loads(text) if text else {}

    def lead(self, name: str, upstream: str, listen: str = "127.0.0.1:0") -> str:
        """A new way to `upstream` (host:port); returns where it begins."""
        made = self.ask("POST", "/proxies", {"name": name, "upstream": upstream, "listen": listen,
                                             "enabled": True})
        self.names.append(name)
        return made["listen"]

    def lead_to_brokers(self, addresses: dict[str, str]) -> str:
        """The brokers as whoever comes through the proxies names them."""
        return ",".join(self.lead(f"{KAFKA}{number}", f"127.0.0.1:{far}", f"127.0.0.1:{proxy}")
                        for number, (proxy, far) in enumerate(broker_ports(addresses)))

    def named(self, start: str) -> list[str]:
        return [name for name in self.names if name.startswith(start)]

    @contextlib.contextmanager
    def trouble(self, names: list[str], kind: str, **how: int) -> Iterator[None]:
        """On these ways, until the block ends."""
        for name in names:
            self.ask("POST", f"/proxies/{name}/toxics",
                     {"name": kind, "type": kind, "stream": "downstream", "attributes": how})
        try:
            yield
        finally:
            for name in names:
                self.ask("DELETE", f"/proxies/{name}/toxics/{kind}")
