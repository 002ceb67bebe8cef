#!/usr/bin/env python3
"""Asks a real shop everything that its own /openapi.json allows, and much that it does not.

Usage: tests/api/run.py BUILD [schemathesis options]

Seeds a data folder, starts the sandboxes and `jangteo serve` on free ports, and lets schemathesis
derive requests from the served document: no answer may be a 5xx, nor one that the document does not
allow. schemathesis is what requirements.txt pins, in an environment of its own below BUILD; it asks
the same in every run. With GTEST_OUTPUT=json:FILE the result is written as GoogleTest writes it, a
case for each operation.
"""
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import xml.etree.ElementTree as xml

HERE = pathlib.Path(__file__).resolve().parent
TOOLS = HERE.parent.parent / "tools"
sys.path[:0] = [str(TOOLS), str(TOOLS / "servers")]

from process import free_port
from python_environment import environment_of

# (phases, examples of each operation, or chains of calls): together about a minute.
ROUNDS = [("coverage,fuzzing", 15), ("stateful", 300)]
SECONDS_MAX = 240  # of a round
PASSWORD = "jangteo-demo"
LOGINS = {"operator": "operator@jangteo.example", "buyer": "buyer1@jangteo.example",
          "victim": "buyer2@jangteo.example", "seller": "seller1@jangteo.example"}
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance",
          "response_headers_conformance", "response_schema_conformance", "missing_required_header",
          "unsupported_method", "allow_header_conformance", "ignored_auth"]


def ask(url: str, body: dict | None = None, token: str = "", key: str = "") -> dict:
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = "Bearer " + token
    if key:
        headers["idempotency-key"] = key
    request = urllib.request.Request(
        url, headers=headers, data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read() or b"{}")


@contextlib.contextmanager
def process(command: list[str], log: pathlib.Path):
    with open(log, "wb") as output:
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_for(what, child: subprocess.Popen, log: pathlib.Path):
    for _ in range(400):
        with contextlib.suppress(OSError):
            if (found := what()) is not None:
                return found
        if child.poll() is not None:
            break
        time.sleep(0.05)
    sys.exit(f"api: a program did not start:\n{log.read_text(errors='replace')}")


def world_of(url: str) -> dict:
    """Tokens, and ids that are there, by the names that paths and bodies give them."""
    tokens = {who: ask(url + "/v1/sessions", {"email": email, "password": PASSWORD})["access_token"]
              for who, email in LOGINS.items()}
    order = ask(url + "/v1/orders", token=tokens["buyer"])["data"][0]
    products = ask(url + "/v1/seller/products", token=tokens["seller"])["data"]
    product = ask(url + "/v1/products/" + products[0]["id"])
    victim = ask(url + "/v1/members/me", token=tokens["victim"])
    open_order = ask(url + "/v1/orders", {
        "lines": [{"sku_id": product["variants"][0]["sku_id"], "quantity": 2}],
        "recipient": {"name": "김철수", "phone": "010-1234-5678", "postal_code": "04524",
                      "address": "서울특별시 중구 세종대로 110"}}, tokens["buyer"], "world")
    shipments = ask(f"{url}/v1/orders/{order['order_id']}/shipments", token=tokens["buyer"])["data"]
    names = {
        "order": [order["order_id"], open_order["order_id"], order["number"]],
        "order_id": [order["order_id"], open_order["order_id"]],
        "payment_id": ["pay_" + order["order_id"][4:], "pay_" + open_order["order_id"][4:]],
        "product_id": [products[0]["id"]], "sku_id": [product["variants"][0]["sku_id"]],
        "category_id": [product["category_id"]], "enterprise_id": [product["enterprise_id"]],
        "member_id": [victim["id"]], "shipment_id": [s["id"] for s in shipments],
        "slug": [ask(url + "/v1/categories")["data"][0]["slug"]]}
    return {"tokens": tokens, "names": names}


@contextlib.contextmanager
def open_shop(build: pathlib.Path, folder: pathlib.Path):
    data, log = folder / "data", folder / "log"
    seeding = subprocess.run(
        [build / "jangteo", "demo", "--once", "--data", data, "--port", str(free_port())],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if seeding.returncode != 0:
        sys.exit("api: the shop could not be seeded:\n" + seeding.stdout.decode(errors="replace"))
    port, ports = free_port(), folder / "ports"
    url = f"http://127.0.0.1:{port}"
    sandbox = [str(build / "jangteo-sandbox"), "all", "--toss-port", "0", "--carrier-port", "0",
               "--port-file", str(ports), "--quiet", "--webhook-url", url + "/v1/webhooks/toss"]
    with process(sandbox, log) as child:
        found = wait_for(lambda: ports.read_text().split() or None, child, log)
        places = dict(zip(found[::2], found[1::2]))
        serve = [str(build / "jangteo"), "serve", "--data", str(data), "--port", str(port),
                 "--log-level", "warning",
                 "--mutations-per-second", "0", "--logins-per-second", "0",
                 "--toss-url", f"http://127.0.0.1:{places['toss']}",
                 "--carrier-url", f"http://127.0.0.1:{places['carrier']}"]
        with process(serve, folder / "serve.log") as shop:
            wait_for(lambda: ask(url + "/readyz"), shop, folder / "serve.log")
            yield url, shop


def results_of(junit: pathlib.Path) -> list[tuple[str, list[str]]]:
    """(operation, what is wrong with it) from schemathesis' report."""
    cases: dict[str, list[str]] = {}
    for case in xml.parse(junit).getroot().iter("testcase"):
        wrong = cases.setdefault(case.get("name", "?"), [])
        for problem in (*case.findall("failure"), *case.findall("error")):
            wrong.append((problem.get("message") or problem.text or "failed").strip())
    return list(cases.items())


def ask_everything(programs: pathlib.Path, url: str, world: str, folder: pathlib.Path,
                   options: list[str]) -> list[tuple[str, list[str]]]:
    """One run of schemathesis; in its deterministic mode, so that each run asks the same."""
    junit = folder / "junit.xml"
    junit.unlink(missing_ok=True)
    command = [
        programs / "schemathesis", "run", url + "/openapi.json", "--no-color",
        "--generation-deterministic", "--checks", ",".join(CHECKS),
        "--exclude-operation-id", "stream_order", "--request-timeout", "10",
        "--continue-on-failure", "--warnings", "off", "--suppress-health-check", "all",
        "--report", "junit", "--report-junit-path", junit, *options]
    environment = os.environ | {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE),
                                "JANGTEO_API_WORLD": world}
    done = subprocess.run(command, env=environment, cwd=folder, check=False, timeout=SECONDS_MAX)
    results = results_of(junit) if junit.exists() else []
    if not results or (done.returncode != 0 and not any(wrong for _, wrong in results)):
        results.append(("schemathesis", [f"it ended with {done.returncode}"]))
    return results


def write_gtest(results: list[tuple[str, list[str]]], path: str) -> None:
    cases = [{"name": name, "result": "COMPLETED",
              **({"failures": [{"failure": text} for text in wrong]} if wrong else {})}
             for name, wrong in results]
    report = {"failures": sum(bool(wrong) for _, wrong in results),
              "testsuites": [{"name": "Api", "testsuite": cases}]}
    file = pathlib.Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(report), encoding="utf-8")


def main() -> int:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = pathlib.Path(sys.argv[1]).resolve()
    programs = environment_of(build / "api-venv", HERE / "requirements.txt")
    with tempfile.TemporaryDirectory(prefix="jangteo-api-") as name:
        folder = pathlib.Path(name)
        with open_shop(build, folder) as (url, shop):
            world = json.dumps(world_of(url))
            started = time.monotonic()
            results = [result for phases, examples in ROUNDS
                       for result in ask_everything(programs, url, world, folder,
                                                    ["--phases", phases, "--max-examples",
                                                     str(examples), *sys.argv[2:]])]
            seconds = time.monotonic() - started
            if shop.poll() is not None:
                results.append(("the shop goes on", [f"it ended with {shop.returncode}"]))
        complaints = (folder / "serve.log").read_text(errors="replace")
    failed = [(name, wrong) for name, wrong in results if wrong]
    for name, wrong in failed:
        print(f"FAILED {name}: " + "; ".join(wrong))
    if failed:
        print(complaints[-4000:])
    output = os.environ.get("GTEST_OUTPUT", "")
    if output.startswith("json:"):
        write_gtest(results, output.removeprefix("json:"))
    print(f"api: {len(results) - len(failed)} passed, {len(failed)} failed in {seconds:.0f} s")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
