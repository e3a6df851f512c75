"""What every action of verification shares: its parser, the record, who signs, and the answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import Parser, parser
from msc_dose.cli.signing import add_record, banner, proof_of, record_of, session_of
from msc_dose.cli.table import wrapped
from msc_dose.cli.verifying import ACTIONS
from msc_dose.problems import refuse
from msc_dose.store.record import Proof, Record
from msc_dose.verification.outcome import Outcome

DONE, REFUSED = 0, 3
Answer = tuple[list[str], dict[str, Any]]


def arguments_of(action: str, examples: str, signing: bool = True) -> Parser:
    """The parser of one action, with the options of the record."""
    said = ACTIONS[action][1]
    made = parser(f"verify {action}", f"{said[:1].upper()}{said[1:]}.", examples)
    add_record(made, signing=signing)
    return made


def add_dose(arguments: argparse.ArgumentParser) -> None:
    """Add which dose is meant."""
    arguments.add_argument("course", metavar="COURSE", help="the code of the course")
    arguments.add_argument("infusion", metavar="INFUSION", help="the number of the infusion")


def number_of(text: str, field: str = "infusion") -> int:
    """A whole number as it was typed; Refusal `event.number`."""
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    raise refuse("event.number", field, f"{text!r} is not a whole number.", "Give a whole number.", text)


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Record]:
    """The record that is meant, with its site's settings in force."""
    from msc_dose.cli.courses.kept import use_site_settings

    record = record_of(given)
    try:
        use_site_settings(record)
        yield record
    finally:
        record.close()


def signer(record: Record, given: argparse.Namespace) -> Proof:
    """Whoever signs: the person of --as, else whoever is signed in; the passphrase is asked for anew."""
    code = given.acting if given.acting is not None else session_of(record, given).person
    return proof_of(record, given, code)


def answered(
    given: argparse.Namespace, as_json: bool, work: Callable[[Record, argparse.Namespace], Answer]
) -> int:
    """Open the record, do the work, write its lines beneath the record's banner, or its document."""
    with opened(given) as record:
        lines, document = work(record, given)
        head = banner(record)
        training = record.training
    if as_json:
        output.document({**document, "training": training})
    else:
        folded = [part for line in lines for part in wrapped(line, _indent(line) + 2)]
        output.say("\n".join([*head, *([""] if head else []), *folded]))
    return DONE


def came_to(record: Record, outcome: Outcome, as_json: bool) -> int:
    """Write an outcome; status 3 where the re-entry differs, for nothing was signed."""
    if as_json:
        output.document({**outcome.as_document(), "training": record.training})
    else:
        head = banner(record)
        lines = [part for line in outcome.lines() for part in wrapped(line, _indent(line) + 2)]
        output.say("\n".join([*head, *([""] if head else []), *lines]))
    return DONE if outcome.signature is not None else REFUSED


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
