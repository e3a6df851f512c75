"""How a course begins: opened, approved, consented to, planned; and the days its calendar closes."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.courses.plan import Plan
from msc_dose.scheduling import Closures


@dataclass(frozen=True, slots=True)
class Opened:
    """The course begins: its own code, its recipient's code, and the site's time zone (an IANA name)."""

    course: str
    recipient: str
    zone: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """The recipient's written consent is on record; `reference` says where."""

    reference: str


@dataclass(frozen=True, slots=True)
class EthicsApproval:
    """An ethics committee has approved the treatment; `reference` is its number or file."""

    reference: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan was made. `block` is `first`, or `next` where it follows the infusions planned before."""

    plan: Plan
    block: str = "first"


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """Other days are open or closed from now on; infusions that are still to come follow them."""

    closures: Closures
    reason: str
