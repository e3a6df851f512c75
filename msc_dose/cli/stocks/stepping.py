"""`msc-dose stock release | quarantine | retrieve | return | issue | waste | correct`: one container."""

from __future__ import annotations

import argparse
import sys

from msc_dose.cli import output
from msc_dose.cli.arguments import Parser
from msc_dose.cli.signing import session_of
from msc_dose.cli.stocks.acting import (
    ID_HELP,
    Answer,
    answered,
    arguments_of,
    held_document,
    holder_of,
    state_of,
)
from msc_dose.cli.table import wrapped
from msc_dose.problems import Refusal, refuse, stop
from msc_dose.store.record import Record
from msc_dose.store.site.reasons import stated_reason
from msc_dose.store.stock import (
    HeldContainer,
    container_key,
    correct_position,
    not_told_to_course,
    take_step,
)
from msc_dose.store.stock.naming import Named, named
from msc_dose.store.stock.taking import EXPLAINED

_EXAMPLES = {
    "release": '  msc-dose stock release "MSC24A 0001" --reason "certificate of batch MSC24A"',
    "quarantine": '  msc-dose stock quarantine "MSC24A 0001" --reason "a question on its label"',
    "retrieve": '  msc-dose stock retrieve "=G12342600011700=<S12345A0"',
    "return": '  msc-dose stock return "MSC24A 0001" --reason "infusion postponed"',
    "issue": '  msc-dose stock issue "MSC24A 0001"',
    "waste": """  msc-dose stock waste "MSC24A 0001" --reason "bag torn on thaw"
  msc-dose stock waste "MSC24A 0001" --reason "bag torn on thaw" --yes""",
    "correct": '  msc-dose stock correct "MSC24A 0001" --position "tank 3, A2" --reason "rack moved"',
}
# Asked for by their names, they are refused with advice rather than as wrong usage.
_FIXED = ("expiry", "recipient", "cells", "volume", "lot", "serial", "status")


def run(action: str, words: list[str], as_json: bool) -> int:
    """Take one step, or correct a position; the container as it is then."""
    arguments = arguments_of(action, _EXAMPLES[action])
    arguments.add_argument("identity", metavar="ID", nargs="+", help=ID_HELP)
    needed = action in (*EXPLAINED, "correct")
    arguments.add_argument(
        "--reason", metavar="TEXT", help="why" if needed else "why, where it is to be told"
    )
    if action == "waste":
        said = "without typing the container's identity once more"
        arguments.add_argument("--yes", action="store_true", help=said)
    if action == "correct":
        _add_corrections(arguments)
    given = arguments.parse_args(words)
    given.action = action
    return answered(given, as_json, _correct if action == "correct" else _step)


def _add_corrections(arguments: Parser) -> None:
    arguments.add_argument("--position", metavar="TEXT", help="where it is in truth")
    for name in _FIXED:
        arguments.add_argument(f"--{name}", metavar="TEXT", help=argparse.SUPPRESS)


def _step(record: Record, given: argparse.Namespace) -> Answer:
    found, _ = meant = _meant(record, given)
    if given.action in EXPLAINED:
        stated_reason(given.reason or "")
    if given.action == "waste":
        _confirm(found, given)
    held = take_step(record, session_of(record, given), found.identity, given.action, given.reason or "")
    with record.reading() as statements:
        told = (*meant[1], *not_told_to_course(statements, held.identity))
    return _told(held, (found, told), {"schema": "msc-dose/stock-step/1", "step": given.action})


def _correct(record: Record, given: argparse.Namespace) -> Answer:
    wanted = [name for name in _FIXED if getattr(given, name) is not None]
    if wanted:
        fix = "If the list was wrong, quarantine it and find out: msc-dose stock quarantine ID --reason TEXT."
        raise Refusal(
            stop("stock.not-correctable", name, f"The {name} of a container is never rewritten.", fix)
            for name in wanted
        )
    found, _ = meant = _meant(record, given)
    session = session_of(record, given)
    held = correct_position(record, session, found.identity, given.position or "", given.reason or "")
    return _told(held, meant, {"schema": "msc-dose/stock-correct/1", "position": given.position})


def _meant(record: Record, given: argparse.Namespace) -> Named:
    with record.reading() as statements:
        return named(statements, given.identity)


def _told(held: HeldContainer, meant: Named, document: dict[str, object]) -> Answer:
    holder = holder_of(held)
    whose = f", held by {holder}" if holder else ""
    line = f"✓ {state_of(held)}: {held.identity}{whose}, at {held.container.position}"
    problems = meant[1]
    said = {**document, **held_document(held), "problems": [problem.as_document() for problem in problems]}
    return [*wrapped(line, 2), *output.problem_lines(problems)], said


def _confirm(found: HeldContainer, given: argparse.Namespace) -> None:
    """Whoever is at a terminal types the identity; elsewhere `--yes` says that it is meant."""
    if given.yes:
        return
    message = f"Wasting {found.identity} cannot be undone, and nobody confirmed it."
    fix = "On a terminal type its identity when asked; or add --yes."
    refusal = refuse("stock.not-confirmed", "yes", message, fix, found.identity)
    if sys.stdin is None or not sys.stdin.isatty():
        raise refusal
    holder = holder_of(found)
    whose = f", held by {holder}" if holder else ""
    head = f"{found.identity} is {state_of(found)}{whose}. Wasting it cannot be undone."
    output.complain("\n".join([*wrapped(head), "Type its identity to waste it:"]))
    if container_key(sys.stdin.readline().strip()) != found.key:
        raise refusal
