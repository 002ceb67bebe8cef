"""Toxiproxy, which stands between two programs and makes their network bad.

Built once from its Go module: the last version that Debian's Go builds. Only the program is kept.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import urllib.request

from process import CannotStart, Server, cache, free_port, install_packages, program

VERSION = "v2.8.0"
MODULE = f"github.com/Shopify/toxiproxy/v2/cmd/server@{VERSION}"
DEBIAN_GO = "/usr/lib/go-1.19/bin"


def built() -> pathlib.Path:
    kept = cache() / f"toxiproxy-{VERSION}"
    if kept.exists():
        return kept
    install_packages("network")
    print("Building Toxiproxy", flush=True)
    work = tempfile.mkdtemp(dir=cache())
    environment = {"GOMODCACHE": f"{work}/modules", "GOCACHE": f"{work}/objects", "GOFLAGS":
                   "-modcacherw", "GOBIN": f"{work}/bin"}
    try:
        done = subprocess.run([program("go", DEBIAN_GO), "install", MODULE], cwd=work, check=False,
                              env=os.environ | environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            last = " | ".join(done.stdout.strip().splitlines()[-2:])
            raise CannotStart(f"toxiproxy could not be built: {last}")
        os.replace(f"{work}/bin/server", kept)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return kept


class Toxiproxy(Server):
    name = "toxiproxy"

    def start(self) -> None:
        self.port = free_port()
        self.launch(str(built()), "-host", "127.0.0.1", "-port", str(self.port))

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url()}/version", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False

    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def addresses(self) -> dict[str, str]:
        return {"JANGTEO_TEST_TOXIPROXY": self.url()}
