"""What is done for one infusion, from clearance to the end of observation: recorded always, judged aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import (
    BedsideCheck,
    Cleared,
    Completed,
    Observed,
    PartialDecided,
    Paused,
    PostThawCount,
    Reaction,
    Restarted,
    Started,
    StoppedEarly,
    Thawed,
)
from msc_dose.courses.folding.gates import REVIEWED, gate_problems, standing_gates
from msc_dose.courses.folding.implausible import tell_infused, tell_left_over, tell_make_up_cells
from msc_dose.courses.folding.infused import infused_of
from msc_dose.courses.folding.late import tell_day, tell_early, tell_thaw
from msc_dose.courses.folding.ledger import Attempt, Ledger, Record, named
from msc_dose.courses.folding.lost import lose_product
from msc_dose.dosing.counted import counted_by, taking_over
from msc_dose.problems import Problem, Refusal
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text


def cleared(ledger: Ledger, event: Event, what: Cleared) -> None:
    """The infusion is cleared to thaw; whatever stood in the way is told."""
    record = ledger.record(what.infusion, event)
    for gate in gate_problems(ledger, event, what):
        message = f"{named(event)}: cleared to thaw although: {gate.message}"
        ledger.problems.append(Problem(gate.code, "check", gate.field, message, gate.fix))
    tell_early(ledger, event, record)
    # Consent or order may have been struck since: then it rests on nothing, and is to be given anew.
    record.cleared = record.cleared or not any(standing_gates(ledger, event, what.infusion))
    if any(item.item == REVIEWED and item.holds for item in what.items):
        ledger.unreviewed = []


def thawed(ledger: Ledger, event: Event, what: Thawed) -> None:
    """Containers were thawed, which is one-way. Refusal `course.container-used`."""
    record = ledger.record(what.infusion, event)
    for container in what.containers:
        if (known := ledger.same_container(container)) is not None:
            message = f"Container {known} was {ledger.containers[known]} already."
            fix = "Scan the container again; a container is thawed once."
            raise ledger.refused(event, "course.container-used", "containers", message, fix)
        ledger.containers[container] = "thawed"
    tell_thaw(ledger, event, record)
    for gate in standing_gates(ledger, event, what.infusion):
        ledger.departs(event, gate.code, "infusion", f"thawed although: {gate.message}", gate.fix)
    if not record.cleared:
        _departs(ledger, event, "course.not-cleared", "thawed without clearance.")
    record.thawed = (*record.thawed, *what.containers)
    record.thawed_on = event.occurred.date()
    record.expires = min(filter(None, (record.expires, what.expires)), default=None)


def counted_after_thaw(ledger: Ledger, event: Event, what: PostThawCount) -> None:
    """A count after thaw is on record with the infusion."""
    record = ledger.record(what.infusion, event)
    if what.container not in record.thawed:
        _departs(ledger, event, "course.container-unknown", f"{what.container} was not thawed for it.")
    said = [str(amount) for amount in (what.cells, what.viability) if amount is not None]
    record.notes.append(f"after thaw, {what.container}: {', '.join(said)}")
    if what.cells is not None:
        try:
            record.counted[what.container] = taking_over(
                what.cells, counted_by(record.dose), "cells", "count"
            )
        except Refusal:  # other cells than those of the dose: kept in words, and not reckoned with
            record.notes.append(f"{what.container}: the count is of other cells than the dose")


def checked(ledger: Ledger, event: Event, what: BedsideCheck) -> None:
    """Patient and product were matched at the bedside; a mismatch suspends the start."""
    record = ledger.record(what.infusion, event)
    if what.container not in record.thawed:
        _departs(ledger, event, "course.container-unknown", f"{what.container} was not thawed for it.")
    matches = {
        "patient": what.patient_matches,
        "container": what.container_matches,
        "expiry": what.expiry_matches,
        "volume": what.volume_matches,
        "appearance": what.appearance_normal,
    }
    wrong = [name for name, matched in matches.items() if not matched]
    record.matched = not wrong and record.matched is not False
    if wrong:
        _departs(
            ledger, event, "course.mismatch", f"{', '.join(wrong)} did not match: the start is suspended."
        )


def started(ledger: Ledger, event: Event, what: Started) -> None:
    """The infusion began."""
    _begin(ledger, event, ledger.record(what.infusion, event), event.occurred)


def _begin(ledger: Ledger, event: Event, record: Record, at: datetime) -> Attempt:
    """A new attempt. Refusal `course.given-already`; what departs from the rules is told."""
    if record.attempts and not (record.is_repeated or record.awaits_make_up):
        message = f"Infusion {record.number} is {record.state} already."
        fix = "Correct the number; or record first that it is repeated, or what is made up."
        raise ledger.refused(event, "course.given-already", "infusion", message, fix)
    tell_day(ledger, event, record, at.date())
    if not record.cleared:
        _departs(ledger, event, "course.not-cleared", "started without clearance to thaw.")
    if not record.matched:
        why = (
            "although its bedside check did not match"
            if record.matched is False
            else "without a bedside check"
        )
        _departs(ledger, event, "course.not-checked", f"started {why}.")
    if record.expires is not None and at > record.expires:
        _departs(ledger, event, "course.expired", f"started after the expiry of {record.expires:%H:%M}.")
    record.attempts.append(Attempt(at))
    record.dropped = None
    return record.attempts[-1]


def paused(ledger: Ledger, event: Event, what: Paused) -> None:
    """The infusion was interrupted."""
    _running(ledger, event, what.infusion).paused = True


def restarted(ledger: Ledger, event: Event, what: Restarted) -> None:
    """The infusion went on."""
    _running(ledger, event, what.infusion).paused = False


def _running(ledger: Ledger, event: Event, number: int) -> Attempt:
    attempt = ledger.record(number, event).running
    if attempt is None:
        message = f"Infusion {number} is not running: it is {ledger.records[number].state}."
        raise ledger.refused(event, "course.not-running", "infusion", message, "Record its start first.")
    return attempt


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
    attempt = record.running or _begin(ledger, event, record, what.started)
    _use_up(ledger, event, record, what)
    _tell_other_start(ledger, event, attempt, what.started)
    attempt.ended, attempt.paused = what.ended, False
    attempt.stopped_early, attempt.containers = stopped_early, what.containers
    attempt.line_rinsed = what.line_rinsed
    attempt.infused, attempt.infused_working = infused_of(record, what)
    tell_infused(ledger, event, record, what, attempt.infused)
    if attempt.infused is None:
        message = f"no volumes and no cells are stated: what infusion {record.number} gave is not known."
        _departs(ledger, event, "course.infused-not-known", message)


def _tell_other_start(ledger: Ledger, event: Event, attempt: Attempt, started: datetime) -> None:
    """The end states the start more exactly; the day on which it began stays that of its own entry."""
    if started.date() == attempt.started.date():
        attempt.started = started
        return
    first, other = day_text(attempt.started.date()), day_text(started.date())
    message = f"begun on {first} by the entry of its start, on {other} by that of its end."
    _departs(ledger, event, "course.another-day", message)


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
        ledger.containers[given.container] = "infused"
        if record.thawed and given.container not in record.thawed:
            _departs(ledger, event, "course.container-unknown", f"{given.container} was not thawed for it.")


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
        _departs(ledger, event, "course.reaction-before-start", "it began before the infusion did.")
    record.reactions.append(what)
    ledger.unreviewed.append(what.infusion)
    ledger.void_clearances("a reaction is to be reviewed")


def _departs(ledger: Ledger, event: Event, code: str, message: str) -> None:
    ledger.departs(event, code, "infusion", message, "A deviation says why.")
