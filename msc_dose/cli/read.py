"""`msc-dose read KIND TEXT`: one quantity, or every reading of it."""

from __future__ import annotations

from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.notation.reader import read
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain
from msc_dose.quantity.kinds import KINDS

_EXAMPLES = """  msc-dose read dose_per_weight "2 × 10⁶ cells/kg"
  msc-dose read body_weight "70.5 kg"
  msc-dose read platelet_count "14 × 10⁹/L" --json"""


def run(words: list[str], as_json: bool) -> int:
    """Read the text and write what it says."""
    arguments = parser("read", "Read one quantity, or show every reading of it.", _EXAMPLES)
    arguments.add_argument("kind", metavar="KIND", choices=KINDS, help=f"one of {', '.join(KINDS)}")
    arguments.add_argument("text", metavar="TEXT", help="the quantity with its unit, in quotes")
    given = arguments.parse_args(words)
    amount = read(given.text, given.kind)
    if as_json:
        output.document(read_document(amount))
    else:
        output.say(str(amount))
    return 0


def read_document(amount: Amount) -> dict[str, Any]:
    """What was read as a plain mapping (schema `msc-dose/read/1`)."""
    facts = {"counts": amount.counts, "population": amount.population}
    return {
        "schema": "msc-dose/read/1",
        "value": plain(amount.shown_value),
        "unit": amount.unit,
        "text": str(amount),
        **({} if amount.exact else {"exact": False}),
        **{name: fact for name, fact in facts.items() if fact},
    }
