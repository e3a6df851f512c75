"""A plan as a plain mapping, ready for JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msc_dose.courses.plan import Infusion, Inputs, Plan, Visit
from msc_dose.derivation import Derivation
from msc_dose.dosing.dose import Dose
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.protocols.schedule import EveryInterval, Schedule, TwiceAWeek, VisitRule
from msc_dose.quantity.amount import Amount, Counts
from msc_dose.quantity.exact import plain
from msc_dose.recheck import recheck_plan
from msc_dose.scheduling import WEEKDAYS, Closures, Interval, Window

SCHEMA = "msc-dose/plan/1"


def document_of(plan: Plan) -> dict[str, Any]:
    """The plan without a word on its second calculation, which is made of exactly this.

    Raises Refusal `number.not-exact` where an input has no exact decimal form.
    """
    return {
        "schema": SCHEMA,
        "protocol": plan.protocol,
        "title": plan.title,
        "status": plan.status,
        "status_text": plan.status_text,
        "missing": list(plan.missing),
        "source": plan.inputs.rule.source,
        "printed": plan.printed,
        "inputs": _inputs(plan.inputs),
        "infusions": [_infusion(infusion) for infusion in plan.infusions],
        "visits": [_visit(visit) for visit in plan.visits],
        "total_cells": plain(plan.total_cells.value),
        "problems": [problem.as_document() for problem in plan.problems],
    }


def _exact(amount: Amount, field: str) -> dict[str, str]:
    if not amount.exact:
        message = f"{amount} is a quotient that does not end, so a plan cannot be made of it exactly."
        raise refuse("number.not-exact", field, message, f"Give it in {amount.unit}.", str(amount))
    return {"value": plain(amount.value), "unit": amount.unit}


def _inputs(inputs: Inputs) -> dict[str, Any]:
    rule = inputs.rule
    return {
        "weight": _exact(inputs.weight, "weight"),
        "basis": inputs.basis,
        "counts": rule.counts,
        "population": rule.dose.population,
        "product": rule.product,
        "dose": {
            "rule": "per-weight",
            "dose_per_weight": _exact(rule.dose, "dose"),
            "maximum": _exact(rule.maximum, "maximum") if rule.maximum else None,
        },
        "start": inputs.start.isoformat(),
        "schedule": _schedule(inputs.schedule),
        "minimum_gap": inputs.minimum_gap,
        "window": _window(inputs.window),
        "open": list(inputs.closures.open) if inputs.closures.open is not None else None,
        "closed": [{"date": day.isoformat(), "reason": reason} for day, reason in inputs.closures.closed],
        "visits": [{"kind": rule.kind, "days": rule.days, **_window(rule.window)} for rule in inputs.visits],
    }


def _window(window: Window) -> dict[str, int]:
    return {"before": window.before, "after": window.after}


def _schedule(schedule: Schedule) -> dict[str, Any]:
    if isinstance(schedule, TwiceAWeek):
        return {"kind": "twice-a-week", "weeks": schedule.weeks}
    if schedule.interval is None:
        raise TypeError("a plan's interval is chosen")
    return {
        "kind": "interval",
        "unit": schedule.interval.unit,
        "every": schedule.interval.every,
        "count": schedule.count,
        "month_end": schedule.month_end,
    }


def _dated(dated: Infusion | Visit) -> dict[str, Any]:
    return {
        "target": dated.target.isoformat(),
        "earliest": dated.earliest.isoformat(),
        "latest": dated.latest.isoformat(),
        "date": dated.date.isoformat(),
    }


def _infusion(infusion: Infusion) -> dict[str, Any]:
    return {
        "number": infusion.number,
        **_dated(infusion),
        "cells": plain(infusion.dose.cells.value),
        "dose_steps": infusion.dose.derivation.as_document(),
        "date_steps": infusion.derivation.as_document(),
        "dose_problems": [problem.as_document() for problem in infusion.dose.problems],
    }


def _visit(visit: Visit) -> dict[str, Any]:
    steps = visit.derivation.as_document()
    return {"kind": visit.kind, **_dated(visit), "detail": visit.detail, "date_steps": steps}


def plan_of(document: Mapping[str, Any]) -> Plan:
    """The plan of a document, when the second calculation agrees with all it says.

    Raises Refusal `document.malformed`, `document.schema`, `recheck.disagrees`.
    """
    disagreements = recheck_plan(document)
    if disagreements:
        raise Refusal(disagreements)
    try:
        return _plan(document)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        message = f"The document lacks what a plan of this version holds ({type(error).__name__}: {error})."
        raise refuse("document.malformed", "document", message, "Make the plan again.") from error


def _plan(document: Mapping[str, Any]) -> Plan:
    inputs = _inputs_of(document)
    rule = inputs.rule
    return Plan(
        document["protocol"],
        document["title"],
        document["status"],
        tuple(document["missing"]),
        inputs,
        tuple(_infusion_of(infusion, rule) for infusion in document["infusions"]),
        tuple(_visit_of(visit) for visit in document["visits"]),
        _cells(document["total_cells"], rule),
        tuple(Problem.from_document(problem) for problem in document["problems"]),
        document["printed"],
    )


def _cells(value: str, rule: DoseRule) -> Amount:
    return Amount("cell_count", Decimal(value), 1, rule.counts, rule.dose.population)


def _inputs_of(document: Mapping[str, Any]) -> Inputs:
    inputs = document["inputs"]
    days = inputs["open"]
    closed = [(date.fromisoformat(each["date"]), each["reason"]) for each in inputs["closed"]]
    return Inputs(
        Amount("body_weight", Decimal(inputs["weight"]["value"])),
        inputs["basis"],
        _rule_of(inputs, document["source"]),
        date.fromisoformat(inputs["start"]),
        _schedule_of(inputs["schedule"]),
        inputs["minimum_gap"],
        Window(**inputs["window"]),
        Closures(open=None if days is None else [day for day in WEEKDAYS if day in days], closed=closed),
        tuple(
            VisitRule(each["kind"], each["days"], Window(each["before"], each["after"]), visit["detail"])
            for each, visit in zip(inputs["visits"], document["visits"], strict=True)
        ),
    )


def _rule_of(inputs: Mapping[str, Any], source: str) -> DoseRule:
    counts: Counts | None = inputs["counts"]
    population, dose = inputs["population"], inputs["dose"]
    maximum = dose["maximum"]
    return DoseRule(
        Amount("dose_per_weight", Decimal(dose["dose_per_weight"]["value"]), 1, counts, population),
        Amount("cell_count", Decimal(maximum["value"]), 1, counts, population) if maximum else None,
        inputs["product"],
        source,
    )


def _schedule_of(schedule: Mapping[str, Any]) -> Schedule:
    if schedule["kind"] == "twice-a-week":
        return TwiceAWeek(schedule["weeks"])
    interval = Interval(schedule["every"], schedule["unit"])
    return EveryInterval(schedule["count"], interval, (), schedule["month_end"])


def _dates_of(dated: Mapping[str, Any]) -> tuple[date, date, date, date]:
    target, earliest, latest, day = (
        date.fromisoformat(dated[key]) for key in ("target", "earliest", "latest", "date")
    )
    return target, earliest, latest, day


def _infusion_of(infusion: Mapping[str, Any], rule: DoseRule) -> Infusion:
    problems = tuple(Problem.from_document(problem) for problem in infusion["dose_problems"])
    dose = Dose(_cells(infusion["cells"], rule), Derivation.from_document(infusion["dose_steps"]), problems)
    steps = Derivation.from_document(infusion["date_steps"])
    return Infusion(infusion["number"], *_dates_of(infusion), dose, steps)


def _visit_of(visit: Mapping[str, Any]) -> Visit:
    steps = Derivation.from_document(visit["date_steps"])
    return Visit(visit["kind"], *_dates_of(visit), steps, visit["detail"])
