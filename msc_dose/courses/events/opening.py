"""How a course begins: opened, approved, consented to, planned; and the days its calendar closes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from msc_dose.courses.events.allowed import Identifier, OneOf, Remark, Text, Zone
from msc_dose.courses.events.fields import Valid
from msc_dose.courses.plan import Plan
from msc_dose.problems import Problem, stop
from msc_dose.scheduling import Closures


@dataclass(frozen=True, slots=True)
class Opened(Valid):
    """The course begins: its own code, its recipient's code, and the site's time zone (an IANA name).

    `training` marks a course that is no patient's: any protocol may be used in it, and it says so.
    """

    course: Identifier
    recipient: Identifier
    zone: Annotated[str, Zone()]
    training: bool = False
    note: Remark = ""


@dataclass(frozen=True, slots=True)
class Consent(Valid):
    """The recipient's written consent is on record; `reference` says where."""

    reference: Text


@dataclass(frozen=True, slots=True)
class EthicsApproval(Valid):
    """An ethics committee has approved the treatment; `reference` is its number or file."""

    reference: Text


@dataclass(frozen=True, slots=True)
class Planned(Valid):
    """A plan was made. `block` is `first`, or `next` where it follows the infusions planned before."""

    plan: Plan
    block: Annotated[str, OneOf("first", "next")] = "first"


@dataclass(frozen=True, slots=True)
class CalendarChanged(Valid):
    """Other days are open or closed from now on; infusions that are still to come follow them."""

    closures: Closures
    reason: Text

    def joint_problems(self) -> Iterable[Problem]:
        """`event.beside`: what must be open beside an infusion follows from the plan's visits."""
        if self.closures.beside:
            message = "Days beside an infusion are no part of a calendar; they follow from the plan's visits."
            yield stop("event.beside", "closures", message, "Leave them out.")
