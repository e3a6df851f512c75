"""What is done until an infusion runs, from clearance to its start; recorded always, judged aloud."""

from __future__ import annotations

from datetime import datetime

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import (
    BedsideCheck,
    Cleared,
    Paused,
    PostThawCount,
    Restarted,
    Started,
    Thawed,
)
from msc_dose.courses.folding.gates import REVIEWED, gate_problems, standing_gates
from msc_dose.courses.folding.infusion_record import Attempt, Record
from msc_dose.courses.folding.late import tell_alike, tell_day, tell_early, tell_thaw
from msc_dose.courses.folding.ledger import Ledger, named
from msc_dose.dosing.counted import counted_by, taking_over
from msc_dose.problems import Problem, Refusal


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
        tell_alike(ledger, event, container)
        ledger.containers[container] = "thawed"
    tell_thaw(ledger, event, record)
    for gate in standing_gates(ledger, event, what.infusion):
        ledger.departs(event, gate.code, "infusion", f"thawed although: {gate.message}", gate.fix)
    if not record.cleared:
        departs(ledger, event, "course.not-cleared", "thawed without clearance.")
    record.thawed = (*record.thawed, *what.containers)
    record.thawed_on = event.occurred.date()
    record.expires = min(filter(None, (record.expires, what.expires)), default=None)


def counted_after_thaw(ledger: Ledger, event: Event, what: PostThawCount) -> None:
    """A count after thaw is on record with the infusion."""
    record = ledger.record(what.infusion, event)
    if what.container not in record.thawed:
        departs(ledger, event, "course.container-unknown", f"{what.container} was not thawed for it.")
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
        departs(ledger, event, "course.container-unknown", f"{what.container} was not thawed for it.")
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
        departs(
            ledger, event, "course.mismatch", f"{', '.join(wrong)} did not match: the start is suspended."
        )


def started(ledger: Ledger, event: Event, what: Started) -> None:
    """The infusion began."""
    begin(ledger, event, ledger.record(what.infusion, event), event.occurred)


def begin(ledger: Ledger, event: Event, record: Record, at: datetime) -> Attempt:
    """A new attempt. Refusal `course.given-already`; what departs from the rules is told."""
    if record.attempts and not (record.is_repeated or record.awaits_make_up):
        message = f"Infusion {record.number} is {record.state} already."
        fix = "Correct the number; or record first that it is repeated, or what is made up."
        raise ledger.refused(event, "course.given-already", "infusion", message, fix)
    tell_day(ledger, event, record, at.date())
    if not record.cleared:
        departs(ledger, event, "course.not-cleared", "started without clearance to thaw.")
    if not record.matched:
        why = (
            "although its bedside check did not match"
            if record.matched is False
            else "without a bedside check"
        )
        departs(ledger, event, "course.not-checked", f"started {why}.")
    if record.expires is not None and at > record.expires:
        departs(ledger, event, "course.expired", f"started after the expiry of {record.expires:%H:%M}.")
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


def departs(ledger: Ledger, event: Event, code: str, message: str) -> None:
    """Keep a CHECK of this infusion; a deviation says why."""
    ledger.departs(event, code, "infusion", message, "A deviation says why.")
