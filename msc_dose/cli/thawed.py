"""The post-thaw count beside what was planned, for `msc-dose dose`."""

from __future__ import annotations

import argparse

from msc_dose.cli.site import conventions_of
from msc_dose.cli.table import columns, wrapped
from msc_dose.library.products import measured
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.preparation.thawing import Measured, Row, side_by_side
from msc_dose.product.shortened import without_noun
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import unit_text

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


def thawed_stated(given: argparse.Namespace) -> bool:
    """Whether any of these options is given."""
    return any(getattr(given, name) is not None for name in _OPTIONS)


def measured_of(given: argparse.Namespace) -> Measured | None:
    """What was measured after thaw; `None` where none of these options is given."""
    return measured(**{name: getattr(given, name) for name in _OPTIONS}, site=conventions_of(given))


def thawed_table(planned: Preparation, thawed: Preparation) -> list[str]:
    """Planned and as thawed, side by side; numbers to a few digits, the working has them whole."""
    rows = [_row(row) for row in side_by_side(planned, thawed)]
    counted = unit_text(planned.need)
    heads = ("", "Planned", "As thawed", "Difference")
    heading = f"AS THAWED beside PLANNED (cells: {counted}; long numbers cut to four digits)"
    return [*wrapped(heading, indent=4), *columns(heads, rows)]


# The page says prepared for what is in the final product container, as its other lines do.
_WORDS = {"cells delivered": "cells prepared", "of the dose": "of the calculated dose"}


def _row(row: Row) -> tuple[str, str, str, str]:
    difference = "none"
    if row.difference is not None and row.direction:
        difference = f"{_short(row.difference)} {row.direction}"
    return (_WORDS.get(row.what, row.what), _short(row.planned), _short(row.thawed), difference)


def _short(amount: Amount | None) -> str:
    """The number to four digits, its cells named in the heading."""
    if amount is None:
        return "-"
    return without_noun(amount)
