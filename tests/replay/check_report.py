#!/usr/bin/env python3
"""Reads an order book by the rules of docs/replay.md, on its own, and compares what must come
out of it with a report of `jangteo replay` at stock factor 1.0.
Usage: check_report.py BOOK REPORT [--limit N]
"""
import argparse
import collections
import csv
import decimal
import gzip
import json
import re
import sys

WON_PER_POUND = decimal.Decimal(1700)


def rows_of(path):
    with open(path, "rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    opened = gzip.open if is_packed else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def first_invoices(rows, limit):
    seen = set()
    for row in rows:
        if not limit or row["invoice_no"] in seen or len(seen) < limit:
            seen.add(row["invoice_no"])
            yield row


def class_of(row):
    if not re.fullmatch(r"[0-9]{5}[A-Za-z]{0,2}", row["stock_code"]):
        return "not_goods"
    if row["invoice_no"].startswith("C"):
        return "cancellation" if int(row["quantity"]) < 0 else "odd_cancellation"
    if not re.fullmatch(r"[0-9]{6}", row["invoice_no"]):
        return "adjustment"
    if int(row["quantity"]) <= 0:
        return "quantity_not_positive"
    if decimal.Decimal(row["unit_price_gbp"]) <= 0:
        return "no_price"
    return "sale"


def won_of(pounds):
    won = decimal.Decimal(pounds) * WON_PER_POUND
    return int(won.quantize(decimal.Decimal(1), rounding=decimal.ROUND_HALF_UP))


class Sale:
    def __init__(self, quantity):
        self.left = quantity


def refund(sums, sales, quantity, price):
    match = next((sale for sale in reversed(sales) if sale.left >= quantity), None)
    if match is None:
        sums["unmatched"] += 1
        return
    match.left -= quantity
    sums["done"] += 1
    sums["refunded"] += quantity * price
    sums["restored"] += quantity


def expected_of(path, limit):
    classes = collections.Counter()
    invoices = set()
    sales = collections.defaultdict(list)
    sums = collections.Counter()
    for row in first_invoices(rows_of(path), limit):
        kind = class_of(row)
        classes[kind] += 1
        if kind not in ("sale", "cancellation"):
            continue
        quantity = abs(int(row["quantity"]))
        price = won_of(row["unit_price_gbp"])
        key = (row["customer_id"] or "walk-in", row["stock_code"].upper(), price)
        if kind == "cancellation":
            refund(sums, sales[key], quantity, price)
            continue
        invoices.add(row["invoice_no"])
        sales[key].append(Sale(quantity))
        sums["ordered"] += quantity * price
        sums["units"] += quantity
    return expected_report(classes, len(invoices), sums)


def expected_report(classes, orders, sums):
    return {
        "lines": {
            "total": sum(classes.values()),
            "sale": classes.pop("sale", 0),
            "cancellation": classes.pop("cancellation", 0),
            "skipped": dict(classes),
        },
        "orders": {"placed": orders, "completed": orders, "refused": {}},
        "money_krw": {
            "ordered": sums["ordered"],
            "captured": sums["ordered"],
            "refunded": sums["refunded"],
            "kept": sums["ordered"] - sums["refunded"],
        },
        "provider_krw": {"captured": sums["ordered"], "refunded": sums["refunded"]},
        "stock": {
            "initial": sums["units"],
            "deducted": sums["units"],
            "restored": sums["restored"],
            "on_hand": sums["restored"],
            "reserved": 0,
        },
        "refunds": {"done": sums["done"], "unmatched": sums["unmatched"], "of_refused": 0},
    }


def differences(expected, found, path=""):
    for name, value in expected.items():
        if not isinstance(value, dict):
            if found.get(name) != value:
                yield f"{path}{name}: {found.get(name)}, but expected {value}"
            continue
        inner = found.get(name)
        if not isinstance(inner, dict):
            yield f"{path}{name}: not in the report"
            continue
        yield from differences(value, inner, f"{path}{name}.")
        for key in sorted(set(inner) - set(value)):
            yield f"{path}{name}.{key}: {inner[key]}, but not expected"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("book")
    parser.add_argument("report")
    parser.add_argument("--limit", type=int, default=0)
    arguments = parser.parse_args()
    with open(arguments.report, encoding="utf-8") as file:
        report = json.load(file)
    wrong = list(differences(expected_of(arguments.book, arguments.limit), report))
    if report.get("audit", {}).get("violations") != 0:
        wrong.append(f"audit: {report.get('audit')}")
    for line in wrong:
        print(line)
    print("the report is right" if not wrong else f"{len(wrong)} figures differ")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
