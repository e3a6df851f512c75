"""The post-thaw count beside what was planned, for `msc-dose dose`."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import cast

from msc_dose.cli.answer import Answer
from msc_dose.cli.site import conventions_of
from msc_dose.cli.table import columns
from msc_dose.courses.preparing import Recipient, prepare_thawed
from msc_dose.dosing.dose import Dose
from msc_dose.library.products import measured
from msc_dose.product.preparation import Preparation
from msc_dose.product.text import nearly
from msc_dose.product.thawing import Measured, Row, side_by_side
from msc_dose.product.use import ProductUse

_OPTIONS = {
    "thawed_cells": ("CELLS", 'counted in each container after thaw, such as "5.9e6 viable cells"'),
    "thawed_concentration": ("CONC", "or their concentration"),
    "thawed_viability": ("PERCENT", "viable among all cells after thaw"),
    "thawed_volume": ("VOLUME", "found in each container after thaw"),
}


def add_thawed(arguments: argparse.ArgumentParser) -> None:
    """Add the options of the post-thaw count."""
    group = arguments.add_argument_group("as thawed: the post-thaw count, beside what was planned")
    for name, (metavar, words) in _OPTIONS.items():
        group.add_argument(f"--{name.replace('_', '-')}", metavar=metavar, help=words)


def measured_of(given: argparse.Namespace) -> Measured | None:
    """What was measured after thaw; `None` where none of these options is given."""
    return measured(**{name: getattr(given, name) for name in _OPTIONS}, site=conventions_of(given))


def thawed_lines(
    found: Measured,
    use: ProductUse,
    recipient: Recipient,
    dose: Dose,
    planned: Preparation,
    on: date | datetime | None,
) -> Answer:
    """Planned and as thawed side by side, and the preparation as thawed."""
    made = prepare_thawed(use, recipient, dose, planned, found, on)
    rows = [_row(row) for row in side_by_side(planned, made)]
    lines = ["AS THAWED beside PLANNED", *columns(("", "Planned", "As thawed", "Difference"), rows), ""]
    return Answer(lines, {"as_thawed": made.as_document()}, made.problems)


def _row(row: Row) -> tuple[str, str, str, str]:
    shown = ["-" if value is None else nearly(value) for value in (row.planned, row.thawed)]
    difference = "-" if row.difference is None else f"{nearly(row.difference)} {row.direction}"
    return (row.what, *cast(tuple[str, str], tuple(shown)), difference if row.direction else "none")
