"""`msc-dose stock find FILE.csv SCAN…`: the container that was scanned, or all that it may be."""

from __future__ import annotations

import argparse
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.site import conventions_of
from msc_dose.cli.table import columns, wrapped
from msc_dose.files.stock import load_stock
from msc_dose.product.container import Container
from msc_dose.product.document import container_document
from msc_dose.product.finding import Found, find_containers
from msc_dose.product.scans.identifiers import read_scan
from msc_dose.quantity.writer import briefly


def find(given: argparse.Namespace, as_json: bool) -> int:
    """Write what the scans name; a DIN or a lot alone lists containers and selects none.

    Raises Refusal for a list with a bad row, for a scan that is not read, and `container.not-found`.
    """
    found = find_containers(load_stock(given.file, conventions_of(given)), read_scan(*given.scan))
    if as_json:
        output.document(_document(found))
    else:
        output.say("\n".join([*_lines(found), *output.problem_lines(found.problems)]))
    return 0


def _document(found: Found) -> dict[str, Any]:
    return {
        "schema": "msc-dose/stock-find/1",
        "selected": found.selected and container_document(found.selected),
        "containers": [container_document(each) for each in found.containers],
        "problems": [problem.as_document() for problem in found.problems],
    }


def _lines(found: Found) -> list[str]:
    if found.selected is not None:
        return ["SELECTED", *container_lines(found.selected)]
    rows = [(each.identity, each.status, each.recipient, each.position) for each in found.containers]
    heads = ("Identity", "Status", "Recipient", "Position")
    return ["NONE SELECTED: it may be any of these", *columns(heads, rows)]


def container_lines(container: Container) -> list[str]:
    """Everything known of one container, a line each; what is unknown says so."""
    counted = container.content.counted
    facts = {
        "identity": container.identity,
        "container": container.type,
        "holds": f"{briefly(counted)} {counted.moment}" if counted else "unknown",
        "recipient": container.recipient,
        "donor": container.donor_type,
        "status": container.status,
        "expires": str(container.expiry),
        "position": container.position,
        **{name.replace("_", " "): text for name, text in container.notes.texts()},
        "contains": "; ".join(container.notes.hypersensitivity),
    }
    return [line for name, text in facts.items() for line in wrapped(f"  {name + ':':<19} {text}", 22)]
