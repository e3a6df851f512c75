"""A container in words: its state, until when it is good, what it holds, who has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from msc_dose.product.allocation.expiry import past
from msc_dose.product.container import UNASSIGNED, Container, Content
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.store.stock import HeldContainer
from msc_dose.store.stock.rows import USED_UP


@dataclass(frozen=True, slots=True)
class Expiry:
    """Until when a container is good: the day, and how long that is; `over` where it may not be used."""

    day: str
    left: str
    over: bool = False

    @property
    def text(self) -> str:
        """The word EXPIRED before the day where it is."""
        return f"{'EXPIRED ' if self.over else ''}{self.day}{f'  {self.left}' if self.left else ''}"


def expiry_of(container: Container, now: datetime, state: str = "") -> Expiry:
    """The expiry at this moment by the site's clock; one that is used up is good for nothing any more."""
    expiry = container.expiry
    if not isinstance(expiry, date):
        return Expiry("no expiry assigned", "")
    day = expiry.date() if isinstance(expiry, datetime) else expiry
    said = day_text(day) + (f" {expiry:%H:%M}" if isinstance(expiry, datetime) else "")
    if state in USED_UP:
        return Expiry(said, "")
    days = (day - now.date()).days
    if past(container, now.replace(tzinfo=None)):
        return Expiry(said, f"{-days:,} d ago" if days else "today", over=True)
    return Expiry(said, f"{days:,} d left" if days else "TODAY")


def holds(content: Content) -> str:
    """The cells and the volume: `120 million viable MSC in 20 mL`."""
    counted, volume = content.counted, content.fill or content.nominal or content.withdrawable
    cells = briefly(counted) if counted else "cells unknown"
    return f"{cells} in {briefly(volume)}" if volume else cells


def for_whom(container: Container) -> str:
    """Whose it is: the recipient's alone, or nobody's."""
    return UNASSIGNED if container.recipient == UNASSIGNED else f"{container.recipient} only"


def holder(held: HeldContainer) -> str:
    """Which infusion has it; empty where none has."""
    return f"for {held.course} no. {held.infusion}" if held.course else ""
