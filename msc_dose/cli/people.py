"""`msc-dose people`: who is on the record, in which role, and who is signed in here."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from typing import Any

from msc_dose.cli import output
from msc_dose.cli.arguments import parser
from msc_dose.cli.passphrase_input import new_passphrase_for, passphrase_for, place_of
from msc_dose.cli.signing import add_passphrases, add_record, banner, proof_of, record_of, session_of
from msc_dose.cli.table import columns, wrapped
from msc_dose.library import kept_session
from msc_dose.store import people
from msc_dose.store.people import ROLES, Person
from msc_dose.store.record import Record, Session

DONE = 0
_EXAMPLES = """  msc-dose people add ad-1 --name "Cell laboratory" --role administrator
  msc-dose people sign-in ad-1
  msc-dose people add rn-104 --name "Night nurse, ward 3" --role nurse
  msc-dose people list
  msc-dose people role rn-104 technologist --reason "moved to the laboratory"
  msc-dose people passphrase rn-104
  msc-dose people passphrase rn-104 --reset --as ad-1
  msc-dose people leave rn-104 --reason "left the hospital"
  msc-dose people whoami
  msc-dose people sign-out

the first person of a record is an administrator, added without signing in.
FILE of --passphrases has a line for each person: code, space, passphrase."""


def run(words: list[str], as_json: bool) -> int:
    """Carry out one action on the people of a record.

    Raises Refusal `people.…`, and those of the record.
    """
    given = _given(words)
    record = record_of(given)
    try:
        lines, document = _ACTIONS[given.action](record, given)
        head = banner(record)
    finally:
        record.close()
    if as_json:
        output.document({**document, "training": record.training})
    else:
        output.say("\n".join([*head, *([""] if head else []), *lines]))
    return DONE


def _given(words: list[str]) -> argparse.Namespace:
    arguments = parser("people", "The people of the record: who they are, and who is signed in.", _EXAMPLES)
    actions = arguments.add_subparsers(dest="action", required=True, metavar="ACTION")
    made = {name: _action(actions, arguments, name, said) for name, said in _SAID.items()}
    roles = ", ".join(ROLES)
    made["add"].add_argument("--name", metavar="NAME", required=True, help="stands under what they sign")
    made["add"].add_argument("--role", metavar="ROLE", required=True, help=roles)
    made["role"].add_argument("role", metavar="ROLE", help=roles)
    for name in ("role", "leave"):
        made[name].add_argument("--reason", metavar="TEXT", required=True, help="why")
    said = "give another person a new one, as an administrator: the old one is forgotten"
    made["passphrase"].add_argument("--reset", action="store_true", help=said)
    made["passphrase"].add_argument("--new", metavar="FILE", help='has the new one: "CODE passphrase"')
    add_passphrases(made["sign-in"])
    given: argparse.Namespace = arguments.parse_args(words)
    if given.action == "passphrase" and given.acting is not None and not given.reset:
        made["passphrase"].error("--as belongs to --reset; one's own is changed with the old one")
    return given


def _action(
    actions: Any, arguments: argparse.ArgumentParser, name: str, said: str
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = actions.add_parser(
        name,
        help=said,
        description=f"{said[:1].upper()}{said[1:]}.",
        epilog=arguments.epilog,
        formatter_class=arguments.formatter_class,
    )
    if name not in _OF_NOBODY:
        made.add_argument("code", metavar="CODE", help="the person's code, such as rn-104")
    add_record(made, signing=name not in _UNSIGNED)
    return made


_SAID = {
    "add": "add a person; the passphrase is asked for twice",
    "list": "everybody, also who has left",
    "role": "give somebody another role",
    "leave": "somebody leaves, and signs no more",
    "passphrase": "take a new passphrase, with the old one",
    "sign-in": "sign in on this machine, until an hour without use",
    "sign-out": "end the sign-in on this machine",
    "whoami": "who is signed in on this machine",
}
_OF_NOBODY = ("list", "sign-out", "whoami")
_UNSIGNED = (*_OF_NOBODY, "sign-in")
_Answer = tuple[list[str], dict[str, Any]]


def _add(record: Record, given: argparse.Namespace) -> _Answer:
    with record.reading() as statements:
        anybody = people.people(statements)
    session = session_of(record, given) if anybody else None
    passphrase = new_passphrase_for(given, place_of(given), given.code)
    added = people.add_person(record, session, given.code, given.name, given.role, passphrase)
    return _told("Added", added)


def _list(record: Record, given: argparse.Namespace) -> _Answer:
    with record.reading() as statements:
        everybody = people.people(statements)
    rows = [(one.code, one.role, "" if one.active else "has left", one.name) for one in everybody]
    lines = columns(("code", "role", "", "name"), rows) if rows else ["Nobody is on this record yet."]
    document = {"schema": "msc-dose/people/1", "people": [_document(one) for one in everybody]}
    return [part for line in lines for part in wrapped(line, 2)], document


def _role(record: Record, given: argparse.Namespace) -> _Answer:
    session = session_of(record, given)
    return _told("Role changed", people.change_role(record, session, given.code, given.role, given.reason))


def _leave(record: Record, given: argparse.Namespace) -> _Answer:
    return _told("Left", people.leave(record, session_of(record, given), given.code, given.reason))


def _passphrase(record: Record, given: argparse.Namespace) -> _Answer:
    with record.reading() as statements:
        whose = people.person(statements, given.code).code
    if given.reset:
        session = session_of(record, given)
        passphrase = new_passphrase_for(given, given.new, whose)
        return _told("Passphrase reset", people.reset_passphrase(record, session, whose, passphrase))
    proof = proof_of(record, given, whose)
    passphrase = new_passphrase_for(given, given.new, whose)
    return _told("New passphrase", people.change_passphrase(record, proof, passphrase))


def _sign_in(record: Record, given: argparse.Namespace) -> _Answer:
    session = people.sign_in(record, given.code, passphrase_for(given, given.code))
    until = kept_session.keep(record, session)
    return _signed_in(session, until)


def _sign_out(record: Record, given: argparse.Namespace) -> _Answer:
    kept_session.forget(record)
    return ["✓ Nobody is signed in here."], {"schema": "msc-dose/session/1", "person": None}


def _whoami(record: Record, given: argparse.Namespace) -> _Answer:
    return _signed_in(*kept_session.kept(record))


def _signed_in(session: Session, until: datetime) -> _Answer:
    line = f"✓ Signed in: {session.person}, {session.role} ({session.name}), until {until:%H:%M} if not used."
    document = {"person": session.person, "name": session.name, "role": session.role}
    return wrapped(line, 2), {
        "schema": "msc-dose/session/1",
        **document,
        "until": until.isoformat(timespec="seconds"),
    }


def _told(what: str, person: Person) -> _Answer:
    line = f"✓ {what}: {person.code}, {person.role} ({person.name})"
    return wrapped(line, 2), {"schema": "msc-dose/person/1", **_document(person)}


def _document(person: Person) -> dict[str, Any]:
    return {"code": person.code, "name": person.name, "role": person.role, "active": person.active}


_ACTIONS: dict[str, Callable[[Record, argparse.Namespace], _Answer]] = {
    "add": _add,
    "list": _list,
    "role": _role,
    "leave": _leave,
    "passphrase": _passphrase,
    "sign-in": _sign_in,
    "sign-out": _sign_out,
    "whoami": _whoami,
}
