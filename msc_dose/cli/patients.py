"""`msc-dose patient list | show | identify`: the patients of a record."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.signing import add_record, banner, record_of, session_of
from msc_dose.cli.table import columns, wrapped
from msc_dose.problems import refuse
from msc_dose.store.record import Record
from msc_dose.store.site import patients

_EXAMPLES = """  msc-dose patient list
  msc-dose patient show P-0417
  msc-dose patient identify P-0417 "hospital number=4711" "ward=3 West" \\
      --shared ward
  msc-dose patient identify P-0418 --new "hospital number=4712"
  msc-dose patient identify P-0417 --none

identify states all identifiers of a patient at once; it needs the setting
identity = local (msc-dose settings identity)."""
_Answer = tuple[list[str], dict[str, Any]]


def run(words: list[str], as_json: bool) -> int:
    """List patients, show one, or state what one is called here.

    Raises Refusal `patient.…`, and those of the record and of signing in.
    """
    given = _given(words)
    record = record_of(given)
    try:
        lines, document = _ACTIONS[given.action](record, given)
        head = banner(record)
    finally:
        record.close()
    if as_json:
        output.document(document)
    else:
        output.say("\n".join([*head, *lines]))
    return 0


def _given(words: list[str]) -> argparse.Namespace:
    arguments = parser("patient", "The patients of the record, by their codes.", _EXAMPLES)
    actions = arguments.add_subparsers(dest="action", required=True, metavar="list | show | identify")
    add_record(actions.add_parser("list", help="every code, with the number of courses"), signing=False)
    shown = actions.add_parser("show", help="one patient: identifiers, where they are kept, and courses")
    shown.add_argument("patient", metavar="CODE", help="the patient's code")
    add_record(shown, signing=False)
    named = actions.add_parser("identify", help="state all the identifiers of one patient")
    named.add_argument("patient", metavar="CODE", help="the patient's code")
    named.add_argument("identifiers", metavar="NAME=VALUE", nargs="*", help="what the patient is called here")
    named.add_argument("--none", action="store_true", help="take all identifiers back")
    said = "add a patient by this code; without it, it is one that the record has"
    named.add_argument("--new", action="store_true", help=said)
    said = "names of which several patients may have one value, such as ward"
    named.add_argument("--shared", metavar="NAME", nargs="+", default=(), help=said)
    named.add_argument("--reason", metavar="TEXT", default="", help="why")
    add_record(named)
    given: argparse.Namespace = arguments.parse_args(words)
    if given.action == "identify" and given.none == bool(given.identifiers):
        named.error("give NAME=VALUE, or --none")
    return given


def _list(record: Record, given: argparse.Namespace) -> _Answer:
    with record.reading() as statements:
        listed = patients.patients(statements)
    rows = [(each.code, str(each.courses), "yes" if each.identified else "no") for each in listed]
    found = [{"code": e.code, "courses": e.courses, "identified": e.identified} for e in listed]
    lines = (
        columns(("patient", "courses", "identified"), rows) if rows else ["No patient is on this record yet."]
    )
    return lines, {"schema": "msc-dose/patients/1", "patients": found}


def _show(record: Record, given: argparse.Namespace) -> _Answer:
    with record.reading() as statements:
        one = patients.patient(statements, given.patient)
        courses = [row["code"] for row in statements.all("courses_of_recipient", recipient=one.code)]
    lines = [
        f"patient {one.code}",
        *(line for name, value in one.identifiers for line in wrapped(f"  {name}: {value}", 4)),
        *wrapped(f"  courses: {', '.join(courses) or 'none'}", 4),
    ]
    return lines, _document(one) | {"courses": courses}


def _identify(record: Record, given: argparse.Namespace) -> _Answer:
    identifiers = _read(given.identifiers)
    session = session_of(record, given)
    patients.put_patient(record, session, given.patient, identifiers, given.reason, given.new, given.shared)
    with record.reading() as statements:
        one = patients.patient(statements, given.patient)
    number = len(one.identifiers)
    kept = f"{number} identifier{'s' * (number != 1)}" if number else "no identifiers"
    return wrapped(f"✓ {one.code} has {kept}, by {session.person}", 2), _document(one)


def _read(texts: list[str]) -> dict[str, str]:
    """The identifiers by name; Refusal `patient.identifiers` for one without a sign, or a name twice."""
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or name in found:
            why = "states this name a second time" if sign else "does not say which identifier it is"
            message = f"{text!r} {why}."
            raise refuse("patient.identifiers", "identifiers", message, "Write NAME=VALUE, each once.", text)
        found[name] = value
    return found


def _document(one: patients.KnownPatient) -> dict[str, Any]:
    return {"schema": "msc-dose/patient/1", "code": one.code, "identifiers": dict(one.identifiers)}


_ACTIONS: dict[str, Callable[[Record, argparse.Namespace], _Answer]] = {
    "list": _list,
    "show": _show,
    "identify": _identify,
}
