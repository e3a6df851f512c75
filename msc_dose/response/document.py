"""The response as a plain mapping for JSON: amounts exact as text, dates in ISO, days as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import number_document
from msc_dose.quantity.stated import Bound, Range
from msc_dose.response.baseline import Baseline
from msc_dose.response.counts import Day, Rescue, days_between
from msc_dose.response.criteria import Criteria, ResponseClass
from msc_dose.response.spells import Spell

if TYPE_CHECKING:
    from msc_dose.response.result import Judged, Response

SCHEMA = "msc-dose/response/1"


def response_document(response: Response) -> dict[str, Any]:
    """The whole response (schema `msc-dose/response/1`)."""
    return {
        "schema": SCHEMA,
        "best_confirmed": response.best_confirmed,
        "best_unconfirmed": response.best_unconfirmed,
        "time_to_response": response.time_to_response,
        "criteria": criteria_document(response.criteria),
        "baseline": _baseline(response.baseline),
        "start": None if response.start is None else _day(response.start),
        "rescues": [_rescue(rescue, days) for rescue, days in response.rescues],
        "grades": None if response.grading is None else response.grading.id,
        "lower_limit": None if response.lower_limit is None else number_document(response.lower_limit),
        "spells": [_spell(spell, response.start) for spell in response.spells],
        "no_response": None if response.no_response is None else [_day(day) for day in response.no_response],
        "counts": [_count(each) for each in response.counts],
        "problems": [problem.as_document() for problem in response.problems],
    }


def criteria_document(criteria: Criteria) -> dict[str, Any]:
    """The criteria: id, title, source, and every class with its conditions."""
    return {
        "id": criteria.id,
        "title": criteria.title,
        "source": criteria.source,
        "counts": criteria.kind,
        "classes": [_class(each) for each in (*criteria.classes, criteria.otherwise)],
        "loss_confirmed_after": criteria.loss_after,
    }


def _class(one: ResponseClass) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "conditions": [
            {"relation": each.relation, "limit": number_document(each.limit)}
            if isinstance(each.limit, Amount)
            else {"relation": each.relation, "times_baseline": str(each.limit)}
            for each in one.conditions
        ],
        "without_bleeding": one.without_bleeding,
        "confirmed_after": one.confirmed_after,
    }


def _baseline(baseline: Baseline) -> dict[str, Any] | None:
    if baseline is None:
        return None
    return baseline.as_document() if isinstance(baseline, Range) else number_document(baseline)


def _day(day: Day) -> str | int:
    return day if isinstance(day, int) else day.isoformat()


def _rescue(rescue: Rescue, washout: int) -> dict[str, Any]:
    return {
        "treatment": rescue.treatment,
        "first": _day(rescue.first),
        "last": _day(rescue.last),
        "washout": washout,
    }


def _spell(spell: Spell, start: Day | None) -> dict[str, Any]:
    return {
        "class": spell.name,
        "achieved": _day(spell.achieved),
        "confirmed": None if spell.confirmed is None else _day(spell.confirmed),
        "days_from_start": None if start is None else days_between(start, spell.achieved),
        "lost": None if spell.lost is None else _day(spell.lost),
        "loss_confirmed": None if spell.loss_confirmed is None else _day(spell.loss_confirmed),
        "last": _day(spell.last),
        "duration": spell.duration,
        "censored": spell.censored,
        "doubtful": [_day(day) for day in spell.doubtful],
        "if_no_bleeding": spell.if_no_bleeding,
        "lasting_if_no_bleeding": spell.lasting_if_no_bleeding,
    }


def _count(judged: Judged) -> dict[str, Any]:
    count = judged.count
    return {
        "day" if isinstance(count.day, int) else "date": _day(count.day),
        "count": count.count.as_document()
        if isinstance(count.count, Bound)
        else number_document(count.count),
        "bleeding": count.bleeding,
        "note": count.note,
        "used": judged.used,
        "class": judged.name,
        "if_no_bleeding": judged.if_no_bleeding,
        "reason": judged.reason or None,
        "grade": judged.grade,
    }
