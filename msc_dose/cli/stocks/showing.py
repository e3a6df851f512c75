"""`msc-dose stock show`: one container of the record, who has it, and every step of its life."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from msc_dose.cli import output
from msc_dose.cli.stock_find import container_lines
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
from msc_dose.problems import Refusal
from msc_dose.product.life import ENTERED_IN_ERROR, Step
from msc_dose.store.databases.database import Statements
from msc_dose.store.record import Record
from msc_dose.store.stock import (
    ExceptionalRelease,
    HeldContainer,
    exceptional_releases,
    history,
    life_on_record,
    release_in_force,
    second_people,
)
from msc_dose.store.stock.naming import named

_EXAMPLES = """  msc-dose stock show "MSC24A 0001"
  msc-dose stock show msc24a 0001
  msc-dose stock show "=G12342600011700" "=<S12345A0"
  msc-dose stock show "MSC24A 0001" --json"""

_History = tuple[tuple[Step, bool], ...]


def run(action: str, words: list[str], as_json: bool) -> int:
    """Write everything that the record knows of one container; Refusal `container.not-found`."""
    arguments = arguments_of(action, _EXAMPLES, signing=False)
    arguments.add_argument("identity", metavar="ID", nargs="+", help=ID_HELP)
    return answered(arguments.parse_args(words), as_json, _show)


def _show(record: Record, given: argparse.Namespace) -> Answer:
    with record.reading() as statements:
        try:
            held, problems = named(statements, given.identity)
        except Refusal:
            taken = _unlisted(record, statements, " ".join(given.identity))
            if taken is None:
                raise
            return taken
        releases = exceptional_releases(statements, held.identity)
        in_force = release_in_force(statements, held.identity)
        steps, agreed = history(statements, held.identity), second_people(statements, held.identity)
    document = {
        "schema": "msc-dose/stock-show/1",
        **held_document(held),
        "exceptional_releases": [asdict(each) for each in releases],
        "steps": _documents(steps, agreed),
        "problems": [problem.as_document() for problem in problems],
    }
    lines = [*_lines(held), *_releases(record, releases, in_force), *_steps(record, steps, agreed)]
    return [*lines, *output.problem_lines(problems)], document


def _lines(held: HeldContainer) -> list[str]:
    holder = holder_of(held)
    head = f"{state_of(held).upper()}{f', held by {holder}' if holder else ''}"
    return [*wrapped(head, 4), *container_lines(held.container)]


def _unlisted(record: Record, statements: Statements, identity: str) -> Answer | None:
    """A container that a course has and that stands on no list that was taken in."""
    steps = history(statements, identity)
    if not steps:
        return None
    life = life_on_record(statements, identity)
    holder = life.holder
    document = {
        "schema": "msc-dose/stock-show/1",
        "identity": identity,
        "state": life.state,
        "course": holder.course if holder else None,
        "infusion": holder.infusion if holder else None,
        "container": None,
        "steps": _documents(steps, {}),
    }
    whose = f"; held by {holder.course}, infusion {holder.infusion}" if holder else ""
    head = f"NOT IN THE STOCK: {identity}, {life.state}{whose}. No list that was taken in has it."
    return [*wrapped(head, 4), *_steps(record, steps, {})], document


def _releases(
    record: Record, releases: Iterable[ExceptionalRelease], in_force: ExceptionalRelease | None
) -> Iterable[str]:
    """Each exceptional release with its fact, reason, reference and the two who signed."""
    for each in releases:
        force = "" if each == in_force else ", not in force any more"
        yield ""
        yield f"EXCEPTIONAL RELEASE{force}"
        for name in ("fact", "reason", "notification"):
            yield from wrapped(f"  {name + ':':<14} {getattr(each, name)}", 17)
        for signed in each.signatures:
            who = f"{signed.person} ({signed.name}, {signed.role})"
            yield from wrapped(f"  {'signed:':<14} {who}, {moment_text(record, signed.at)}", 17)


def _steps(record: Record, steps: _History, agreed: Mapping[str, str]) -> Iterable[str]:
    if not steps:
        return
    yield ""
    yield "STEPS"
    names = {step.number: step.name for step, _ in steps}
    for step, counts in steps:
        why = f": {step.reason}" if step.reason else ""
        struck = "" if counts else "entered in error, does not count: "
        said = f"{struck}{_said(step, names, agreed)}{why}"
        yield from wrapped(f"  {moment_text(record, step.at)}  {said}", 6)


def _said(step: Step, names: Mapping[int, str], agreed: Mapping[str, str]) -> str:
    """The step in words, for whom, and who took or told it; of an entry in error what it takes back."""
    if step.name == ENTERED_IN_ERROR:
        second = f" and {agreed[step.at]}" if step.at in agreed else ""
        return f"{names.get(step.event or 0, 'a step')} entered in error, by {step.person}{second}"
    whose = f" for {step.course}, infusion {step.infusion}" if step.course else ""
    told = f" (event {step.event})" if step.event is not None else ""
    return f"{step.name}{whose}{told}, by {step.person}"


def _documents(steps: _History, agreed: Mapping[str, str]) -> list[dict[str, object]]:
    return [{**asdict(step), "counts": counts, "second": _second(step, agreed)} for step, counts in steps]


def _second(step: Step, agreed: Mapping[str, str]) -> str | None:
    return agreed.get(step.at) if step.name == ENTERED_IN_ERROR else None
