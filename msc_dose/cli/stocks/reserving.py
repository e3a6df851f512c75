"""`msc-dose stock reserve | unreserve`: containers for an infusion, all or none."""

from __future__ import annotations

import argparse

from msc_dose.cli import output
from msc_dose.cli.signing import session_of
from msc_dose.cli.stocks.acting import (
    ID_HELP,
    Answer,
    answered,
    arguments_of,
    held_document,
    state_of,
)
from msc_dose.cli.table import wrapped
from msc_dose.problems import Problem, refuse
from msc_dose.store import stock
from msc_dose.store.courses import course_on_record
from msc_dose.store.record import Record
from msc_dose.store.stock.naming import named

_EXAMPLES = {
    "reserve": """  msc-dose stock reserve C-0417 2 "MSC24A 0001" "MSC24A 0002"
  msc-dose stock reserve C-0417 2
  msc-dose stock reserve C-0417 2 "=G12342600011700=<S12345A0" --as te-7""",
    "unreserve": '  msc-dose stock unreserve C-0417 2 "MSC24A 0001" --reason "given from another bag"',
}


def run(action: str, words: list[str], as_json: bool) -> int:
    """Reserve or unreserve; Refusal `container.held` names who has a container, since when."""
    arguments = arguments_of(action, _EXAMPLES[action])
    arguments.add_argument("course", metavar="COURSE", help="the course's code")
    arguments.add_argument("infusion", metavar="INFUSION", type=int, help="the number of the infusion")
    many = "*" if action == "reserve" else "+"
    none = "; none: those that the plan chose" if action == "reserve" else ""
    arguments.add_argument("identities", metavar="ID", nargs=many, help=f"each {ID_HELP}{none}")
    if action == "unreserve":
        arguments.add_argument("--reason", metavar="TEXT", help="why")
    given = arguments.parse_args(words)
    return answered(given, as_json, _reserve if action == "reserve" else _unreserve)


def _reserve(record: Record, given: argparse.Namespace) -> Answer:
    given.identities = given.identities or _planned(record, given)
    identities, problems = _meant(record, given)
    session = session_of(record, given)
    held = stock.reserve(record, session, given.course, given.infusion, identities)
    with record.reading() as statements:
        course = course_on_record(statements, given.course)
        stands = stock.clearance_problems(statements, course, given.infusion, record.now())
        cells = stock.cells_problems(statements, course, given.infusion)
        stands += tuple(problem for problem in cells if problem not in stands)
    lines, document = _told(given, held, problems)
    if stands:
        lines += ["", "What stands against clearing it to thaw:", *output.problem_lines(stands)]
    return lines, {**document, "against_clearance": [problem.as_document() for problem in stands]}


def _planned(record: Record, given: argparse.Namespace) -> list[str]:
    """The containers that the course's plan chose; Refusal `value.missing` where it chose none."""
    with record.reading() as statements:
        found = stock.planned_containers(course_on_record(statements, given.course), given.infusion)
    if not found:
        message = f"No container is named, and the plan of {given.course} chose none for this infusion."
        raise refuse("value.missing", "identities", message, "Name each container by its identity.")
    return list(found)


def _unreserve(record: Record, given: argparse.Namespace) -> Answer:
    identities, problems = _meant(record, given)
    session = session_of(record, given)
    reason = given.reason or ""
    held = stock.unreserve(record, session, given.course, given.infusion, identities, reason)
    return _told(given, held, problems)


def _meant(record: Record, given: argparse.Namespace) -> tuple[list[str], list[Problem]]:
    """The identities that are meant, and what their labels say otherwise."""
    with record.reading() as statements:
        found = [named(statements, [each]) for each in given.identities]
    return [held.identity for held, _ in found], [problem for _, told in found for problem in told]


def _told(
    given: argparse.Namespace, held: tuple[stock.HeldContainer, ...], problems: list[Problem]
) -> Answer:
    whose = f"{given.course}, infusion {given.infusion}"
    rows = [
        line
        for each in held
        for line in wrapped(f"✓ {state_of(each)}: {each.identity}, at {each.container.position}", 2)
    ]
    document = {
        "schema": "msc-dose/stock-reservation/1",
        "course": given.course,
        "infusion": given.infusion,
        "containers": [held_document(each) for each in held],
        "problems": [problem.as_document() for problem in problems],
    }
    return [whose, *rows, *output.problem_lines(problems)], document
