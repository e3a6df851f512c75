"""A plan as a plain mapping, ready for JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from msc_dose.courses.closures_document import closures_document, closures_of
from msc_dose.courses.course_rules import CourseRules
from msc_dose.courses.held_to_rule import Recipient
from msc_dose.courses.patient_document import body_document, patient_document, patient_of
from msc_dose.courses.placing_visits import rule_of_each
from msc_dose.courses.plan import Infusion, Inputs, Plan, Visit
from msc_dose.courses.preparing import prepare_course
from msc_dose.courses.product_document import use_document, use_of
from msc_dose.courses.rule_document import RuleReading, rule_document
from msc_dose.courses.schedule_document import schedule_document, schedule_of, visit_document, visit_rule_of
from msc_dose.courses.window_document import window_document, window_of
from msc_dose.derivation import Derivation
from msc_dose.dosing.body import actual_weight
from msc_dose.dosing.dose import Dose
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.protocols.visits import VisitRule
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import amount_of_document, fraction_document, number_document, same_cells
from msc_dose.quantity.exact import plain
from msc_dose.recheck import recheck_plan

SCHEMA = "msc-dose/plan/2"


def document_of(plan: Plan) -> dict[str, Any]:
    """The plan without a word on its second calculation, which is made of exactly this."""
    return {
        "schema": SCHEMA,
        "protocol": plan.protocol,
        "title": plan.title,
        "status": plan.status,
        "status_text": plan.status_text,
        "missing": list(plan.missing),
        "source": plan.inputs.rule.source,
        "printed": plan.printed,
        "remarks": list(plan.remarks),
        "inputs": _inputs(plan.inputs),
        "infusions": [_infusion(infusion) for infusion in plan.infusions],
        "visits": [_visit(visit) for visit in plan.visits],
        **cells_document(plan.total_cells, "total_cells"),
        "problems": [problem.as_document() for problem in plan.problems],
        **_course_rules(plan),
    }


def _course_rules(plan: Plan) -> dict[str, Any]:
    """What governs the course, under a key that is only there where anything is stated."""
    rules = plan.course_rules.as_document(plan.inputs.minimum_gap)
    return {"course_rules": rules} if rules else {}


def _inputs(inputs: Inputs) -> dict[str, Any]:
    rule, weight = inputs.rule, inputs.weight
    by_surface = "dose_per_surface" in rule.kinds
    return {
        "patient": patient_document(inputs.patient),
        "weight": None if weight is None else number_document(weight),
        "basis": inputs.basis or None,
        "body": body_document(inputs.patient, by_surface),
        "counts": rule.counts,
        "population": rule.population,
        "moment": rule.moment,
        "product": rule.product,
        "dose": {
            **rule_document(rule),
            "ordered": [number_document(each) for each in inputs.ordered] or None,
            "version": inputs.version,
        },
        "preparation": use_document(inputs.product, actual_weight(inputs.patient)),
        "start": inputs.start.isoformat(),
        "schedule": schedule_document(inputs.schedule),
        "minimum_gap": inputs.minimum_gap,
        **({} if inputs.maximum_gap is None else {"maximum_gap": inputs.maximum_gap}),
        "window": window_document(inputs.window),
        **closures_document(inputs.closures),
        "visits": [visit_document(rule) for rule in inputs.visits],
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
        **cells_document(infusion.dose.cells, "cells"),
        "days": [cells_of_a_day(cells) for cells in infusion.dose.days],
        "dose_steps": infusion.dose.derivation.as_document(),
        "date_steps": infusion.derivation.as_document(),
        "dose_problems": [problem.as_document() for problem in infusion.dose.problems],
        "preparation": infusion.preparation and infusion.preparation.as_document(),
    }


def cells_document(cells: Amount, name: str) -> dict[str, Any]:
    """Cells as plain text under a name; beside it a fraction where the number does not end."""
    return {name: plain(cells.shown_value), **fraction_document(cells)}


def cells_of_a_day(cells: Amount) -> str | dict[str, Any]:
    """Cells as plain text, or with their fraction where the number does not end."""
    return plain(cells.value) if cells.exact else number_document(cells)


def _visit(visit: Visit) -> dict[str, Any]:
    steps = visit.derivation.as_document()
    infusion = {} if visit.infusion is None else {"infusion": visit.infusion}
    return {"kind": visit.kind, **infusion, **_dated(visit), "detail": visit.detail, "date_steps": steps}


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
    inputs = inputs_of(document)
    return Plan(
        document["protocol"],
        document["title"],
        document["status"],
        tuple(document["missing"]),
        inputs,
        _infusions_of(document, inputs),
        tuple(_visit_of(visit) for visit in document["visits"]),
        _cells(document, "total_cells", inputs.rule),
        tuple(Problem.from_document(problem) for problem in document["problems"]),
        document["printed"],
        tuple(document["remarks"]),
        CourseRules.from_document(document.get("course_rules") or {}, inputs.minimum_gap),
    )


def _infusions_of(document: Mapping[str, Any], inputs: Inputs) -> tuple[Infusion, ...]:
    """The infusions; what is prepared for them is made anew from the inputs, which say all of it."""
    infusions = tuple(_infusion_of(infusion, inputs) for infusion in document["infusions"])
    if inputs.product is None:
        return infusions
    recipients = [
        Recipient.of(inputs.rule, inputs.patient, each.dose, inputs.version, each.number)
        for each in infusions
    ]
    days = [each.date for each in infusions]
    made, _ = prepare_course(inputs.product, recipients, [each.dose for each in infusions], days)
    again = tuple(replace(each, preparation=one) for each, one in zip(infusions, made, strict=True))
    for each, said in zip(again, document["infusions"], strict=True):
        if (each.preparation and each.preparation.as_document()) != said["preparation"]:
            message = f"The preparation of infusion {each.number} is not what its inputs give."
            fix = "Give the document exactly as the program wrote it."
            raise refuse("document.malformed", f"infusions[{each.number - 1}].preparation", message, fix)
    return again


def _cells(document: Mapping[str, Any], name: str, rule: DoseRule) -> Amount:
    beside = {"fraction": document["fraction"]} if "fraction" in document else {}
    return amount_of_document(
        {"value": document[name], **beside}, "cell_count", rule.counts, rule.population, rule.moment
    )


def inputs_of(document: Mapping[str, Any]) -> Inputs:
    """Everything a plan is calculated from, of its document."""
    inputs = document["inputs"]
    reading = RuleReading(inputs)
    return Inputs(
        patient_of(inputs["patient"]),
        reading.rule(document["source"]),
        date.fromisoformat(inputs["start"]),
        schedule_of(inputs["schedule"]),
        inputs["minimum_gap"],
        window_of(inputs["window"]),
        closures_of(inputs),
        _rules_of(document),
        reading.ordered(),
        inputs["dose"]["version"],
        use_of(inputs["preparation"]),
        inputs.get("maximum_gap"),
    )


def _rules_of(document: Mapping[str, Any]) -> tuple[VisitRule, ...]:
    """The rules of the visits; the words for the reader stand with the first visit of each."""
    rules = tuple(visit_rule_of(each, "") for each in document["inputs"]["visits"])
    places = rule_of_each(rules, len(document["infusions"]))
    details: dict[int, str] = {}
    for at, visit in zip(places, document["visits"], strict=True):
        details.setdefault(at, visit["detail"])
    return tuple(replace(rule, detail=details[at]) for at, rule in enumerate(rules))


def _dates_of(dated: Mapping[str, Any]) -> tuple[date, date, date, date]:
    target, earliest, latest, day = (
        date.fromisoformat(dated[key]) for key in ("target", "earliest", "latest", "date")
    )
    return target, earliest, latest, day


def _infusion_of(infusion: Mapping[str, Any], inputs: Inputs) -> Infusion:
    problems = tuple(Problem.from_document(problem) for problem in infusion["dose_problems"])
    steps = Derivation.from_document(infusion["dose_steps"])
    cells = _cells(infusion, "cells", inputs.rule)
    days = tuple(_day_of(each, cells) for each in infusion["days"])
    dose = Dose(cells, steps, problems, days=days, weight=inputs.weight)
    dates = Derivation.from_document(infusion["date_steps"])
    return Infusion(infusion["number"], *_dates_of(infusion), dose, dates)


def _day_of(cells: str | Mapping[str, Any], like: Amount) -> Amount:
    number = {"value": cells} if isinstance(cells, str) else cells
    return same_cells(amount_of_document(number, "cell_count"), like)


def _visit_of(visit: Mapping[str, Any]) -> Visit:
    steps = Derivation.from_document(visit["date_steps"])
    return Visit(visit["kind"], *_dates_of(visit), steps, visit["detail"], visit.get("infusion"))
