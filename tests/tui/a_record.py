"""A training record as a test's screens find it: people with passphrases, a stock, courses, somebody signed in.

Its clock stands at nine on Monday 29 January 2024 in Berlin until a test sets it (`clock.now = …`).
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

SHARED = str(Path(__file__).parents[1] / "spec" / "record")
if SHARED not in sys.path:
    sys.path.insert(0, SHARED)

import recorded  # noqa: E402

from msc_dose.library import kept_session  # noqa: E402
from msc_dose.library.banner import banner  # noqa: E402
from msc_dose.store.people.passphrases import cost_of, kept  # noqa: E402
from msc_dose.store.record import Proof, Record, Session, create_record, seal_of  # noqa: E402
from msc_dose.store.stock import import_containers, reserve  # noqa: E402
from msc_dose.tui.desk import Desk  # noqa: E402

ROLES = {
    "ph-1": "pharmacist",
    "ph-2": "pharmacist",
    "te-1": "technologist",
    "rn-1": "nurse",
    "rn-2": "nurse",
    "md-1": "physician",
    "di-1": "director",
    "ad-1": "administrator",
}
HOSTILE = "[B12] [/] \x1b[31m \u202e"  # a record's door refuses it; `planted` writes it past the door


@dataclass
class Clock:
    """The clock of the record."""

    now: datetime = field(default_factory=lambda: recorded.at(9))

    def __call__(self) -> datetime:
        return self.now


def passphrase_of(code: str) -> str:
    """What a test types for this person."""
    return f"many grey geese of {code}"


@cache
def _stored(code: str) -> str:
    return kept(passphrase_of(code), cost_of(True))


@dataclass
class Site:
    """A record with its clock, and what tests do with it."""

    record: Record
    clock: Clock

    def session(self, code: str) -> Session:
        return Session(code, f"Person {code}", ROLES[code], seal_of(self.record.identifier, _stored(code)))

    def proof(self, code: str) -> Proof:
        seal = seal_of(self.record.identifier, _stored(code))
        return Proof(code, f"Person {code}", ROLES[code], self.record.now(), seal)

    def begun(self, code="C-1", recipient="P-1", weight="60 kg", start=None, by="ph-1"):
        """A planned and ordered course of four monthly infusions."""
        session = self.session(by)
        if start is None:
            return recorded.begun(self.record, session, code, recipient, weight)
        recorded.begin_course(
            self.record,
            session,
            recorded.opened(code, recipient),
            recorded.plan(weight, start),
            None,
            recorded.at(8),
        )
        order = recorded.ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-1")
        recorded.append_event(self.record, session, code, order, 2, recorded.at(8, 30))
        return 3

    def enter(self, code, what, occurred=None, by="rn-1", **more):
        return recorded.entered(self.record, self.session(by), code, what, occurred, **more)

    def stocked(self, *serials, **more):
        """Bags MSC24A SERIAL of 120 million viable MSC in 20 mL."""
        bags = [recorded.bag(serial, **more) for serial in serials]
        import_containers(self.record, self.session("te-1"), bags)
        return [f"MSC24A {serial}" for serial in serials]

    def reserved(self, code, infusion, *identities):
        reserve(self.record, self.session("te-1"), code, infusion, identities)

    def desk(self, signed_in: str | None = "rn-1") -> Desk:
        """The desk of this record as `open_desk` makes it."""
        if signed_in:
            kept_session.keep(self.record, self.session(signed_in))
        desk = Desk(self.record, banner=" ".join(banner(self.record)))
        desk.whose()
        desk.moved_on()
        return desk

    def planted(self, table: str, **row) -> None:
        """A row written past the door, as another program may have."""
        with self.record.by_itself("planted for a test") as change:
            change.insert(table, **row)


def a_site(folder: Path) -> Site:
    """A record with people and nothing else."""
    clock = Clock()
    record = create_record(str(folder / "record.db"), "Europe/Berlin", training=True, clock=clock)
    with record.by_itself("people added for a test") as change:
        for code, role in ROLES.items():
            row = {"code": code, "name": f"Person {code}", "role": role, "passphrase": _stored(code)}
            change.insert("person", **row, active=1, failures=0, failed=None)
    return Site(record, clock)


def document(what) -> str:
    """A value as the record keeps it."""
    return json.dumps(what, ensure_ascii=False)
