"""Apicurio Registry, in memory, which speaks the Confluent schema registry's interface."""
import pathlib
import tarfile
import urllib.error
import urllib.request

import maven
from process import CannotStart, Server, free_port, program

VERSION = "3.0.9"
JAVA = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def runner() -> pathlib.Path:
    found = list(unpacked().rglob("*-runner.jar"))
    if not found:
        raise CannotStart("apicurio: its archive has no runner: remove it from the cache")
    return found[0]


def unpacked() -> pathlib.Path:
    folder = maven.artifact(f"apicurio-{VERSION}",
                            f"io.apicurio:apicurio-registry-app:{VERSION}:tar.gz:all")
    if not list(folder.rglob("*-runner.jar")):
        with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
            archive.extractall(folder)
    return folder


def command(host: str, port: int) -> list[str]:
    return [program("java"), *JAVA, f"-Dquarkus.http.host={host}", f"-Dquarkus.http.port={port}",
            "-Dapicurio.storage.kind=sql", "-jar", str(runner())]


class Apicurio(Server):
    name = "apicurio"

    def start(self) -> None:
        self.port = free_port()
        self.launch(*command("127.0.0.1", self.port))

    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/apis/ccompat/v7"

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(self.url() + "/subjects", timeout=1) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def addresses(self) -> dict[str, str]:
        return {"JANGTEO_TEST_REGISTRY": self.url(),
                "JANGTEO_TEST_REGISTRY_PID": str(self.pid_file())}
