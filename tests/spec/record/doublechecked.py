"""Double checks to test: a course whose first infusion has a bag, and what people enter for it."""

import pytest
from staff import proof, staffed
from stocked import at, bag, begun, reserved, stocked, tell

import msc_dose as md
from msc_dose.courses.events import ordering
from msc_dose.store.courses import course_on_record
from msc_dose.store.verifications import clearance_problems, event_problems, verification_of, verify
from msc_dose.verification.comparison import Reentry

ORDER = md.read("2 × 10⁶ viable MSC/kg", "dose_per_weight")


def kg(text):
    return md.read(f"{text} kg", "body_weight")


def reentry(**other):
    """What the source order says for infusion 1, and the bag that is reserved, but for what is said otherwise."""
    facts = {"dose": ORDER, "counts": "viable", "basis": "actual", "weight": kg(60), "infusion": 1}
    return Reentry(**({**facts, "containers": ("L1 1",)} | other))


def ready(record):
    """The people, a course of theirs, and a bag that technologist 1 has reserved for its first infusion."""
    people = staffed(record)
    begun(record, people)
    stocked(record, people, bag("L1 1"), bag("L1 2"))
    reserved(record, people)
    return people


def told_by(record, staff, what, by="rn-1", hour=8, minute=40):
    return tell(record, staff, "C-1", what, at(hour, minute), by)


def checks(record, who="ph-2", entry=None, reasons=None, how=verify, infusion=1):
    return how(record, proof(record, who), "C-1", infusion, entry or reentry(), reasons or {})


def refused(work, *given, **more):
    with pytest.raises(md.Refusal) as refusal:
        work(*given, **more)
    return refusal.value


def stands(record, infusion=1):
    with record.reading() as statements:
        course = course_on_record(statements, "C-1")
        return verification_of(statements, course, infusion, record.now())


def gate(record, at=None):
    with record.reading() as statements:
        course = course_on_record(statements, "C-1")
        return [each.code for each in clearance_problems(statements, course, 1, at or record.now())]


def told_at(record, infusion=1):
    """What an event that puts product in would be told of the double check."""
    with record.reading() as statements:
        found = event_problems(statements, course_on_record(statements, "C-1"), infusion, record.now())
    assert {each.severity for each in found} <= {"check"}
    return [each.code for each in found]


def heavier(infusion=1):
    return ordering.DoseChanged(infusion, "she gained weight", "dr-lee", "O-2", None, kg(62))
