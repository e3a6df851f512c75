"""Protocol, patient and calendar into a plan: dated, dosed, explained, and calculated twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from msc_dose.courses.document import document_of
from msc_dose.courses.plan import Infusion, Inputs, Plan, Visit
from msc_dose.courses.working import infusion_working, visit_working
from msc_dose.dosing.body import Patient
from msc_dose.dosing.dose import calculate_dose
from msc_dose.dosing.formulas import course_total
from msc_dose.dosing.rules import check_counts
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.protocols.protocol import Protocol
from msc_dose.protocols.schedule import EveryInterval, Schedule, interval_named
from msc_dose.quantity.amount import Amount, Counts
from msc_dose.recheck import recheck_plan
from msc_dose.scheduling import Closures, Placement, Window, days_after, place

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


def plan_course(
    protocol: Protocol,
    patient: Patient,
    start: date | None = None,
    interval: str | None = None,
    counts: Counts | None = None,
    closures: Closures | None = None,
    window: Window | None = None,
) -> Plan:
    """The plan of a course by this protocol for this patient from `start`.

    `interval` (`calendar-month`, `28-days`) is asked for where the protocol leaves it open, and refused
    where the protocol states another; `counts` is `viable` or `all`. `window` is the protocol's where it is
    `None`, and none at all where the protocol states none. Without `closures` every day is open, and a NOTE
    says so.

    Raises one Refusal naming everything that is missing (`value.missing`), or `schedule.no-open-day`,
    `dose.implausible`, `protocol.conflict`, `interval.unknown`, `interval.not-open`, `recheck.disagrees`.
    """
    given = Given(patient.weight, patient.basis, counts, start, interval)
    wrong = input_problems(protocol, given)
    if wrong or patient.weight is None or start is None:
        raise Refusal(wrong)
    rule = protocol.rule.counting(counts)
    problems = _notes(closures)
    if protocol.window is not None and window is not None and window != protocol.window:
        problems.append(_other_window(protocol.window, window))
    inputs = Inputs(
        patient.weight,
        patient.basis or protocol.basis or "",
        rule,
        start,
        _chosen(protocol.schedule, interval),
        protocol.minimum_gap or 1,  # two infusions are never on one day
        window or protocol.window or Window(0, 0),
        closures or Closures(),
        protocol.visits,
    )
    return _agreed(_calculated(protocol, inputs, problems))


def input_problems(protocol: Protocol, given: Given) -> list[Problem]:
    """Everything missing, unknown, or in contradiction to the protocol, for one refusal to name."""
    return [*_missing(protocol, given), *_unknown(protocol, given), *_contradictions(protocol, given)]


def _missing(protocol: Protocol, given: Given) -> list[Problem]:
    """A `value.missing` for each thing that neither the caller nor the protocol states."""
    wanted = {
        "weight": given.weight,
        "basis": given.basis or protocol.basis,
        "counts": given.counts or protocol.rule.counts,
        "start": given.start,
    }
    found = [
        stop("value.missing", field, *_QUESTIONS[field]) for field, value in wanted.items() if value is None
    ]
    if _interval_open(protocol.schedule) and given.interval is None:
        choices = " or ".join(_interval_open(protocol.schedule))
        message = "What an interval is – calendar months or days – is not stated, and they differ by days."
        found.append(stop("value.missing", "interval", message, f"Say {choices}."))
    return found


def _unknown(protocol: Protocol, given: Given) -> list[Problem]:
    found: list[Problem] = []
    try:
        check_counts(given.counts)
    except Refusal as refusal:
        found += refusal.problems
    try:
        _chosen(protocol.schedule, given.interval)
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


def _chosen(schedule: Schedule, interval: str | None) -> Schedule:
    if isinstance(schedule, EveryInterval) and schedule.interval is None and interval is not None:
        return schedule.with_interval(interval)
    return schedule


def _notes(closures: Closures | None) -> list[Problem]:
    if closures is not None and closures.open is not None:
        return []
    message = "No open weekdays are stated: every day of the week counts as open."
    return [Problem("schedule.every-day-open", "note", "open", message, "State the open weekdays.")]


def _other_window(own: Window, given: Window) -> Problem:
    message = f"The protocol's window is {own}; {given} is used."
    fix = "Use the protocol's window, or say why not."
    return Problem("schedule.other-window", "check", "window", message, fix)


def _calculated(protocol: Protocol, inputs: Inputs, problems: list[Problem]) -> Plan:
    dose = calculate_dose(inputs.rule, Patient(inputs.weight, inputs.basis))
    placed = inputs.schedule.place(inputs.start, inputs.window, inputs.closures, inputs.minimum_gap)
    source = f"{protocol.source.citation} ({protocol.source.address})"
    infusions = tuple(
        Infusion(n, p.target, p.earliest, p.latest, p.date, dose, infusion_working(n, p, inputs, source))
        for n, p in enumerate(placed, 1)
    )
    total = replace(dose.cells, numerator=course_total(dose.cells, len(placed)).numerator)
    if protocol.minimum_gap is None:
        problems = [*problems, *_short_gaps(placed)]
    found = tuple(dict.fromkeys([*dose.problems, *problems]))
    return Plan(
        protocol.id, protocol.title, protocol.status, protocol.missing, inputs, infusions,
        _visits(inputs, placed[0], source), total, found, protocol.printed,
    )  # fmt: skip


def _short_gaps(placed: tuple[Placement, ...]) -> list[Problem]:
    """A CHECK (policy) for dates less than half as far apart as their targets; no minimum gap is stated."""
    found = []
    for n, (one, other) in enumerate(pairwise(placed), 2):
        days, meant = (other.date - one.date).days, (other.target - one.target).days
        if 2 * days < meant:
            message = (
                f"Infusion {n} is {days} days after the one before; their targets are {meant} days apart."
            )
            fix = "Narrow the window, or have the gap confirmed: the protocol states no minimum."
            found.append(Problem("schedule.short-gap", "check", "window", message, fix, source="policy"))
    return found


def _visits(inputs: Inputs, first: Placement, source: str) -> tuple[Visit, ...]:
    visits = []
    for rule in inputs.visits:
        placed = place(days_after(first.target, rule.days), rule.window, inputs.closures, what=rule.kind)
        working = visit_working(placed, rule, first, source)
        visits.append(
            Visit(rule.kind, placed.target, placed.earliest, placed.latest, placed.date, working, rule.detail)
        )
    return tuple(visits)


def _agreed(plan: Plan) -> Plan:
    """The plan itself, when the second calculation of its document agrees exactly."""
    disagreements = recheck_plan(document_of(plan))
    if disagreements:
        defect = "The second calculation disagrees: this is a defect of msc_dose, not of the inputs."
        first = refuse("recheck.disagrees", "plan", defect, "Do not use this plan; report it.")
        raise Refusal([*first.problems, *disagreements])
    return plan
