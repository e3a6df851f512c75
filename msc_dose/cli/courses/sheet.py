"""`msc-dose course worksheet`: the preparation sheet of an infusion on record, with the head of the audit."""

from __future__ import annotations

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.signing import add_record, banner, record_of
from msc_dose.problems import refuse

_EXAMPLES = """  msc-dose course worksheet C-0417 1
  msc-dose course worksheet C-0417 1 --json"""
_SAID = "The preparation sheet of an infusion: order, double check, containers, the plan's own sheet."


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write the sheet."""
    from msc_dose.library.record import worksheet

    arguments = parser(f"course {action}", _SAID, _EXAMPLES)
    arguments.add_argument("course", metavar="CODE", help="the course, by its code in the record")
    arguments.add_argument("infusion", metavar="INFUSION", help="the number of the infusion")
    add_record(arguments, signing=False)
    given = arguments.parse_args(words)
    if not given.infusion.isdigit():
        message = f"{given.infusion!r} is no number of an infusion."
        raise refuse("event.number", "infusion", message, "Give it in digits.", given.infusion)
    record, number = record_of(given), int(given.infusion)
    lines = [*banner(record), *worksheet(record, given.course, number)]
    if as_json:
        output.document({"schema": "msc-dose/worksheet/1", "infusion": number, "lines": lines})
    else:
        output.say("\n".join(lines))
    return 0
