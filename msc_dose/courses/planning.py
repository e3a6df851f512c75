"""Protocol, patient and calendar into a plan: dated, dosed, explained, and calculated twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta

from msc_dose.courses.asking import Given, chosen, input_problems
from msc_dose.courses.components import of_component
from msc_dose.courses.course_rules import CourseRules
from msc_dose.courses.date_notes import date_problems
from msc_dose.courses.document import document_of
from msc_dose.courses.doses import course_doses, total_of
from msc_dose.courses.follow_up import FollowUp
from msc_dose.courses.held_to_rule import Recipient
from msc_dose.courses.placing_visits import PlacedVisit, beside_of, place_visits
from msc_dose.courses.plan import Infusion, Inputs, Plan, Visit
from msc_dose.courses.preparing import prepare_course
from msc_dose.courses.visit_working import visit_working
from msc_dose.courses.weighing import weight_problems
from msc_dose.courses.working import infusion_working
from msc_dose.dosing.body import Patient
from msc_dose.dosing.counted import agreed, counting
from msc_dose.dosing.dose import Dose
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.product.completing import completed
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.use import ProductUse
from msc_dose.protocols.days_and_gaps import AfterGaps
from msc_dose.protocols.protocol import Protocol
from msc_dose.protocols.schedule import Schedule, TwiceAWeek
from msc_dose.quantity.amount import Amount, Counts
from msc_dose.recheck import recheck_plan
from msc_dose.scheduling import Closures, Placement, Window, day_text
from msc_dose.scheduling.site_calendar import provisional_notes


def plan_course(
    protocol: Protocol,
    patient: Patient,
    start: date | None = None,
    interval: str | None = None,
    counts: Counts | None = None,
    closures: Closures | None = None,
    window: Window | None = None,
    *,
    ordered: Amount | Sequence[Amount] | None = None,
    version: str | None = None,
    product: ProductUse | None = None,
    component: str | None = None,
    follow_up: FollowUp | None = None,
    minimum_gap: int | None = None,
    maximum_gap: int | None = None,
) -> Plan:
    """The plan of a course by this protocol for this patient from `start`.

    `ordered` is the dose ordered, one for all infusions or one for each, where the protocol states no
    single dose; `version` that of its label; `component` names the one planned where a product has several.
    `product` is what is at hand and how it is handled: without one, the protocol's own container is taken
    where it states one.

    `interval` (`calendar-month`, `28-days`) is asked for where the protocol leaves it open, and refused
    where the protocol states another; `minimum_gap` and `maximum_gap` (days from date to date) may be given
    where the protocol states none; `counts` is `viable` or `all`. `window` is the protocol's where it is
    `None`, and none at all where the protocol states none. Without `closures` every day is open, and a NOTE
    says so. `follow_up` adds visits to those of the protocol.

    Raises one Refusal naming everything that is missing (`value.missing`), or `schedule.no-open-day`,
    `dose.implausible`, `protocol.conflict`, `interval.unknown`, `interval.not-open`, `recheck.disagrees`,
    and those of dose, allocation and preparation.
    """
    protocol, problems = of_component(protocol, component)
    orders = (ordered,) if isinstance(ordered, Amount) else tuple(ordered or ())
    given = Given(
        patient.weight, patient.basis, counts, start, interval, orders, version, patient, follow_up,
        minimum_gap, maximum_gap,
    )  # fmt: skip
    wrong = input_problems(protocol, given)
    if wrong or start is None:
        raise Refusal(wrong)
    patient = replace(_plain(patient), basis=patient.basis or protocol.basis)
    rule = protocol.rule.counting(counts)
    orders = tuple(counting(each, agreed((each,), "ordered", rule.counted)) for each in orders)
    problems += _notes(closures)
    if protocol.window is not None and window is not None and window != protocol.window:
        problems.append(_other_window(protocol.window, window))
    if window is not None and _has_own_windows(protocol.schedule):
        problems.append(_windows_kept(protocol.schedule))
    use = product_of(protocol, product)
    use, bound = use.for_recipient() if use else (None, ())
    inputs = Inputs(
        patient,
        rule,
        start,
        chosen(protocol.schedule, interval),
        protocol.minimum_gap or minimum_gap or _least_gap(protocol.schedule),
        window or protocol.window or Window(0, 0),
        (closures or Closures()).with_beside(()),  # what stands beside an infusion, its visits say
        (*protocol.visits, *(follow_up.rules() if follow_up else ())),
        orders,
        version,
        use,
        protocol.maximum_gap or maximum_gap,
    )
    rules = rules_of(protocol, stated=minimum_gap is not None)
    try:
        made = _calculated(protocol, inputs, rules, [*problems, *bound])
    except Refusal as refusal:
        # Why nothing is left to choose from may be that all of it is bound to others.
        told = [*refusal.problems, *bound, *_estimated(refusal, inputs)]
        raise Refusal(told, refusal.readings) from refusal
    return _agreed(made)


def _least_gap(schedule: Schedule) -> int:
    """The gap where none is stated: twice a week is at least 3 days apart, and no day has two infusions."""
    return 3 if isinstance(schedule, TwiceAWeek) else 1


def _estimated(refusal: Refusal, inputs: Inputs) -> tuple[Problem, ...]:
    """A NOTE where a date was refused while the public holidays of its years are estimates."""
    if "schedule.no-open-day" not in refusal.codes:
        return ()
    last = inputs.schedule.targets_from(1, inputs.start)[-1]
    years = range(inputs.start.year, last.year + 1)
    return provisional_notes(inputs.closures, [date(year, 1, 1) for year in years])


def _plain(patient: Patient) -> Patient:
    """The patient as a value of the core, whatever class it was made by: plans compare by value."""
    return Patient(*(getattr(patient, field.name) for field in fields(Patient)))


def product_of(protocol: Protocol, product: ProductUse | None) -> ProductUse | None:
    """The product at hand, handled as the protocol states; else the container that the protocol states.

    Raises Refusal `protocol.conflict` where the two handle it otherwise.
    """
    if product is None:
        content = protocol.content
        return None if content is None else ProductUse(content, protocol.handling, protocol.limits)
    handling = completed(protocol.handling, product.handling)
    return replace(product, handling=handling, limits=(*protocol.limits, *product.limits))


def _notes(closures: Closures | None) -> list[Problem]:
    if closures is not None and closures.open is not None:
        return []
    message = "No open weekdays are stated: every day of the week counts as open."
    return [Problem("schedule.every-day-open", "note", "open", message, "State the open weekdays.")]


def _other_window(own: Window, given: Window) -> Problem:
    message = f"The protocol's window is {own}; {given} is used."
    fix = "Use the protocol's window, or say why not."
    return Problem("schedule.other-window", "check", "window", message, fix)


def _has_own_windows(schedule: Schedule) -> bool:
    return isinstance(schedule, AfterGaps) and any(gap.window is not None for gap in schedule.gaps)


def _windows_kept(schedule: Schedule) -> Problem:
    message = f"The window given does not replace those that the protocol states for its gaps: {schedule}."
    return Problem("schedule.own-windows", "note", "window", message, "Change the protocol file.")


def rules_of(protocol: Protocol, stated: bool) -> CourseRules:
    """What governs a course of the protocol; `stated`: the caller gives a minimum gap."""
    return CourseRules(
        protocol.requires, protocol.weight_valid_days, protocol.weight_change_limit, protocol.decisions,
        protocol.day_numbering, stated or protocol.minimum_gap is not None,
    )  # fmt: skip


def _calculated(protocol: Protocol, inputs: Inputs, rules: CourseRules, problems: list[Problem]) -> Plan:
    closures = inputs.closures.with_beside(beside_of(inputs.visits))
    placed = inputs.schedule.place(
        inputs.start, inputs.window, closures, inputs.minimum_gap, inputs.maximum_gap
    )  # fmt: skip
    doses, found = course_doses(inputs, len(placed))
    found = [*found, *weight_problems(inputs.patient, protocol.weight_valid_days, placed)]
    days = [placement.date for placement in placed]
    prepared, more = _prepared(inputs, doses, days)
    source = f"{protocol.source.citation} ({protocol.source.address})"
    infusions = tuple(
        Infusion(
            n,
            p.target,
            p.earliest,
            p.latest,
            p.date,
            dose,
            infusion_working(n, p, inputs, source),
            preparation,
        )
        for n, (p, dose, preparation) in enumerate(zip(placed, doses, prepared, strict=True), 1)
    )
    found += split_problems(doses, placed, inputs.closures)
    visits = place_visits(inputs.visits, placed, inputs.closures)
    problems = [*problems, *date_problems(inputs, placed, visits, rules.minimum_gap_stated)]
    return Plan(
        protocol.id, protocol.title, protocol.status, protocol.missing, inputs, infusions,
        tuple(_visit(visit, source) for visit in visits), total_of(doses),
        tuple(dict.fromkeys([*found, *problems, *more])), protocol.printed, remarks_of(protocol), rules,
    )  # fmt: skip


def remarks_of(protocol: Protocol) -> tuple[str, ...]:
    """What a person who works by this protocol must know: a line for each note, conflict, doubt, decision."""
    conflicts = [f"CONFLICT {conflict}" for conflict in protocol.conflicts]
    decisions = [f"DECISION {decision}" for decision in protocol.decisions]
    return (*protocol.notes, *conflicts, *(f"DOUBT {doubt}" for doubt in protocol.doubts), *decisions)


def _prepared(
    inputs: Inputs, doses: Sequence[Dose], days: Sequence[date]
) -> tuple[tuple[Preparation | None, ...], tuple[Problem, ...]]:
    """What is prepared for each infusion, and what is told of it; nothing without a product."""
    if inputs.product is None:
        return (None,) * len(doses), ()
    recipients = [
        Recipient.of(inputs.rule, inputs.patient, dose, inputs.version, n) for n, dose in enumerate(doses, 1)
    ]
    made, problems = prepare_course(inputs.product, recipients, doses, days)
    told = [problem for one in made if one is not None for problem in one.problems]
    return made, (*problems, *told)


def split_problems(doses: Sequence[Dose], placed: Sequence[Placement], closures: Closures) -> list[Problem]:
    """A CHECK for a day of a split dose that is closed, or that the next infusion takes."""
    found = []
    dates = {placement.date for placement in placed}
    for number, (dose, placement) in enumerate(zip(doses, placed, strict=True), 1):
        later = [placement.date + timedelta(days=day) for day in range(1, len(dose.days))]
        for day in later:
            why = "another infusion is on that day" if day in dates else closures.why_closed(day)
            if why is None and placement.earliest != placement.latest < day:
                why = f"it is after the window, which ends on {day_text(placement.latest)}"
            if why:
                message = f"Infusion {number} is split over {len(dose.days)} days; {day_text(day)}: {why}."
                fix = "Choose a start whose following days are open, or ask for the days."
                found.append(Problem("dose.split-day", "check", "start", message, fix))
    return found


def _visit(visit: PlacedVisit, source: str) -> Visit:
    placed, rule = visit.placement, visit.rule
    working = visit_working(placed, rule, visit.origin, source, visit.infusion)
    return Visit(
        rule.kind, placed.target, placed.earliest, placed.latest, placed.date, working, rule.detail,
        visit.infusion,
    )  # fmt: skip


def _agreed(plan: Plan) -> Plan:
    """The plan itself, when the second calculation of its document agrees exactly."""
    disagreements = recheck_plan(document_of(plan))
    if disagreements:
        defect = "The second calculation disagrees: this is a defect of msc_dose, not of the inputs."
        first = refuse("recheck.disagrees", "plan", defect, "Do not use this plan; report it.")
        raise Refusal([*first.problems, *disagreements])
    return plan
