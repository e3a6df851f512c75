"""`msc-dose stock exceptional-release`: two people sign for a product that was not released."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from msc_dose.cli import output
from msc_dose.cli.signing import proof_of, session_of
from msc_dose.cli.stock_find import container_lines
from msc_dose.cli.stocks.acting import (
    ID_HELP,
    Answer,
    answered,
    arguments_of,
    held_document,
    state_of,
)
from msc_dose.cli.table import wrapped
from msc_dose.store import stock
from msc_dose.store.record import Record
from msc_dose.store.stock.naming import named

_EXAMPLES = """  msc-dose stock exceptional-release "MSC24A 0001" \\
      --fact "viability after thaw 62 %, limit 70 %" \\
      --reason "no other product for this patient" --notification QA-2024-017 \\
      --signed-by ph-2 di-1"""


def run(action: str, words: list[str], as_json: bool) -> int:
    """Release by exception; each of the two gives their passphrase."""
    arguments = arguments_of(action, _EXAMPLES)
    arguments.add_argument("identity", metavar="ID", nargs="+", help=ID_HELP)
    for name, said in (
        ("fact", "what about the product is outside its release"),
        ("reason", "why it is given all the same"),
        ("notification", "the reference under which it was reported"),
    ):
        arguments.add_argument(f"--{name}", metavar="TEXT", required=True, help=said)
    said = "the two who sign, one of them a director; each is asked for the passphrase"
    arguments.add_argument("--signed-by", metavar="CODE", nargs=2, required=True, help=said)
    return answered(arguments.parse_args(words), as_json, _release)


def _release(record: Record, given: argparse.Namespace) -> Answer:
    with record.reading() as statements:
        found, _ = named(statements, given.identity)
    session = session_of(record, given)
    facts = {"fact": given.fact, "reason": given.reason, "notification": given.notification}
    said = [line for name, text in facts.items() for line in wrapped(f"  {name + ':':<19} {text}", 22)]
    signed = ["TO BE SIGNED: EXCEPTIONAL RELEASE", *container_lines(found.container), *said]
    output.complain("\n".join(signed))  # whoever signs has it before them, also where JSON is wanted
    one, other = (proof_of(record, given, code) for code in given.signed_by)
    why = (given.fact, given.reason, given.notification)
    held = stock.exceptional_release(record, session, found.identity, *why, (one, other))
    with record.reading() as statements:
        made = stock.exceptional_releases(statements, held.identity)[-1]
    who = " and ".join(f"{each.person} ({each.role})" for each in made.signatures)
    document = {"schema": "msc-dose/stock-exceptional-release/1", **held_document(held), **asdict(made)}
    return wrapped(f"✓ {state_of(held)}: {held.identity}, signed by {who}", 2), document
