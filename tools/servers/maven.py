"""Jars from Maven Central, kept in the user's cache folder."""
import pathlib
import shutil
import subprocess
import tempfile

from process import CannotStart, cache, program

POM = """<project><modelVersion>4.0.0</modelVersion>
<groupId>jangteo</groupId><artifactId>servers</artifactId><version>1</version>
<dependencies>{dependencies}</dependencies></project>
"""
DEPENDENCY = ("<dependency><groupId>{}</groupId><artifactId>{}</artifactId>"
              "<version>{}</version></dependency>")


def _fetched(name: str, *goal: str, pom: str | None = None) -> pathlib.Path:
    """The folder with what Maven's goal puts into its outputDirectory; made once."""
    kept = cache() / name
    if kept.exists():
        return kept
    print(f"Fetching {name}", flush=True)
    work = pathlib.Path(tempfile.mkdtemp(dir=cache()))
    try:
        if pom:
            (work / "pom.xml").write_text(pom, encoding="utf-8")
        done = subprocess.run(
            [program("mvn"), "--batch-mode", "--quiet", *goal, f"-DoutputDirectory={work}/out"],
            cwd=work, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            last = done.stdout.strip().splitlines()[:2]
            raise CannotStart(f"{name} could not be fetched: {' | '.join(last)}")
        try:
            (work / "out").rename(kept)
        except OSError:  # another run was first
            if not kept.exists():
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return kept


def jars(name: str, *coordinates: str) -> pathlib.Path:
    """A folder with these artifacts (group:artifact:version) and all that they depend on."""
    listed = "".join(DEPENDENCY.format(*one.split(":")) for one in coordinates)
    return _fetched(name, "dependency:copy-dependencies", pom=POM.format(dependencies=listed))


def artifact(name: str, coordinates: str) -> pathlib.Path:
    """A folder with one artifact (group:artifact:version:type:classifier)."""
    return _fetched(name, "dependency:copy", f"-Dartifact={coordinates}")
