"""A difference as a plain mapping, ready for JSON."""

from __future__ import annotations

from datetime import date as Date
from typing import Any

from msc_dose.courses.difference.values import (
    AmountChange,
    DateChange,
    Difference,
    InfusionDifference,
    VisitDifference,
    WordChange,
)
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import number_document
from msc_dose.quantity.writer import briefly

SCHEMA = "msc-dose/difference/1"


def document_of(made: Difference) -> dict[str, Any]:
    """The difference; what is the same on both sides is null, or not in its list."""
    return {
        "schema": SCHEMA,
        "before": made.before,
        "after": made.after,
        "empty": made.empty,
        "infusions": [_infusion(each) for each in made.infusions],
        "stays": list(made.stays),
        "visits": [_visit(each) for each in made.visits],
        "visits_stay": made.visits_stay,
        "total_dose": _amounts(made.total_dose),
        "infused": _amounts(made.infused),
        "inputs": [_words(each) for each in made.inputs],
        "closed": _days(made.closed),
        "opened": _days(made.opened),
        "course": [_words(each) for each in made.course],
    }


def _infusion(made: InfusionDifference) -> dict[str, Any]:
    state = made.state
    return {
        "number": made.number,
        "change": made.change,
        "date": _dates(made.date),
        "target": _dates(made.target),
        "state": state and {"before": state.before or None, "after": state.after or None},
        "dose": _amounts(made.dose),
        "new_dose": _amounts(made.new_dose),
        "infused": _amounts(made.infused),
    }


def _visit(made: VisitDifference) -> dict[str, Any]:
    return {
        "kind": made.kind,
        "infusion": made.infusion,
        "change": made.change,
        "date": _dates(made.date),
        "rule": made.rule or None,
    }


def _dates(change: DateChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    before, after = _day(change.before), _day(change.after)
    return {"before": before, "after": after, "days": change.days, "why": list(change.why)}


def _day(day: Date | None) -> str | None:
    return None if day is None else day.isoformat()


def _amounts(change: AmountChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "before": _amount(change.before),
        "after": _amount(change.after),
        "direction": change.direction or None,
        "percent": None if change.percent is None else number_document(change.percent),
        "why": list(change.why),
    }


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    """The number, and beside it the words that say what it counts."""
    return None if amount is None else {**number_document(amount), "text": briefly(amount)}


def _words(change: WordChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "before": change.before,
        "after": change.after,
        "amounts": _amounts(change.amounts),
    }


def _days(days: tuple[tuple[Date, str], ...]) -> list[dict[str, str]]:
    return [{"date": day.isoformat(), "reason": reason} for day, reason in days]
