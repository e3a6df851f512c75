"""A record that is looked at and never changed: the ward's board."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal, refuse
from msc_dose.store.record import Record, Session

if TYPE_CHECKING:
    from msc_dose.store.change import Change


class RecordToLookAt(Record):
    """The same record; whatever would change it is refused, whichever screen asks."""

    @contextmanager
    def changing(self, session: Session, action: str, reason: str = "") -> Iterator[Change]:
        """Refusal `screens.read-only`."""
        raise read_only()
        yield  # pragma: no cover  # it makes this a generator, as the context manager needs

    @contextmanager
    def by_itself(self, action: str, reason: str = "") -> Iterator[Change]:
        """Refusal `screens.read-only`."""
        raise read_only()
        yield  # pragma: no cover  # as above


def to_look_at(record: Record) -> RecordToLookAt:
    """The record as one that nothing changes."""
    return RecordToLookAt(**{each.name: getattr(record, each.name) for each in fields(record)})


def read_only() -> Refusal:
    """`screens.read-only`: these screens show, and change nothing."""
    message = "These screens were opened to look at: they change nothing."
    return refuse("screens.read-only", "readonly", message, "Open them without --readonly to work.")
