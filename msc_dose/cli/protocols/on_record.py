"""`msc-dose protocol propose | approve | withdraw`: two people stand for a site's protocol file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.protocol_text import protocol_lines
from msc_dose.cli.signing import add_record, banner, proof_of, record_of, session_of
from msc_dose.cli.table import wrapped
from msc_dose.files.reading import file_text
from msc_dose.library import kept_session
from msc_dose.library.approved import proposable
from msc_dose.notation.dates import read_date
from msc_dose.problems import Problem
from msc_dose.scheduling import day_text
from msc_dose.store.chain import SHORT
from msc_dose.store.record import Proof, Record
from msc_dose.store.site import protocols

_SAID = {
    "propose": "Put a site's protocol file forward: its worked examples must agree.",
    "approve": "Approve what another person proposed; the protocol is shown first.",
    "withdraw": "Take a protocol out of use, or a proposal back. Courses that it started go on.",
}
_EXAMPLES = {
    "propose": """  msc-dose protocol propose site_sjogren_msc.toml --review 2028-06-30
  msc-dose protocol propose site_sjogren_msc.toml --review 2028-06-30 --as ph-12""",
    "approve": """  msc-dose protocol approve site-sjogren-msc --as md-3
  msc-dose protocol approve 1a2b3c4d --as md-3""",
    "withdraw": """  msc-dose protocol withdraw 1a2b3c4d --reason "superseded by version 4\"""",
}
_MARGIN = 12
_MEANT = "the protocol's id, or the beginning of its hash"


def run(action: str, words: list[str], as_json: bool) -> int:
    """Carry out one of the three actions.

    Raises Refusal `protocol.…`, and those of the record and of a signature.
    """
    given = _given(action, words)
    record = record_of(given)
    try:
        head = banner(record)
        if head and not as_json:
            output.say("\n".join(head))
        lines, document = _ACTIONS[action](record, given, as_json)
    finally:
        record.close()
    if as_json:
        output.document({"schema": "msc-dose/protocol-on-record/1", **document})
    else:
        output.say("\n".join(lines))
    return 0


def _given(action: str, words: list[str]) -> argparse.Namespace:
    arguments = parser(f"protocol {action}", _SAID[action], _EXAMPLES[action])
    if action == "propose":
        arguments.add_argument("protocol", metavar="FILE", help="the site's protocol file (.toml)")
        said = "the last day on which it may start a course, unless it is proposed again: YYYY-MM-DD"
        arguments.add_argument("--review", metavar="DATE", required=True, help=said)
    else:
        arguments.add_argument("protocol", metavar="PROTOCOL", help=_MEANT)
    if action == "withdraw":
        arguments.add_argument("--reason", metavar="TEXT", required=True, help="why")
    add_record(arguments)
    given: argparse.Namespace = arguments.parse_args(words)
    return given


_Answer = tuple[list[str], dict[str, Any]]


def _propose(record: Record, given: argparse.Namespace, as_json: bool) -> _Answer:
    text, review = file_text(given.protocol, "protocol"), read_date(given.review, "review")
    protocol, problems = proposable(text, given.protocol)
    proof = _signed(record, given)
    fingerprint = protocols.propose(record, proof, protocol.id, text, review)
    said = [
        f"✓ Proposed: {protocol.id} ({fingerprint[:SHORT]}) by {proof.person}, review {day_text(review)}",
        f"  Another person approves it: msc-dose protocol approve {fingerprint[:SHORT]}",
    ]
    return _answer(said, protocol.id, fingerprint, proof.person, problems, review)


def _approve(record: Record, given: argparse.Namespace, as_json: bool) -> _Answer:
    one = _find(record, given.protocol)
    protocol, problems = proposable(one.text, f"{one.name} ({one.short})")
    if not as_json:
        lines = [*map(_not_yet, protocol_lines(protocol)), "", f"SHA-256     {one.hash}"]
        by = f"Proposed    by {one.proposed_by}; review {day_text(one.review)}"
        output.say(
            "\n".join(line for text in [*lines, by, ""] for line in wrapped(text, indent=_MARGIN) or [""])
        )
    proof = _signed(record, given)
    replaced = protocols.approve(record, proof, one.hash)
    said = [f"✓ Approved: {one.name} ({one.short}) by {proof.person}, review {day_text(one.review)}"]
    said += [f"  It replaces {each[:SHORT]}, which is withdrawn." for each in replaced]
    lines_and_document = _answer(said, one.name, one.hash, proof.person, problems, one.review)
    return lines_and_document[0], {**lines_and_document[1], "replaces": list(replaced)}


def _not_yet(line: str) -> str:
    """The line; that of the status says that it is the file's own word, and nobody's approval."""
    if not line.startswith("Status "):
        return line
    return f"{'Status':<{_MARGIN}}its own status line reads site-approved; not yet approved here"


def _withdraw(record: Record, given: argparse.Namespace, as_json: bool) -> _Answer:
    one = _find(record, given.protocol)
    session = session_of(record, given)
    protocols.withdraw(record, session, one.hash, given.reason)
    said = [f"✓ Withdrawn: {one.name} ({one.short}) by {session.person}: {given.reason}"]
    return _answer(said, one.name, one.hash, session.person, (), one.review)


def _find(record: Record, said: str) -> protocols.Filed:
    with record.reading() as statements:
        return protocols.find(statements, said)


def _signed(record: Record, given: argparse.Namespace) -> Proof:
    """The proof of whoever signs: of --as, else of whoever is signed in here, the passphrase asked anew."""
    code = given.acting if given.acting is not None else kept_session.kept(record)[0].person
    return proof_of(record, given, code)


def _answer(
    said: list[str], name: str, fingerprint: str, person: str, problems: tuple[Problem, ...], review: date
) -> _Answer:
    lines = [*(line for text in said for line in wrapped(text, 2)), *output.problem_lines(problems)]
    found = [problem.as_document() for problem in problems]
    facts = {"protocol": name, "hash": fingerprint, "person": person, "review": review.isoformat()}
    return lines, {**facts, "problems": found}


_ACTIONS: dict[str, Callable[[Record, argparse.Namespace, bool], _Answer]] = {
    "propose": _propose,
    "approve": _approve,
    "withdraw": _withdraw,
}
