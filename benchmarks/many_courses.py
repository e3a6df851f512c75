"""Training records with many courses, for benchmarks: as a site's would be on one day.

Four monthly infusions within three days, Monday to Friday, begun over ten months around the day: some
courses have ended, most are between two infusions, about one in fifteen has one on the day itself. One in
fifty is held, one in fifty was forgotten. The histories are those of a few hundred templates; codes differ.
Records are kept in the temporary folder and used again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msc_dose as md
from msc_dose.courses.folding.fold import course_of
from msc_dose.store.briefs import keeping
from msc_dose.store.courses.reading import event_text
from msc_dose.store.databases.migrations import migrations
from msc_dose.store.record import Record, create_record
from msc_dose.ward.brief import Brief, brief_of
from msc_dose.ward.brief_document import FORM

ZONE = "Europe/Berlin"
BERLIN = ZoneInfo(ZONE)
DAY = date(2027, 4, 7)
NOW = datetime(2027, 4, 7, 8, 30, tzinfo=BERLIN)
TEMPLATES = 400
_SPREAD = 300  # days over which the courses begin, two thirds of them before the day
CLOSURES = md.Closures(open="mon-fri", closed={date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter"})


@dataclass(frozen=True)
class Template:
    """A history, its texts as the record keeps them, and its brief."""

    events: tuple[md.events.Event, ...]
    texts: tuple[str, ...]
    brief: Brief


def templates(number: int = TEMPLATES, all_due: bool = False) -> list[Template]:
    """Histories; `all_due` lets the first infusion of each be due on the day."""
    return [_template(at, number, all_due) for at in range(number)]


def _template(at: int, number: int, all_due: bool) -> Template:
    start = DAY if all_due else DAY + timedelta(days=at * _SPREAD // number - _SPREAD * 2 // 3)
    while CLOSURES.why_closed(start) is not None:
        start += timedelta(days=1)
    patient = md.Patient(weight=f"{45 + at % 50}.5 kg", basis="actual")
    plan = md.plan_course(
        "sjogren-itp-msc-monthly", patient, start, "calendar-month", "viable", CLOSURES, window=3
    )
    events = tuple(_history(at, plan))
    texts = tuple(event_text(each) for each in events)
    return Template(events, texts, brief_of(course_of(events)))


def _history(at: int, plan: md.Plan) -> Iterator[md.events.Event]:
    began = datetime.combine(min(plan.infusions[0].date, DAY), datetime.min.time(), BERLIN) - timedelta(
        days=9
    )
    told: list[tuple[datetime, Any]] = [
        (began.replace(hour=9), md.events.Opened(f"C-{at:05}", f"P-{at:05}", ZONE, training=True)),
        (began.replace(hour=10), md.events.Planned(plan)),
        (began.replace(hour=11), md.events.Ordered("2 × 10⁶ viable MSC/kg", "md-12", "O-1")),
    ]
    given = [each for each in plan.infusions if each.date < DAY]
    for infusion in given[: len(given) - (at % 50 == 7)]:  # one in fifty was forgotten
        told += _given(infusion)
    if at % 50 == 13 and len(given) < len(plan.infusions):
        told.append((max(told[-1][0], NOW - timedelta(days=2)), md.events.Held("fever")))
    for number, (moment, what) in enumerate(told, 1):
        yield md.events.Event(number, moment, moment, "rn-104", what)


def _given(infusion: Any) -> Iterator[tuple[datetime, Any]]:
    at = datetime.combine(infusion.date, datetime.min.time(), BERLIN).replace(hour=11)
    whole = md.read("20 mL", "volume")
    nothing = md.read("0 mL", "volume")
    bag = md.events.Given(f"MSC24A {infusion.number}", whole, whole, nothing)
    begun, ended = at - timedelta(minutes=40), at - timedelta(minutes=10)
    yield at, md.events.Completed(infusion.number, begun, ended, (bag,))
    yield at + timedelta(hours=2), md.events.Observed(infusion.number)


def record_of(courses: int, all_due: bool = False) -> Path:
    """The path of a record with so many courses, made where it is not there."""
    folder = Path(tempfile.gettempdir()) / f"msc-dose-benchmark-{_version()}"
    path = folder / f"{courses}{'-due' if all_due else ''}.db"
    if not path.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        record = create_record(str(part), ZONE, training=True, clock=lambda: NOW)
        fill(record, courses, templates(min(TEMPLATES, courses), all_due))
        record.close()
        part.rename(path)
    return path


def _version() -> str:
    """What such a record depends on: the schema, the form of its briefs, and this file."""
    parts = [*(step.checksum for step in migrations("sqlite")), str(FORM), Path(__file__).read_text("utf-8")]
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def fill(record: Record, courses: int, made: list[Template]) -> None:
    """Put so many courses into a record, in one transaction."""
    with record.by_itself("courses of a benchmark") as change:
        for number in range(courses):
            template = made[number * 7 % len(made)]
            code, recipient = f"C-{number:05}", f"P-{number:05}"
            change.insert("patient", code=recipient, identifiers="{}")
            change.insert("course", code=code, recipient=recipient, training=1)
            opened = replace(
                template.events[0], what=replace(template.events[0].what, course=code, recipient=recipient)
            )
            for event, text in zip(template.events, (event_text(opened), *template.texts[1:]), strict=True):
                row = {"course": code, "number": event.number, "type": event.type, "document": text}
                change.insert("event", **row, recorded=event.recorded.isoformat(), person=event.by)
            brief = replace(template.brief, course=code, recipient=recipient)
            change.statements.run("insert_brief", **keeping.row_of(brief))
