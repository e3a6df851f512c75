"""What a plan asks for: everything missing, unknown, or in contradiction to the protocol, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from msc_dose.courses.follow_up import FollowUp
from msc_dose.dosing.body import Patient
from msc_dose.dosing.rules import check_counts
from msc_dose.dosing.shapes import ByVersion
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.protocols.describing import needs_order, needs_weight
from msc_dose.protocols.protocol import Protocol
from msc_dose.protocols.schedule import EveryInterval, Schedule, interval_named
from msc_dose.quantity.amount import Amount, Counts

_QUESTIONS: Mapping[str, tuple[str, str]] = {
    "weight": ("The dosing weight is missing.", "Give the weight with its unit, for instance 60 kg."),
    "basis": (
        "The basis of the weight is not stated, and the protocol's source does not state it.",
        "Say actual, ideal, adjusted or predicted.",
    ),
    "counts": (
        "Whether viable or all cells are counted is not stated, and the protocol's source does not state it.",
        "Say viable or all.",
    ),
    "ordered": (
        "The dose ordered is missing: the protocol states no single dose.",
        "Give the order, for instance 1 million cells/kg.",
    ),
    "version": ("The version of the label is missing, and its versions differ.", ""),
    "start": ("The date of the first infusion is missing.", "Give it as YYYY-MM-DD."),
}


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller gives; `None` is not given."""

    weight: Amount | None
    basis: str | None
    counts: Counts | None
    start: date | None
    interval: str | None
    ordered: tuple[Amount, ...] = ()
    version: str | None = None
    patient: Patient | None = None
    follow_up: FollowUp | None = None
    minimum_gap: int | None = None
    maximum_gap: int | None = None


def input_problems(protocol: Protocol, given: Given) -> list[Problem]:
    """Everything missing, unknown, or in contradiction to the protocol, for one refusal to name."""
    return [*_missing(protocol, given), *_unknown(protocol, given), *_contradictions(protocol, given)]


def _missing(protocol: Protocol, given: Given) -> list[Problem]:
    """A `value.missing` for each thing that neither the caller nor the protocol states."""
    rule = protocol.rule
    weighed, calculated = needs_weight(rule), given.patient is not None and given.patient.calculates_weight
    wanted = {
        "weight": given.weight or calculated or not weighed or None,
        "basis": given.basis or protocol.basis or (not weighed or None),
        "counts": given.counts or rule.counts,
        "start": given.start,
        "ordered": given.ordered or not needs_order(rule) or None,
        "version": given.version or not isinstance(rule.shape, ByVersion) or None,
    }
    found = [_asked(field, protocol) for field, value in wanted.items() if value is None]
    if _interval_open(protocol.schedule) and given.interval is None:
        choices = " or ".join(_interval_open(protocol.schedule))
        message = "What an interval is – calendar months or days – is not stated, and they differ by days."
        found.append(stop("value.missing", "interval", message, f"Say {choices}."))
    if given.follow_up is not None:
        found += given.follow_up.missing(_targets(protocol, given))
    return found


def _targets(protocol: Protocol, given: Given) -> tuple[date, ...]:
    """The infusions' targets, as far as they follow from what is given; none where they do not."""
    if given.start is None:
        return ()
    try:
        schedule = chosen(protocol.schedule, given.interval)
        return () if _interval_open(schedule) else schedule.targets_from(1, given.start)
    except Refusal:  # which is told by itself
        return ()


def _asked(field: str, protocol: Protocol) -> Problem:
    message, fix = _QUESTIONS[field]
    shape = protocol.rule.shape
    if field == "version" and isinstance(shape, ByVersion):
        fix = f"Say {' or '.join(version.name for version in shape.versions)}."
    return stop("value.missing", field, message, fix)


def _unknown(protocol: Protocol, given: Given) -> list[Problem]:
    found: list[Problem] = []
    try:
        check_counts(given.counts)
    except Refusal as refusal:
        found += refusal.problems
    try:
        chosen(protocol.schedule, given.interval)
    except Refusal as refusal:
        found += refusal.problems
    return found


def _interval_open(schedule: Schedule) -> tuple[str, ...]:
    return schedule.choices if isinstance(schedule, EveryInterval) and schedule.interval is None else ()


def _contradictions(protocol: Protocol, given: Given) -> list[Problem]:
    found = []
    for field, own, said in (
        ("basis", protocol.basis, given.basis),
        ("counts", protocol.rule.counts, given.counts),
    ):
        if own and said and own != said:
            message = f"The protocol states {own}; {said} is given."
            found.append(
                stop("protocol.conflict", field, message, "Leave it out, or use another protocol.", said)
            )
    for field, own_days, days in (
        ("minimum_gap", protocol.minimum_gap, given.minimum_gap),
        ("maximum_gap", protocol.maximum_gap, given.maximum_gap),
    ):
        if own_days is not None and days is not None and own_days != days:
            message = f"The protocol states a {field.replace('_', ' ')} of {own_days} days; {days} is given."
            fix = "Leave it out, or use another protocol."
            found.append(stop("protocol.conflict", field, message, fix, str(days)))
    if given.interval is not None and not _agrees(protocol.schedule, given.interval):
        message = f"The protocol states its own interval: {protocol.schedule}."
        found.append(
            stop("interval.not-open", "interval", message, "Leave the interval out.", given.interval)
        )
    return found


def _agrees(schedule: Schedule, interval: str) -> bool:
    """Whether the interval may be said: the protocol leaves it open, or states the very same."""
    if not isinstance(schedule, EveryInterval):
        return False
    if schedule.interval is None:
        return True
    try:
        return interval_named(interval) == schedule.interval
    except Refusal:
        return False


def chosen(schedule: Schedule, interval: str | None) -> Schedule:
    """The schedule with the interval chosen, where it leaves one open."""
    if isinstance(schedule, EveryInterval) and schedule.interval is None and interval is not None:
        return schedule.with_interval(interval)
    return schedule
