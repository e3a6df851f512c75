"""A plan in rows for a table, and in words that a person can check by hand."""

from __future__ import annotations

from datetime import date, timedelta

from msc_dose.courses.placing_visits import rule_of_each
from msc_dose.courses.plan import Infusion, Plan, Visit
from msc_dose.dosing.dose import what_is_counted
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.product.text import nearly, preparation_lines, volume_line
from msc_dose.product.use import ProductUse
from msc_dose.protocols.days_and_gaps import AfterGaps
from msc_dose.protocols.describing import shape_lines
from msc_dose.protocols.schedule import TwiceAWeek, schedule_in_words
from msc_dose.protocols.visits import OPEN_DAY_BEFORE
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import Window, day_text
from msc_dose.scheduling.numbering import numbering_text

_WHOLE_DAY = 10_000  # behind every minute: what has no time of day comes after what has one


def rows_of(plan: Plan) -> list[dict[str, str]]:
    """One row for each infusion and visit, in order of date and time of day; every value is text.

    `by` is the latest day of what only must be done by then, empty for all else.
    """
    dated: list[tuple[date, int, int, dict[str, str]]] = []
    for i, infusion in enumerate(plan.infusions):
        number = f"{infusion.number}/{len(plan.infusions)}"
        dated += [(day, 0, i, row) for day, row in _infusion_rows(infusion, number)]
    rules, names = rule_of_each(plan.inputs.visits, len(plan.infusions)), visit_names(plan)
    for i, (visit, place, name) in enumerate(zip(plan.visits, rules, names, strict=True)):
        rule = plan.inputs.visits[place]
        at = _WHOLE_DAY if rule.minutes is None else rule.minutes
        beside = {
            "when": rule.from_infusion or name.removeprefix(visit.kind).removeprefix(", "),
            "what": visit.kind,
            "infusion": str(visit.infusion or ""),
            "by": day_text(visit.latest) if rule.closed_days == OPEN_DAY_BEFORE else "",
        }
        dated.append((visit.date, at, len(plan.infusions) + i, _row(name, "", visit, "") | beside))
    return [row for *_, row in sorted(dated, key=lambda entry: entry[:3])]


def visit_names(plan: Plan) -> tuple[str, ...]:
    """What each visit of the plan is called: `assessment`, `lab draw, day before infusion 2`.

    Of several rules of one kind, each is told by when it is: `follow-up, 6 months after the first`.
    """
    rules = plan.inputs.visits
    kinds = [rule.kind for rule in rules]
    return tuple(
        f"{visit.kind}, {rules[place].when.replace('calendar month', 'month')}"
        if visit.infusion is None and kinds.count(visit.kind) > 1
        else rules[place].at_infusion(visit.infusion or 0)
        for place, visit in zip(rule_of_each(rules, len(plan.infusions)), plan.visits, strict=True)
    )


def _infusion_rows(infusion: Infusion, number: str) -> list[tuple[date, dict[str, str]]]:
    """The row of an infusion; of a dose that is split over days, one row for each day."""
    days = infusion.dose.days
    if len(days) == 1:
        return [(infusion.date, _row("infusion", number, infusion, briefly(infusion.dose.cells)))]
    rows = []
    for n, cells in enumerate(days):
        on = infusion.date + timedelta(days=n)
        row = _row("infusion", number, infusion, nearly(cells)) | {"date": day_text(on)}
        rows.append((on, row | {"moved": f"day {n + 1} of {len(days)}"}))
    return rows


def _row(kind: str, number: str, dated: Infusion | Visit, dose: str) -> dict[str, str]:
    return {
        "kind": kind,
        "number": number,
        "date": day_text(dated.date),
        "target": day_text(dated.target),
        "earliest": day_text(dated.earliest),
        "latest": day_text(dated.latest),
        "dose": dose,
        "moved": moved(dated.target, dated.date),
        "what": kind,
        "when": "",
        "infusion": number.partition("/")[0],
        "by": "",
    }


def moved(target: date, day: date) -> str:
    """How far the date lies from its target: `+1 day`, `-2 days`, or nothing."""
    distance = (day - target).days
    return f"{distance:+d} day{'' if abs(distance) == 1 else 's'}" if distance else ""


def summary(plan: Plan) -> list[str]:
    """What the plan was made from, in a few lines."""
    inputs = plan.inputs
    weight = f"{weight_text(plan)}. " if inputs.weight else ""
    return [
        f"{plan.title} ({plan.protocol})",
        plan.status_text,
        *remarks(plan),
        *_doses(plan),
        f"Counted: {what_is_counted(inputs.rule)}. {_prescribed(plan)}.",
        f"{weight}Start {day_text(inputs.start)}.",
        *_calendar(plan),
        *plan.course_rules.lines(),
    ]


def _calendar(plan: Plan) -> list[str]:
    """Schedule, window and open weekdays in one line; then how days are numbered, where that is declared."""
    inputs, numbering, most = plan.inputs, plan.course_rules.day_numbering, plan.inputs.maximum_gap
    schedule = schedule_in_words(inputs.schedule, numbering)
    gap = "" if most is None else f"; at most {most} day{'' if most == 1 else 's'} apart"
    thaw = "" if inputs.closures.thaw is None else f"; thaw {inputs.closures.thaw_text()}"
    line = f"{schedule[:1].upper()}{schedule[1:]}{gap}; window {_window(plan)}"
    numbered = numbering is None or numbering_text(numbering) in schedule
    return [
        f"{line}; open {inputs.closures.open_text()}{thaw}.",
        *([] if numbered or numbering is None else [f"{numbering_text(numbering)}."]),
    ]


def remarks(plan: Plan) -> tuple[str, ...]:
    """What the protocol notes of its sources: where they contradict each other, what is in doubt."""
    return plan.remarks


def weight_text(plan: Plan) -> str:
    """The dosing weight and whose it is; empty where the dose depends on none."""
    weight = plan.inputs.weight
    if weight is None:
        return ""
    basis = f"basis {plan.inputs.basis}" if plan.inputs.basis else "basis not stated"
    return f"Dosing weight {weight}, {basis}"


def _doses(plan: Plan) -> list[str]:
    """The dose of each infusion, once where all have the same, and the sum."""
    doses = dict.fromkeys(infusion.dose.cells for infusion in plan.infusions)
    total = f"{briefly(plan.total_cells)} in all"
    if len(doses) == 1:
        each = "" if len(plan.infusions) == 1 else f", each infusion; {total}"
        lines = [f"DOSE {plan.infusions[0].dose.cells}{each}"]
    else:
        lines = [f"DOSE {each.dose.cells}, infusion {each.number}" for each in plan.infusions]
        lines[-1] += f"; {total}"
    split = {len(infusion.dose.days) for infusion in plan.infusions} - {1}
    return [*lines, *(f"Each dose is split over {days} days." for days in split)]


def preparation_summary(plan: Plan) -> list[str]:
    """What is thawed and drawn for each infusion, once where all have the same; nothing without a product."""
    if plan.inputs.product is None:
        return []
    said = {each.number: _prepared(each.preparation, len(each.dose.days)) for each in plan.infusions}
    if len(set(said.values())) == 1 and not isinstance(plan.inputs.product.supply, tuple):
        return [f"{'Each' if len(said) > 1 else 'The'} infusion: {said[1]}"]
    return [f"Infusion {number}: {text}" for number, text in said.items()]


def _prepared(made: Preparation | None, days: int) -> str:
    if made is None:
        return "NOT SERVED by this stock"
    from_ = ", ".join(each.identity for each in made.containers)
    if line := volume_line(made, days):
        return f"{line}: {from_}"
    number = made.containers_to_thaw
    each_day = f", each of {days} days" if days > 1 else ""
    return f"containers to thaw{' not known' if number is None else f': {number}'}{each_day}"


def _prescribed(plan: Plan) -> str:
    """The dose as prescribed or ordered, beside what the source prints where that is written otherwise."""
    rule, ordered = plan.inputs.rule, plan.inputs.ordered
    printed = f" (printed in the source: {plan.printed})" if plan.printed else ""
    if ordered:
        return f"Dose ordered: {', then '.join(map(briefly, ordered))}{printed}"
    if rule.dose is not None and rule.dose.kind == "dose_per_weight":
        return f"Dose per body weight: {briefly(rule.dose)}{printed}"
    return f"Dose by the rule: {'; '.join(shape_lines(rule.shape))}{printed}"


def _window(plan: Plan) -> str:
    window = plan.inputs.window
    if isinstance(plan.inputs.schedule, TwiceAWeek) and window.after == 0:
        return f"{window}; the second of a week may be a day later"
    if isinstance(plan.inputs.schedule, AfterGaps):
        return f"of the first {window}"
    return str(window)


def explained(plan: Plan) -> str:
    """The whole plan with its working; a working that infusions share is given once."""
    lines = summary(plan)
    lines += ["", "DOSE"]
    lines += _indented(str(plan.infusions[0].dose.derivation))
    first = plan.infusions[0].dose
    for infusion in plan.infusions:
        window = Window((infusion.target - infusion.earliest).days, (infusion.latest - infusion.target).days)
        heading = f"INFUSION {infusion.number} of {len(plan.infusions)}: {day_text(infusion.date)}"
        lines += ["", f"{heading}; window {window}", *_indented(str(infusion.derivation))]
        lines += _indented(str(infusion.dose.derivation)) if infusion.dose != first else []
        lines += _preparation(infusion, plan.inputs.product)
    for visit, name in zip(plan.visits, visit_names(plan), strict=True):
        lines += ["", f"{name.upper()}: {day_text(visit.date)}", *_indented(str(visit.derivation))]
        lines += [f"  then: {visit.detail}"] if visit.detail else []
    lines += ["", "Self-test passed: a second, independent calculation agrees. It is not a person's check."]
    return "\n".join(lines)


def _preparation(infusion: Infusion, product: ProductUse | None) -> list[str]:
    """What is prepared for an infusion, with its working."""
    made = infusion.preparation
    if made is None:
        return []
    days = len(infusion.dose.days)
    said = preparation_lines(made, days=days)
    if product is not None:
        said = preparation_lines(made, product.handling, days=days, dmso_limit=product.dmso_limit)
    results = _indented("\n".join(said))
    return ["  PREPARATION", *results, *_indented(str(made.derivation))]


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]
