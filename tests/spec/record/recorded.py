"""What tests of the record tell it: a course of a training record, and the containers of its stock."""

import json
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msc_dose as md
from msc_dose.courses.events import giving, opening, ordering
from msc_dose.courses.events.documents import event_document
from msc_dose.courses.events.event import Event
from msc_dose.product.container import Container, Content
from msc_dose.scheduling import Window
from msc_dose.store.courses import append_event, begin_course, course_on_record

BERLIN = ZoneInfo("Europe/Berlin")
START = date(2024, 1, 29)


def at(hour, minute=0, day=START):
    """A time of day in Berlin, on the day of the first infusion unless another is named."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def plan(weight="60 kg", start=START):
    """Four calendar-monthly infusions of 2 million viable MSC per kg, every day open."""
    return md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient(weight, "actual"), start, "calendar-month", "viable",
        md.Closures(), Window(3, 3),
    )  # fmt: skip


def opened(code="C-1", recipient="P-1"):
    return opening.Opened(code, recipient, "Europe/Berlin", training=True)


def begun(record, session, code="C-1", recipient="P-1", weight="60 kg"):
    """A course of a training record, planned and ordered; how many events it has."""
    begin_course(record, session, opened(code, recipient), plan(weight), None, at(8))
    order = ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-1")
    append_event(record, session, code, order, 2, at(8, 30))
    return 3


def entered(record, session, code, what, occurred=None, **more):
    """One more event by somebody whose screen is not stale."""
    with record.reading() as statements:
        expected = len(course_on_record(statements, code).entries)
    return append_event(record, session, code, what, expected, occurred or at(8, 45), **more)


def course(record, code="C-1"):
    with record.reading() as statements:
        return course_on_record(statements, code)


def bag(serial, lot="MSC24A", recipient="unassigned", status="released", expiry=date(2026, 12, 31)):
    """A vapour-frozen bag of 120 million viable MSC in 20 mL; its identity is `LOT SERIAL`."""
    held = replace(md.read("120 million viable MSC", "cell_count"), moment="after thaw")
    content = Content(cells=held, fill=md.read("20 mL", "volume"))
    return Container(
        content,
        "bag",
        "allogeneic unrelated",
        recipient,
        expiry,
        status,
        f"tank 1, {serial}",
        lot=lot,
        serial=serial,
    )


def volume(text):
    return md.read(text, "volume")


def given(identity, infusion=1):
    """All of one bag, from ten past eight to twenty to nine."""
    whole = giving.Given(identity, volume("20 mL"), volume("20 mL"), volume("0 mL"))
    return giving.Completed(infusion, at(8, 10), at(8, 40), (whole,))


def cleared(infusion=1):
    return giving.Cleared(infusion, (giving.ClearanceItem("IV access", True),))


def spoilt(record, code="C-2", recipient="P-1"):
    """A course that begins, and whose plan says of one dose what no second calculation agrees with."""
    planned = event_document(Event(2, at(8), at(8), "ph-1", opening.Planned(plan())))
    planned["plan"]["infusions"][0]["date"] = "2024-01-30"
    first = event_document(Event(1, at(8), at(8), "ph-1", opened(code, recipient)))
    with record.by_itself("spoilt for a test") as change:
        if change.statements.one("one_patient", code=recipient) is None:
            change.insert("patient", code=recipient, identifiers="{}")
        change.insert("course", code=code, recipient=recipient, training=1)
        for number, document in enumerate((first, planned), 1):
            of = {"course": code, "number": number, "type": document["type"], "person": "ph-1"}
            change.insert("event", **of, recorded=at(8).isoformat(), document=json.dumps(document))
