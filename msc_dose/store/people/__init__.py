"""The people of a record: they are added, change their role or passphrase, and leave; nobody is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.plain_text import identifier_problem, in_one_writing, note_problem, shown
from msc_dose.store.change import Change
from msc_dose.store.databases.database import Row, Statements
from msc_dose.store.people.passphrases import cost_of, kept, passphrase_problem
from msc_dose.store.people.permissions import ADMINISTRATOR, ROLES, require
from msc_dose.store.people.recognition import prove, row_of, sign_in
from msc_dose.store.people.signatures import standing
from msc_dose.store.record import PROGRAM_ITSELF, Proof, Record, Session

__all__ = [
    "ROLES",
    "Person",
    "add_person",
    "change_passphrase",
    "change_role",
    "leave",
    "people",
    "person",
    "prove",
    "reset_passphrase",
    "sign_in",
]
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs: code, name, role, and whether they are still there."""

    code: str
    name: str
    role: str
    active: bool


def people(statements: Statements) -> tuple[Person, ...]:
    """Everybody who ever was on the record, by code."""
    return tuple(map(_person, statements.all("every_person")))


def person(statements: Statements, code: str) -> Person:
    """The person with this code, in any writing. Refusal `people.unknown`."""
    return _person(_known(statements, code))


def add_person(
    record: Record, session: Session | None, code: str, name: str, role: str, passphrase: str
) -> Person:
    """Add somebody; the first is an administrator and is added without a session.

    Raises Refusal `people.role`, `people.exists` (a code is never given twice, nor to another when its
    person has left), `people.role-unknown`, `people.not-first`, `people.first-administrator`, and those of
    `identifier_problem`, `note_problem` and `passphrase_problem`.
    """
    if session is not None:
        require(session.role, "people")
    problems = (
        identifier_problem(code, "code"),
        note_problem(name, "name"),
        _role_problem(role),
        passphrase_problem(passphrase, code, name),
    )
    _refuse(problems)
    new = {"code": code, "name": name, "role": role, "passphrase": kept(passphrase, cost_of(record.training))}
    if session is None:
        with record.by_itself("first person added") as change:
            _check_first(change.statements, role)
            return _added(change, new)
    with record.changing(session, "person added") as change:
        return _added(change, new)


def change_role(record: Record, session: Session, code: str, role: str, reason: str) -> Person:
    """Give somebody another role, with a reason.

    Raises Refusal `people.role`, `people.unknown`, `people.left`, `people.role-unknown`,
    `people.last-administrator`, and those of a reason.
    """
    require(session.role, "people")
    _refuse((_role_problem(role), note_problem(reason, "reason", _LONGEST_REASON)))
    with record.changing(session, "role changed", reason) as change:
        row = _still_there(change.statements, code)
        if role != ADMINISTRATOR:
            _keep_an_administrator(change.statements, row)
        return _person(change.update("person", row, role=role))


def leave(record: Record, session: Session, code: str, reason: str) -> Person:
    """Somebody leaves, with a reason: they cannot sign any more, and what they signed stays.

    Raises Refusal `people.role`, `people.unknown`, `people.left`, `people.last-administrator`, and those
    of a reason.
    """
    require(session.role, "people")
    _refuse((note_problem(reason, "reason", _LONGEST_REASON),))
    with record.changing(session, "person left", reason) as change:
        row = _still_there(change.statements, code)
        _keep_an_administrator(change.statements, row)
        return _person(change.update("person", row, active=0))


def change_passphrase(record: Record, given: Proof, passphrase: str) -> Person:
    """Somebody takes a new passphrase, having just given the old one.

    Raises Refusal `signature.stale`, `people.not-active`, and those of `passphrase_problem`.
    """
    _refuse((passphrase_problem(passphrase, given.person, given.name),))
    stored = kept(passphrase, cost_of(record.training))
    with record.changing(given.session, "passphrase changed") as change:
        row = standing(change, given)
        return _person(change.update("person", row, passphrase=stored))


def reset_passphrase(record: Record, session: Session, code: str, passphrase: str) -> Person:
    """An administrator gives another person a new passphrase, for the old one is forgotten.

    Raises Refusal `people.role`, `people.unknown`, `people.left`, `people.own-passphrase`, and those of
    `passphrase_problem`.
    """
    require(session.role, "people")
    with record.reading() as statements:
        seen = _still_there(statements, code)
    if seen["code"] == session.person:
        message = "Your own passphrase is changed with the old one."
        raise refuse("people.own-passphrase", "code", message, "Give the old passphrase first.", seen["code"])
    _refuse((passphrase_problem(passphrase, seen["code"], seen["name"]),))
    stored = kept(passphrase, cost_of(record.training))
    with record.changing(session, "passphrase reset") as change:
        row = _still_there(change.statements, code)
        return _person(change.update("person", row, passphrase=stored, failures=0, failed=None))


def _added(change: Change, new: dict[str, Any]) -> Person:
    code = new["code"]
    row = row_of(change.statements, code)
    if row is not None or in_one_writing(code) == in_one_writing(PROGRAM_ITSELF):
        whose = PROGRAM_ITSELF if row is None else row["code"]
        message = f"The code {code} is taken: {whose} is there{_since_left(row)}."
        fix = "Take another; a code is one person's for ever, also after they have left."
        raise refuse("people.exists", "code", message, fix, code)
    return _person(change.insert("person", **new, active=1, failures=0, failed=None))


def _since_left(row: Row | None) -> str:
    return " and has left" if row is not None and not row["active"] else ""


def _check_first(statements: Statements, role: str) -> None:
    if statements.all("every_person"):
        message = "The record has people already; only an administrator adds others."
        raise refuse("people.not-first", "person", message, "Sign in as an administrator.")
    if role != ADMINISTRATOR:
        message = "The first person of a record is an administrator, who then adds the others."
        raise refuse("people.first-administrator", "role", message, "Add an administrator.", role)


def _keep_an_administrator(statements: Statements, row: Row) -> None:
    """Refusal `people.last-administrator` where nobody else could add people and restore the record."""
    others = (other for other in statements.all("every_person") if other["code"] != row["code"])
    if row["role"] == ADMINISTRATOR and not any(o["active"] and o["role"] == ADMINISTRATOR for o in others):
        message = f"{row['code']} is the last administrator."
        raise refuse("people.last-administrator", "code", message, "Add another one first.", row["code"])


def _known(statements: Statements, code: str) -> Row:
    row = row_of(statements, code)
    if row is None:
        message = f"Nobody has the code {shown(code)}."
        raise refuse("people.unknown", "code", message, "msc-dose people list shows all.", shown(code))
    return row


def _still_there(statements: Statements, code: str) -> Row:
    row = _known(statements, code)
    if not row["active"]:
        message = f"{row['code']} has left."
        raise refuse("people.left", "code", message, "Whoever comes back is added with a new code.", code)
    return row


def _role_problem(role: str) -> Problem | None:
    if role in ROLES:
        return None
    message = f"{shown(role)!r} is no role."
    return stop("people.role-unknown", "role", message, f"One of: {', '.join(ROLES)}.", shown(role))


def _refuse(problems: tuple[Problem | None, ...]) -> None:
    found = [problem for problem in problems if problem is not None]
    if found:
        raise Refusal(found)


def _person(row: Row) -> Person:
    return Person(row["code"], row["name"], row["role"], bool(row["active"]))
