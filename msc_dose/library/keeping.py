"""Where a sign-in is kept between two deeds: with the user of this machine, or with one screen alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from msc_dose.library import kept_session
from msc_dose.library.kept_session import LASTS, signed_out
from msc_dose.store.record import Record, Session, seal_of


class Keeper(Protocol):
    """Keeps who is signed in; a sign-in ends after an hour without use."""

    def keep(self, record: Record, session: Session) -> object:
        """Keep the sign-in for as long as it is used. Refusal `people.signed-out`."""

    def kept(self, record: Record) -> Session:
        """The session that is kept; Refusal `people.signed-out` where none holds."""

    def forget(self, record: Record) -> None:
        """End the sign-in, if there is one."""


class WithTheUser:
    """In a file of the user of this machine: commands and screens share it."""

    def keep(self, record: Record, session: Session) -> object:
        """Keep it in the file."""
        return kept_session.keep(record, session)

    def kept(self, record: Record) -> Session:
        """What the file holds."""
        return kept_session.kept(record)[0]

    def forget(self, record: Record) -> None:
        """Take the file away."""
        kept_session.forget(record)


class WithTheScreen:
    """In memory: nobody but this one program knows it, and it ends with it.

    A browser has one of its own, so that two people at two browsers are two sign-ins, and neither is that of
    the user who runs the server.
    """

    def __init__(self) -> None:
        """Nobody is signed in."""
        self._kept: tuple[Session, datetime] | None = None

    def keep(self, record: Record, session: Session) -> object:
        """Keep it from now on; Refusal `people.signed-out` where the person has left since."""
        if not _still(record, session):
            raise signed_out()
        self._kept = (session, record.now())
        return None

    def kept(self, record: Record) -> Session:
        """The session, if it was used within the hour and the person is still who they were."""
        if self._kept is None:
            raise signed_out()
        session, used = self._kept
        if not (timedelta(0) <= record.now() - used <= LASTS and _still(record, session)):
            self._kept = None
            raise signed_out()
        return session

    def forget(self, record: Record) -> None:
        """Nobody is signed in any more."""
        self._kept = None


def _still(record: Record, session: Session) -> bool:
    """Whether the person is active, has the same role, and the passphrase that they signed in by."""
    with record.reading() as statements:
        row = statements.one("one_person", code=session.person)
    if row is None or not row["active"] or row["role"] != session.role:
        return False
    return session.seal == seal_of(record.identifier, row["passphrase"])
