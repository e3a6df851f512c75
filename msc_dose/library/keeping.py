"""Where a sign-in is kept between two deeds: with one terminal, or with one browser alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol

from msc_dose.library import kept_session
from msc_dose.library.kept_session import LASTS, signed_out
from msc_dose.problems import Refusal
from msc_dose.store.record import Record, Session, seal_of


class Keeper(Protocol):
    """Keeps who is signed in; a sign-in ends after an hour without use."""

    def keep(self, record: Record, session: Session) -> object:
        """Keep the sign-in for as long as it is used. Refusal `people.signed-out`."""

    def kept(self, record: Record) -> Session:
        """The session that is kept; Refusal `people.signed-out` where none holds."""

    def forget(self, record: Record) -> None:
        """End the sign-in, if there is one."""


class WithTheTerminal:
    """In memory, begun with the sign-in that commands have kept for the user of this machine.

    Two terminals of one user are two sign-ins: whoever signs in at another one, or by a command, puts no
    name under what is done here. A sign-in that was kept by a command ends here with it.
    """

    def __init__(self) -> None:
        """Nobody has been looked for."""
        self._own, self._theirs, self._looked = WithTheScreen(), "", False

    def keep(self, record: Record, session: Session) -> object:
        """Keep it from now on; that of a command in the file it came from."""
        if session.person == self._theirs:
            return kept_session.keep(record, session)
        return self._own.keep(record, session)

    def kept(self, record: Record) -> Session:
        """The own session; else that of the command which was there at the beginning, if it still holds."""
        with _where_signed_out():
            return self._own.kept(record)
        return self._of_the_user(record)

    def forget(self, record: Record) -> None:
        """End the own sign-in, and that of a command where it is the one used here."""
        self._own.forget(record)
        if self._theirs:
            with _where_signed_out():
                self._of_the_user(record)
                kept_session.forget(record)
        self._theirs = ""

    def _of_the_user(self, record: Record) -> Session:
        first, self._looked = not self._looked, True
        theirs, self._theirs = self._theirs, ""
        session = kept_session.kept(record)[0]
        if not first and session.person != theirs:
            raise signed_out()
        self._theirs = session.person
        return session


@contextmanager
def _where_signed_out() -> Iterator[None]:
    """Go on where nobody is signed in; every other refusal goes its way."""
    try:
        yield
    except Refusal as refusal:
        if refusal.codes != signed_out().codes:
            raise


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
