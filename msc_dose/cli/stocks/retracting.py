"""`msc-dose stock retract`: the last step that a person took with a container is entered in error."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from msc_dose.cli import output
from msc_dose.cli.signing import proof_of, session_of
from msc_dose.cli.stocks.acting import (
    ID_HELP,
    Answer,
    answered,
    arguments_of,
    held_document,
    holder_of,
    moment_text,
    state_of,
)
from msc_dose.cli.table import wrapped
from msc_dose.store.record import Record
from msc_dose.store.site.reasons import stated_reason
from msc_dose.store.stock import last_by_hand, retract_step
from msc_dose.store.stock.naming import named

_EXAMPLES = """  msc-dose stock retract "MSC24A 0001" --reason "not this bag" --second ph-2
  msc-dose stock retract "MSC24A 0001" --reason "issued by mistake" \\
      --second ph-2 --as te-7

what an event of a course told is entered in error with its course:
  msc-dose course retract C-0417 12 --reason "wrong patient" --second rn-205"""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Enter the last step by hand in error; a second person gives their passphrase."""
    arguments = arguments_of(action, _EXAMPLES)
    arguments.add_argument("identity", metavar="ID", nargs="+", help=ID_HELP)
    arguments.add_argument("--reason", metavar="TEXT", required=True, help="why it is in error")
    said = "who agrees; they are asked for their passphrase"
    arguments.add_argument("--second", metavar="CODE", required=True, help=said)
    return answered(arguments.parse_args(words), as_json, _retract)


def _retract(record: Record, given: argparse.Namespace) -> Answer:
    reason = stated_reason(given.reason)
    with record.reading() as statements:
        found, _ = named(statements, given.identity)
        step = last_by_hand(statements, found.identity)
    session = session_of(record, given)
    why = f": {step.reason}" if step.reason else ""
    said = f"{found.identity}: {step.name}, {moment_text(record, step.at)}, by {step.person}{why}"
    # Whoever agrees has it before them, also where JSON is wanted.
    output.complain("\n".join(["TO BE ENTERED IN ERROR", *wrapped(f"  {said}", 6)]))
    second = proof_of(record, given, given.second)
    held = retract_step(record, session, found.identity, reason, second, step.number)
    holder = holder_of(held)
    whose = f", held by {holder}" if holder else ""
    line = f"✓ {state_of(held)}: {held.identity}{whose}; {step.name} counts no more"
    document = {
        "schema": "msc-dose/stock-retract/1",
        "entered_in_error": asdict(step),
        "second": second.person,
    }
    return wrapped(f"{line} (with {second.person})", 2), {**document, **held_document(held)}
