"""Stocks to test against, and courses whose events are written straight into the record."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msc_dose as md
from msc_dose.courses.events import giving, opening, ordering, results
from msc_dose.courses.events.documents import event_document, event_of
from msc_dose.courses.recording import record as recorded
from msc_dose.product.container import Container, Content
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Window
from msc_dose.store import stock
from msc_dose.store.chain import canonical
from msc_dose.store.stock import holdings
from msc_dose.store.stock.events import apply_event

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2024, 1, 29)
CELLS = Amount("cell_count", 120_000_000, 1, "viable", "MSC", "after thaw")


def bag(identity="L1 1", recipient="unassigned", status="released", expiry=date(2026, 12, 31), **more):
    """A bag of 120 million viable MSC in 20 mL; its identity is `LOT SERIAL`."""
    lot, serial = identity.split(" ")
    content = Content(cells=CELLS, fill=volume("20 mL"))
    kind = {"type": "bag", "donor_type": "allogeneic unrelated", "position": "tank 1", **more}
    whose = {"recipient": recipient, "status": status, "expiry": expiry}
    return Container(content, **kind, **whose, lot=lot, serial=serial)


def volume(text):
    return md.read(text, "volume")


def at(hour, minute=0):
    """A time of day in Berlin on the Monday of the tests, whose clock stands at nine."""
    return datetime(2024, 1, 29, hour, minute, tzinfo=BERLIN)


def plan():
    return md.plan_course(
        "sjogren-itp-msc-monthly", md.Patient("60 kg", "actual"), MONDAY, "calendar-month", "viable",
        md.Closures(), Window(3, 3),
    )  # fmt: skip


def begun(record, staff, code="C-1", recipient="P-1"):
    """A course of four infusions, planned and ordered."""
    opened = opening.Opened(code, recipient, "Europe/Berlin", training=True)
    with record.changing(staff["ph-1"], "course begun for a test") as change:
        change.insert("patient", code=recipient, identifiers="{}")
        change.insert("course", code=code, recipient=recipient, training=1)
    order = ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-1")
    for what in (opened, opening.Planned(plan()), order):
        tell(record, staff, code, what, at(8))


def tell(record, staff, code, what, occurred=None, by="rn-1"):
    """One more event of a course, and what it does to containers, in one change; the problems told."""
    with record.changing(staff[by], "event recorded for a test") as change:
        rows = [row for row in change.statements.all("every_event") if row["course"] == code]
        events = [event_of(json.loads(row["document"])) for row in rows]
        event, _ = recorded(events, occurred or at(8, 30), change.at, by, what)
        told = {"type": event.type, "recorded": change.moment, "person": by}
        change.insert(
            "event", course=code, number=event.number, document=canonical(event_document(event)), **told
        )
        struck = events[what.event - 1] if isinstance(what, results.EnteredInError) else None
        return apply_event(change, code, event, struck)


def thawed(infusion, *identities):
    return giving.Thawed(infusion, identities)


def given(infusion, *identities, infused="20 mL"):
    """So much of each bag, the rest wasted."""
    left = volume("20 mL") - volume(infused)
    fate = "wasted" if left.numerator else "none"
    all_of = [giving.Given(each, volume("20 mL"), volume(infused), left, fate) for each in identities]
    return giving.Completed(infusion, at(8, 10), at(8, 20), tuple(all_of))


def in_error(number):
    return results.EnteredInError(number, "wrong patient", "rn-2")


def stocked(record, staff, *containers):
    """A stock of these containers."""
    return stock.import_containers(record, staff["te-1"], containers)


def reserved(record, staff, identity="L1 1", code="C-1", infusion=1):
    return holdings.reserve(record, staff["te-1"], code, infusion, [identity])


def shown(record, identity="L1 1"):
    with record.reading() as statements:
        return stock.find(statements, identity)


def state(record, identity="L1 1"):
    """The state of a container, and the course and infusion that hold it."""
    found = shown(record, identity)
    return found.state, found.course, found.infusion


def codes(problems):
    return [problem.code for problem in problems]
