"""One entry in a course: options made from the event's fields, the entry written, its effect shown."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import MISSING
from typing import Any

from msc_dose.cli.arguments import parser
from msc_dose.cli.courses.clock import add_moments
from msc_dose.cli.courses.effect import entered
from msc_dose.cli.courses.examples import EXAMPLES
from msc_dose.cli.courses.kept import add_answers, add_kept, kept
from msc_dose.cli.site import add_conventions, conventions_of
from msc_dose.courses.events.allowed import OneOf
from msc_dose.courses.events.fields import Field, fields_of
from msc_dose.files.settings import declared_settings
from msc_dose.library.actions import ACTIONS, Action
from msc_dose.library.closed_lists import held
from msc_dose.library.entries import entry_of

_HINTS = {
    "items": 'each item that holds, or ITEM=no: "consent" "IV access" "last reaction reviewed"',
    "containers": 'identity; of what was given: "V-12, issued=18 mL, infused=18 mL, left=0 mL", or with ;',
}


def run(action: str, words: list[str], as_json: bool) -> int:
    """Read the course, make the event, record it, and show what it changed."""
    meant = ACTIONS[action]
    arguments = _arguments(action, meant)
    given = arguments.parse_args(words)
    kind, texts = _texts(meant, given, arguments)
    where = kept(given)
    before = where.course
    what = held(
        entry_of(kind, texts, before.zone, conventions_of(given)), before, declared_settings().clearance
    )
    event, after, found = where.enter(given, what)
    return entered(event, before, after, as_json, where.lines, found)


def _arguments(action: str, meant: Action) -> argparse.ArgumentParser:
    example = f"  msc-dose course {action} {EXAMPLES[action]}"
    arguments = parser(f"course {action}", f"{meant.help[:1].upper()}{meant.help[1:]}.", example)
    add_kept(arguments)
    add_answers(arguments)
    named = [name for name, _ in meant.instead]
    kinds = (meant.kind, *(kind for _, kind in meant.instead))
    for name in meant.positional:
        arguments.add_argument(name, metavar=name.upper().replace("_", "-"))
    for field in _all_fields(kinds):
        if field.name not in meant.positional and not (named and field.name == "reason"):
            _add_option(arguments, field)
    for name in named:
        arguments.add_argument(f"--{name.replace('_', '-')}", metavar="REASON", help="instead; says why")
    if named and any(field.name == "reason" for field in fields_of(meant.kind)):
        arguments.add_argument("--reason", metavar="TEXT", help="why")
    add_moments(arguments)
    add_conventions(arguments)
    return arguments


def _all_fields(kinds: Iterable[type[Any]]) -> list[Field]:
    found: dict[str, Field] = {}
    for kind in kinds:
        for field in fields_of(kind):
            found.setdefault(field.name, field)
    return list(found.values())


def _add_option(arguments: argparse.ArgumentParser, field: Field) -> None:
    settings: dict[str, Any] = {"nargs": "+"} if field.many else {}
    needed = "" if field.default is not MISSING else " (asked for)"
    arguments.add_argument(
        f"--{field.name.replace('_', '-')}", metavar="TEXT", help=f"{_hint(field)}{needed}", **settings
    )


def _hint(field: Field) -> str:
    if field.name in _HINTS:
        return _HINTS[field.name]
    if isinstance(field.allowed, OneOf):
        return ", ".join(field.allowed.words)
    return {"bool": "yes, no", "date": "YYYY-MM-DD", "datetime": "YYYY-MM-DD HH:MM"}.get(
        field.type.__name__, field.name.replace("_", " ")
    )


def _texts(
    meant: Action, given: argparse.Namespace, arguments: argparse.ArgumentParser
) -> tuple[type[Any], dict[str, Any]]:
    """The event that is meant, and the texts of its fields that are given; two reasons are wrong usage."""
    kind = meant.kind
    said = {name: value for name, value in vars(given).items() if value is not None}
    for name, other in meant.instead:
        if name in said:
            if "reason" in said:
                arguments.error(f"--{name.replace('_', '-')} says why; leave out --reason")
            kind, said["reason"] = other, said[name]
    return kind, {field.name: said[field.name] for field in fields_of(kind) if field.name in said}
