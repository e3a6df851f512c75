"""When it is: the present moment of a course or a record, which only training may have set."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msc_dose.problems import refuse

if TYPE_CHECKING:
    from msc_dose.courses.events.kinds import What
    from msc_dose.store.record import Record

VARIABLE = "MSC_DOSE_NOW"


def now_in(zone: str, training: bool) -> datetime:
    """The present moment in a zone, to the second.

    `MSC_DOSE_NOW` (a time with its offset) sets the clock of a training course; any other refuses it:
    Refusal `clock.not-training`.
    """
    said = os.environ.get(VARIABLE)
    if said is None:
        return datetime.now(ZoneInfo(zone)).replace(microsecond=0)
    if not training:
        message = f"{VARIABLE} is set, and this is no training course."
        raise refuse("clock.not-training", VARIABLE, message, f"Unset {VARIABLE}.", said)
    return _set_to(said, zone)


def with_clock(record: Record) -> Record:
    """The record with the clock that `MSC_DOSE_NOW` sets, where it does.

    Raises Refusal `clock.not-training` where the record is not for training.
    """
    if os.environ.get(VARIABLE) is None:
        return record
    if not record.training:
        message = f"{VARIABLE} is set, and this is no training record."
        raise refuse("clock.not-training", VARIABLE, message, f"Unset {VARIABLE}.", os.environ[VARIABLE])
    moment = now_in(record.zone, training=True)
    return replace(record, clock=lambda: moment, stopped=True)


def occurred(said: str | None, what: What, zone: str, recorded: datetime) -> datetime:
    """When it occurred: as said; else an infusion's end, and for all else the moment of recording.

    Raises the Refusals of `moment_of`.
    """
    from msc_dose.courses.events.giving import Completed, StoppedEarly
    from msc_dose.library.entries import moment_of

    if said is not None and said.strip():
        return moment_of(said, "occurred", zone, day_alone=isinstance(what, of_a_day()))
    return what.ended if isinstance(what, Completed | StoppedEarly) else recorded


def of_a_day() -> tuple[type[What], ...]:
    """The events of which the day may be all that is known."""
    from msc_dose.courses.events.opening import Consent, EthicsApproval
    from msc_dose.courses.events.results import Counted, RescueGiven

    return (Counted, RescueGiven, Consent, EthicsApproval)


def _set_to(said: str, zone: str) -> datetime:
    """The moment that the variable states: one clock for courses of all zones, so its offset may be any."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(said)
        if moment.tzinfo is not None:
            return moment.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    from msc_dose.library.entries import moment_of

    return moment_of(said, VARIABLE, zone)
