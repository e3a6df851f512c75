"""The ward as a plain mapping, ready for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msc_dose.quantity.documents import number_document
from msc_dose.quantity.writer import briefly

if TYPE_CHECKING:
    from msc_dose.quantity.amount import Amount
    from msc_dose.ward.values import Day, Load, Row, Ward

SCHEMA = "msc-dose/ward/1"


def document_of(ward: Ward) -> dict[str, Any]:
    """The ward; `stages` counts the patients of each stage as the heading does, also where there are none."""
    return {
        "schema": SCHEMA,
        "now": ward.at.isoformat(),
        "day": ward.day.isoformat(),
        "idle": ward.idle,
        "stages": ward.counts(),
        "rows": [_row(row) for row in ward.rows],
        "today": _day(ward.this_day),
        "tomorrow": _day(ward.tomorrow),
        "next_open": None if ward.next_open is None else _day(ward.next_open),
        "load": [_load(load) for load in ward.load],
        "notes": list(ward.notes),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "stage": row.stage,
        "word": row.word,
        "recipient": row.recipient,
        "course": row.course,
        "zone": row.zone,
        "infusion": row.number,
        "of": row.of,
        "dose": _dose(row.dose),
        "date": row.date and row.date.isoformat(),
        "time": row.time,
        "place": row.place,
        "needs": list(row.needs),
        "expires": row.expires and row.expires.isoformat(),
        "days": row.days,
        "minutes": row.minutes,
        "next": row.next,
        "notes": list(row.notes),
        "alike": list(row.alike),
        "stages": list(row.stages),
    }


def _dose(dose: Amount | None) -> dict[str, Any] | None:
    """The number, and beside it the words that say what it counts."""
    return None if dose is None else {**number_document(dose), "text": briefly(dose)}


def _day(day: Day) -> dict[str, Any]:
    thaws = [
        {
            "recipient": each.recipient,
            "course": each.course,
            "infusion": each.number,
            "of": each.of,
            "dose": _dose(each.dose),
            "time": each.time,
            "zone": each.zone,
        }
        for each in day.thaws
    ]
    visits = [
        {
            "kind": each.kind,
            "recipient": each.recipient,
            "course": each.course,
            "infusion": each.infusion,
            "detail": each.detail,
        }
        for each in day.visits
    ]
    alike = [list(pair) for pair in day.alike]
    date = day.day.isoformat()
    return {"date": date, "closed": day.closed, "thaws": thaws, "visits": visits, "alike": alike}


def _load(load: Load) -> dict[str, Any]:
    return {
        "date": load.day.isoformat(),
        "infusions": load.infusions,
        "slots": load.slots,
        "over": load.over,
        "closed": load.closed,
        "needs": dict(load.needs),
    }
