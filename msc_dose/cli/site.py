"""What the site has declared about its writing: from an option, or from the settings file; and said again."""

from __future__ import annotations

import argparse
from typing import Any

from msc_dose.files.settings import VARIABLE, declared_settings
from msc_dose.notation.conventions import DECIMAL_MARKS, Conventions
from msc_dose.quantity.amount import Amount


def add_conventions(arguments: argparse.ArgumentParser, pounds: bool = True) -> None:
    """Add the options by which a site's writing is declared."""
    arguments.add_argument(
        "--decimal-mark",
        choices=DECIMAL_MARKS,
        help=f"comma where the site writes 70,5 kg; else the settings file's ({VARIABLE})",
    )
    if pounds:
        arguments.add_argument(
            "--allow-lb", action="store_true", help="convert a body weight in pounds; both numbers are kept"
        )


def conventions_of(given: argparse.Namespace) -> Conventions:
    """The conventions of these options; what they leave open is the settings file's, or the default.

    Raises Refusal for a settings file that cannot be read.
    """
    mark = given.decimal_mark or declared_settings().decimal_mark
    return Conventions(mark, getattr(given, "allow_lb", False), getattr(given, "product", None))


def echo(found: Any, conventions: Conventions) -> list[str]:
    """What was converted or read by declaration, said beside the result."""
    lines = []
    if isinstance(found, Amount) and found.as_written and conventions.pounds:
        lines.append(f"converted from {found.as_written}")
    if conventions.comma:
        lines.append("decimal mark: comma, as the site declares")
    return lines
