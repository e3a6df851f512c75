"""`msc-dose read KIND TEXT`: one quantity, or every reading of it; `--file` reads a column of them."""

from __future__ import annotations

import argparse

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.site import add_conventions, conventions_of, echo
from msc_dose.cli.stated import in_style, read_document
from msc_dose.dosing.guards import check_product
from msc_dose.notation.reader import read
from msc_dose.quantity.kinds import KINDS
from msc_dose.quantity.writer import STYLES

_EXAMPLES = """  msc-dose read dose_per_weight "2 × 10⁶ cells/kg"
  msc-dose read body_weight "70.5 kg"
  msc-dose read platelet_count "14–30 × 10⁹/L" --json
  msc-dose read dose_per_weight "2e6 cells/kg" --style scientific
  msc-dose read body_weight "154.3 lb" --allow-lb
  msc-dose read body_weight --file weights.txt
  msc-dose read body_weight --file patients.csv --column weight --json"""


def run(words: list[str], as_json: bool) -> int:
    """Read the text, or the file's column of texts, and write what each says."""
    arguments = _arguments()
    given = arguments.parse_args(words)
    if (given.text is None) == (given.file is None):
        arguments.error("give one TEXT, or --file FILE")
    if given.column is not None and given.file is None:
        arguments.error("--column belongs to --file")
    check_product(given.product)
    conventions = conventions_of(given)
    if given.file is not None:
        from msc_dose.cli.read_column import read_column

        return read_column(given, conventions, as_json)
    found = read(given.text, given.kind, "text", conventions)
    if as_json:
        output.document(read_document(found, conventions, given.style))
    else:
        output.say("\n".join([in_style(found, given.style), *echo(found, conventions)]))
    return 0


def _arguments() -> argparse.ArgumentParser:
    arguments = parser("read", "Read one quantity, or show every reading of it.", _EXAMPLES)
    arguments.add_argument("kind", metavar="KIND", choices=KINDS, help=f"one of {', '.join(KINDS)}")
    arguments.add_argument("text", metavar="TEXT", nargs="?", help="the quantity with its unit, in quotes")
    arguments.add_argument("--file", metavar="FILE", help="read every line of a file; - is standard input")
    arguments.add_argument("--column", metavar="NAME", help="with --file: this column of a CSV file")
    arguments.add_argument(
        "--style", choices=STYLES, default=None, help=f"how it is written: {', '.join(STYLES)}"
    )
    arguments.add_argument("--product", help="order readings as for this product class: iv-msc")
    add_conventions(arguments)
    return arguments
