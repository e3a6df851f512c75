"""How an infusion ends, what becomes of one that stopped early, and reactions; judged aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import (
    Completed,
    Observed,
    PartialDecided,
    Reaction,
    StoppedEarly,
)
from msc_dose.courses.folding.giving import begin, departs
from msc_dose.courses.folding.implausible import tell_infused, tell_left_over, tell_make_up_cells
from msc_dose.courses.folding.infused import infused_of
from msc_dose.courses.folding.infusion_record import Attempt, Record
from msc_dose.courses.folding.late import tell_alike
from msc_dose.courses.folding.ledger import Ledger
from msc_dose.courses.folding.lost import lose_product
from msc_dose.dosing.counted import counted_by, taking_over
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text


def completed(ledger: Ledger, event: Event, what: Completed) -> None:
    """The infusion ended as planned."""
    _end(ledger, event, what, stopped_early=False)
    tell_left_over(ledger, event, ledger.records[what.infusion], what)


def stopped_early(ledger: Ledger, event: Event, what: StoppedEarly) -> None:
    """The infusion ended before all was in; a person decides what becomes of it."""
    _end(ledger, event, what, stopped_early=True)
    record = ledger.records[what.infusion]
    infused = record.attempts[-1].infused
    went_in = f", {briefly(infused)} infused" if infused is not None else ""
    at = f"{day_text(what.started.date())} {what.started:%H:%M} to {what.ended:%H:%M}"
    record.notes.append(f"stopped early ({at}{went_in}): {what.reason}")


def _end(ledger: Ledger, event: Event, what: Completed | StoppedEarly, *, stopped_early: bool) -> None:
    record = ledger.record(what.infusion, event)
    attempt = record.running or begin(ledger, event, record, what.started)
    _use_up(ledger, event, record, what)
    _tell_other_start(ledger, event, attempt, what.started)
    attempt.ended, attempt.paused = what.ended, False
    attempt.stopped_early, attempt.containers = stopped_early, what.containers
    attempt.line_rinsed = what.line_rinsed
    attempt.infused, attempt.infused_working = infused_of(record, what)
    tell_infused(ledger, event, record, what, attempt.infused)
    if attempt.infused is None:
        message = f"no volumes and no cells are stated: what infusion {record.number} gave is not known."
        departs(ledger, event, "course.infused-not-known", message)


def _tell_other_start(ledger: Ledger, event: Event, attempt: Attempt, started: datetime) -> None:
    """The end states the start more exactly; the day on which it began stays that of its own entry."""
    if started.date() == attempt.started.date():
        attempt.started = started
        return
    first, other = day_text(attempt.started.date()), day_text(started.date())
    message = f"begun on {first} by the entry of its start, on {other} by that of its end."
    departs(ledger, event, "course.another-day", message)


def _use_up(ledger: Ledger, event: Event, record: Record, what: Completed | StoppedEarly) -> None:
    """Each container is given once. Refusal `course.container-used`."""
    for given in what.containers:
        known = ledger.same_container(given.container)
        state = None if known is None else ledger.containers[known]
        if known is not None and known != given.container:
            message = f"Container {given.container} is on record as {known}."
            fix = "Scan the container, or write it as it stands on record."
            raise ledger.refused(event, "course.container-used", "containers", message, fix)
        if state not in (None, "thawed") or (state == "thawed" and given.container not in record.thawed):
            message = f"Container {given.container} is {state} already, at another infusion."
            raise ledger.refused(
                event, "course.container-used", "containers", message, "A container is given once."
            )
        if known is None:
            tell_alike(ledger, event, given.container)
        ledger.containers[given.container] = "infused" if given.infused.numerator else "wasted"
        if record.thawed and given.container not in record.thawed:
            departs(ledger, event, "course.container-unknown", f"{given.container} was not thawed for it.")


def observed(ledger: Ledger, event: Event, what: Observed) -> None:
    """The observation ended."""
    record = ledger.record(what.infusion, event)
    if not record.attempts or record.running is not None:
        message = f"Infusion {what.infusion} is {record.state}: its observation cannot have ended."
        raise ledger.refused(event, "course.not-running", "infusion", message, "Record its end first.")
    record.observed = True


def partial_decided(ledger: Ledger, event: Event, what: PartialDecided) -> None:
    """A person says what becomes of an infusion that stopped early.

    Refusal `course.nothing-to-decide`, `course.stopped`, `count.mixed`.
    """
    record = ledger.record(what.infusion, event)
    if not record.undecided and not record.awaits_make_up:
        message = f"Infusion {what.infusion} is {record.state}; nothing about it is to be decided."
        raise ledger.refused(
            event, "course.nothing-to-decide", "infusion", message, "Name one that stopped early."
        )
    if what.cells is not None:
        cells = taking_over(what.cells, counted_by(record.dose), "cells", "rest")
        what = replace(what, cells=cells)
        tell_make_up_cells(ledger, event, record, cells)
    if record.awaits_make_up and record.thawed:
        lose_product(ledger, event, record)
    record.partial, record.attempts_decided = what, len(record.attempts)
    record.notes.append(f"{what.decision}: {what.reason}")
    if what.decision != "counts":
        _still_to_come(ledger, event)
        # What is given besides is thawed and checked anew.
        record.cleared, record.thawed, record.thawed_on = False, (), None
        record.matched, record.expires, record.fixed = None, None, None
    if what.decision == "repeated":
        record.counts_from = len(record.attempts)
        block = ledger.block_of(what.infusion)
        after = record.attempts[-1].started.date() + timedelta(days=1)
        block.not_before = max(after, block.not_before or after)
        block.open_later = [asked for asked in block.open_later if asked.after != what.infusion]


def _still_to_come(ledger: Ledger, event: Event) -> None:
    """Refusal `course.stopped`: of a course that is stopped nothing is given besides."""
    if ledger.stopped is not None:
        message = f"The course is stopped: {ledger.stopped}. Nothing is made up or repeated."
        raise ledger.refused(event, "course.stopped", "decision", message, "Decide that it counts.")


def reacted(ledger: Ledger, event: Event, what: Reaction) -> None:
    """A reaction is on record; the next clearance asks for its review."""
    record = ledger.record(what.infusion, event)
    if not record.attempts:
        message = f"Infusion {what.infusion} has not begun."
        raise ledger.refused(event, "course.not-running", "infusion", message, "Correct the number.")
    if what.onset < record.attempts[0].started:
        departs(ledger, event, "course.reaction-before-start", "it began before the infusion did.")
    record.reactions.append(what)
    ledger.unreviewed.append(what.infusion)
    ledger.void_clearances("a reaction is to be reviewed")
