"""Patients by their codes; their local identifiers only where the site has declared that it keeps them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.plain_text import identifier_problem, in_one_writing, note_problem, shown
from msc_dose.product.validity import is_patient
from msc_dose.store.chain import canonical
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.record import Record, Session
from msc_dose.store.site.settings import LOCAL, identity

MOST_IDENTIFIERS = 20
NOT_FOR_IDENTIFICATION = "Not for patient identification."
_NONE = "{}"


@dataclass(frozen=True, slots=True)
class KnownPatient:
    """A patient of the record; `identifiers` are names and values, none where the site keeps none."""

    code: str
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A patient as a list shows them: never with identifiers, but whether there are any."""

    code: str
    courses: int
    identified: bool


def identity_banner(statements: Statements) -> str | None:
    """What every screen and print says; None where the site keeps identifiers."""
    return None if identity(statements) == LOCAL else NOT_FOR_IDENTIFICATION


def patient(statements: Statements, code: str) -> KnownPatient:
    """The patient with this code and the identifiers; Refusal `patient.unknown`."""
    row = statements.one("one_patient", code=code)
    if row is None:
        message = f"The record has no patient {shown(code)}."
        raise refuse("patient.unknown", "patient", message, "msc-dose patient list shows them.", shown(code))
    return KnownPatient(row["code"], _identifiers(row))


def patients(statements: Statements) -> tuple[Listed, ...]:
    """Every patient by code, with the number of courses."""
    rows = statements.all("patients_with_courses")
    return tuple(Listed(row["code"], row["courses"], row["identifiers"] != _NONE) for row in rows)


def ensure_patient(change: Change, code: str) -> None:
    """Add a patient by code, within a change, unless the record has that very code.

    Raises Refusal `patient.look-alike` where it has the code in other capitals, `recipient.doubtful`, and
    those of an identifier.
    """
    problem = identifier_problem(code, "patient")
    if problem is not None:
        raise Refusal([problem])
    if not is_patient(code):
        message = f"{code!r} is not a patient's identifier."
        raise refuse("recipient.doubtful", "patient", message, "Give the patient's code.", code)
    # A code is of ASCII letters, which every database folds alike.
    alike = [row["code"] for row in change.statements.all("patients_alike", folded=code.casefold())]
    if code in alike:
        return
    if alike:
        message = f"The record has the patient {alike[0]}, which differs from {code} in capitals only."
        fix = f"Write {alike[0]} if that patient is meant; else give the new one a code of their own."
        raise refuse("patient.look-alike", "patient", message, fix, code)
    change.insert("patient", code=code, identifiers=_NONE)


def put_patient(
    record: Record,
    session: Session,
    code: str,
    identifiers: Mapping[str, str],
    reason: str = "",
    new: bool | None = None,
    shared: Collection[str] = (),
) -> None:
    """Add a patient (`new`), or state all the identifiers of one (not `new`); None does what fits.

    No identifiers takes them back. Names and values are visible lines of at most 80 characters; 20 are the
    most. One value of one name is one patient's alone, unless the name is among `shared`, as of a ward. The
    audit tells that they changed, and nothing of what they are.

    Raises Refusal `patient.pseudonym-only`, `patient.identifiers`, `patient.identifier-taken`,
    `patient.exists`, `patient.unknown`, and those of `ensure_patient`.
    """
    problems = list(_identifier_problems(identifiers))
    if problems:
        raise Refusal(problems)
    with record.changing(session, "patient", reason) as change:
        if identifiers and identity(change.statements) != LOCAL:
            message = "This record names patients by pseudonymous codes only; nothing else of them is kept."
            fix = "Leave the identifiers out; an administrator may set identity = local."
            raise refuse("patient.pseudonym-only", "identifiers", message, fix)
        _check_meant(change.statements, code, new)
        taken = list(_taken(change.statements, code, identifiers, {_name(name) for name in shared}))
        if taken:
            raise Refusal(taken)
        ensure_patient(change, code)
        row = change.statements.one("one_patient", code=code)
        assert row is not None
        if dict(_identifiers(row)) != dict(identifiers):
            change.update("patient", row, identifiers=_kept(identifiers))


def _check_meant(statements: Statements, code: str, new: bool | None) -> None:
    """A code that is mistyped names nobody, and makes nobody."""
    if new is False:
        patient(statements, code)
    elif new and statements.one("one_patient", code=code) is not None:
        message = f"The record has the patient {shown(code)} already."
        raise refuse("patient.exists", "patient", message, "Leave out --new where that one is meant.", code)


def _taken(
    statements: Statements, code: str, identifiers: Mapping[str, str], shared: Collection[str]
) -> Iterator[Problem]:
    """A STOP for each identifier that is new and that another patient has; it names that one."""
    own = statements.one("one_patient", code=code)
    kept = _identifiers(own) if own else ()
    new = [pair for pair in identifiers.items() if pair not in kept and _name(pair[0]) not in shared]
    asked = {_writing(pair): pair[0] for pair in new}
    if not asked:
        return
    for row in statements.each("every_patient"):
        for pair in _identifiers(row) if row["code"] != code else ():
            name = asked.get(_writing(pair))
            if name is not None:
                message = f"Patient {row['code']} has this very {name} already."
                fix = f"Correct it; where several patients have one {name}, say --shared {name!r}."
                yield stop("patient.identifier-taken", "identifiers", message, fix)


def _writing(pair: tuple[str, str]) -> tuple[str, str]:
    """A name and its value, alike in whatever signs and capitals they are written."""
    return _name(pair[0]), in_one_writing(pair[1]) or pair[1]


def _name(name: str) -> str:
    return in_one_writing(name, "")


def _kept(identifiers: Mapping[str, str]) -> str:
    """The identifiers as they are kept, salted: the digest in the audit can then not be guessed back."""
    if not identifiers:
        return _NONE
    return canonical({"identifiers": dict(identifiers), "salt": secrets.token_hex(16)})


def _identifiers(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(json.loads(row["identifiers"]).get("identifiers", {}).items())


def _identifier_problems(identifiers: Mapping[str, str]) -> Iterator[Problem]:
    if len(identifiers) > MOST_IDENTIFIERS:
        message = f"{len(identifiers)} identifiers are given; {MOST_IDENTIFIERS} are the most."
        yield stop(
            "patient.identifiers", "identifiers", message, "Keep those by which a patient is told apart."
        )
    if len({_name(name) for name in identifiers}) < len(identifiers):
        message = "Two of the identifiers have names that are alike."
        yield stop("patient.identifiers", "identifiers", message, "Give each a name of its own.")
    for name, value in identifiers.items():
        found = (note_problem(name, "identifiers"), note_problem(value, "identifiers"))
        yield from (problem for problem in found if problem is not None)
