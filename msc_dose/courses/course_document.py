"""A course as a plain mapping, ready for JSON (schema `msc-dose/course/1`)."""

from __future__ import annotations

from typing import Any

from msc_dose.courses.course import Course, CourseInfusion, CourseVisit, Entry, Question, WeightOnRecord
from msc_dose.courses.document import cells_document
from msc_dose.courses.events.documents import event_document
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import number_document

INVENTORY = "not checked"


def course_document(course: Course) -> dict[str, Any]:
    """Everything that a course has come to, and the events it came from."""
    return {
        "schema": "msc-dose/course/1",
        "course": course.course,
        "recipient": course.recipient,
        "zone": course.zone,
        "training": course.training,
        "inventory": INVENTORY,
        "status": [plan.status_text for plan in course.plans],
        "infusions": [_infusion(infusion) for infusion in course.infusions],
        "visits": [_visit(visit) for visit in course.visits],
        "infused": _amount(course.infused),
        "weights": [_weight(weight) for weight in course.weights],
        "held": {"since": course.held_since.isoformat(), "reason": course.held_reason}
        if course.held_since
        else None,
        "stopped": course.stopped,
        "questions": [_question(question) for question in course.questions],
        "requires": list(course.requires),
        "containers": [{"container": name, "state": state} for name, state in course.containers],
        "problems": [problem.as_document() for problem in course.problems],
        "entries": [_entry(entry) for entry in course.entries],
    }


def _infusion(infusion: CourseInfusion) -> dict[str, Any]:
    return {
        "number": infusion.number,
        "of": infusion.of,
        "state": infusion.state,
        **_days(infusion),
        "why_this_date": list(infusion.why_this_date),
        "why_no_date": infusion.why_no_date,
        "held": infusion.held,
        **cells_document(infusion.dose, "cells"),
        "dose_steps": infusion.working.as_document(),
        "new_dose": _amount(infusion.new_dose),
        "infused": _amount(infusion.infused),
        "infused_steps": infusion.infused_working.as_document(),
        "started": infusion.started and infusion.started.isoformat(),
        "ended": infusion.ended and infusion.ended.isoformat(),
        "observed": infusion.observed,
        "line_rinsed": infusion.line_rinsed,
        "thawed": list(infusion.thawed),
        "expires": infusion.expires and infusion.expires.isoformat(),
        "partial": infusion.partial,
        "reactions": len(infusion.reactions),
        "time": infusion.time,
        "place": infusion.place,
        "needs": list(infusion.needs),
    }


def _days(dated: CourseInfusion | CourseVisit) -> dict[str, str | None]:
    names = ("target", "earliest", "latest", "date")
    return {name: (day := getattr(dated, name)) and day.isoformat() for name in names}


def _visit(visit: CourseVisit) -> dict[str, Any]:
    return {
        "kind": visit.kind,
        **_days(visit),
        "infusion": visit.infusion,
        "when": visit.when,
        "detail": visit.detail,
        "why_no_date": visit.why_no_date,
    }


def _weight(weight: WeightOnRecord) -> dict[str, Any]:
    return {
        "weight": number_document(weight.weight),
        "taken": weight.taken.isoformat(),
        "method": weight.method,
        "event": weight.event,
    }


def _question(question: Question) -> dict[str, Any]:
    choices = list(question.choices)
    return {"code": question.code, "infusion": question.infusion, "text": question.text, "choices": choices}


def _entry(entry: Entry) -> dict[str, Any]:
    return {"event": event_document(entry.event), "struck_by": entry.struck_by, "late": entry.late}


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    return None if amount is None else number_document(amount)
