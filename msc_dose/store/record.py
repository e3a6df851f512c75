"""An open record: its database, its clock and zone, and the two ways into it."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msc_dose.problems import Refusal, refuse
from msc_dose.store.about import DEMO, meet
from msc_dose.store.chain import Head, digest
from msc_dose.store.change import Change, Who
from msc_dose.store.databases.closing import closed_on_failure
from msc_dose.store.databases.migrations import migrations, missing, upgrade
from msc_dose.store.databases.place import database_at

if TYPE_CHECKING:
    from msc_dose.store.databases.database import Database, Statements

Clock = Callable[[], datetime]
PROGRAM_ITSELF = "msc_dose"


@dataclass(frozen=True, slots=True)
class Session:
    """Who has signed in, as `people.sign_in` answers: nothing is changed without one.

    `seal` binds it to one record and to the passphrase that stood then. It keeps sessions apart; it is no
    protection against a script that reads the record's own rows.
    """

    person: str
    name: str
    role: str
    seal: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """Whoever signs has just given their passphrase, at this moment; `people.prove` answers with it."""

    person: str
    name: str
    role: str
    at: datetime
    seal: str = field(default="", repr=False, compare=False)

    @property
    def session(self) -> Session:
        """The session of the same person in the same record."""
        return Session(self.person, self.name, self.role, self.seal)


def seal_of(identifier: str, passphrase: str) -> str:
    """What binds a session to a record and to the passphrase that the record keeps of the person."""
    return digest(f"{identifier}\n{passphrase}")


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Record:
    """A record that is open. `training` marks one that is no site's; `zone` is the site's (IANA).

    `demo` marks sample data, of which nothing is taken out; `stopped` a clock that stands still (training).
    """

    database: Database
    identifier: str
    training: bool
    zone: str
    clock: Clock = utc_now
    host: str = field(default_factory=socket.gethostname)
    demo: bool = False
    stopped: bool = False

    def now(self) -> datetime:
        """The present moment in the site's zone, to the microsecond."""
        return self.clock().astimezone(ZoneInfo(self.zone))

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """A consistent view of one moment."""
        with self.database.reading() as statements:
            yield statements

    @contextmanager
    def changing(self, session: Session, action: str, reason: str = "") -> Iterator[Change]:
        """One change by whoever has signed in: kept whole when the block ends, undone whole when it raises.

        Raises Refusal `people.not-active` where the person has left since, or has another role now.
        """
        with self.database.writing() as statements:
            person = statements.one("one_person", code=session.person)
            if person is None or not person["active"] or person["role"] != session.role:
                message = f"{session.person} is not active as {session.role} any more."
                raise refuse("people.not-active", "person", message, "Sign in again.")
            if session.seal != seal_of(self.identifier, person["passphrase"]):
                message = f"{session.person} signed in to another record, or by an earlier passphrase."
                raise refuse("people.other-sign-in", "person", message, "Sign in again.")
            who = Who(session.person, session.role, self.host)
            yield Change(statements, who, self.now(), action, reason)

    @contextmanager
    def by_itself(self, action: str, reason: str = "") -> Iterator[Change]:
        """A change that the program makes before anybody can sign in, or tells of a sign-in that failed."""
        with self.database.writing() as statements:
            yield Change(statements, self.itself, self.now(), action, reason)

    @property
    def itself(self) -> Who:
        """The program, where nobody could have signed in."""
        return Who(PROGRAM_ITSELF, "program", self.host)

    def head(self) -> Head:
        """The head of the audit."""
        with self.reading() as statements:
            row = statements.one("head")
        return Head(row["sequence"], row["hash"]) if row else Head(0, "")

    def close(self) -> None:
        """Leave the database."""
        self.database.close()


def create_record(
    place: str, zone: str, training: bool = False, clock: Clock = utc_now, demo: datetime | None = None
) -> Record:
    """A new record at a place (a path or an address) for a site in this zone.

    `demo` is the moment for which a training record of sample data is made; None for every other record.
    Raises Refusal `record.exists` where there is one, and those of `database_at`.
    """
    database = database_at(place, create=True)
    with closed_on_failure(database):
        return _created(database, zone, training, clock, demo)


def _created(database: Database, zone: str, training: bool, clock: Clock, demo: datetime | None) -> Record:
    shipped = migrations(database.dialect)
    if len(missing(database, shipped)) < len(shipped):
        raise _exists(database)
    record = Record(database, str(uuid.uuid4()), training, zone, clock, demo=demo is not None)
    about = {"record": record.identifier, "zone": zone, "training": "yes" if training else "no"}
    if demo is not None:
        about[DEMO] = demo.isoformat()

    def begun(statements: Statements) -> None:
        change = Change(statements, record.itself, record.now(), "record created")
        for name, value in about.items():
            change.insert("about", name=name, value=value)

    if not upgrade(database, clock().astimezone(UTC).isoformat(), before=lambda: None, within=begun):
        raise _exists(database)
    meet(database)
    return record


def _exists(database: Database) -> Refusal:
    message = f"There is a record at {database.place} already."
    return refuse("record.exists", "db", message, "Use it, or name another place.", database.place)


def open_record(place: str, clock: Clock = utc_now) -> Record:
    """The record at a place, its schema held to the shipped one; see `about.meet`.

    Raises Refusal `record.missing`, `record.old`, `record.newer`, `record.altered`, `record.empty`,
    `record.damaged`, and those of `database_at`.
    """
    database = database_at(place)
    with closed_on_failure(database):
        about = meet(database)
    return Record(database, about.record, about.training, about.zone, clock, demo=about.demo)
