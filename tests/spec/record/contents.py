"""What a record holds, whole; and whether its parts agree with each other."""

from collections import Counter

from msc_dose.courses.events import giving
from msc_dose.courses.folding.entries import entries_of
from msc_dose.store.courses import codes, course_on_record, events_of
from msc_dose.store.tables import TABLES

GIVEN = (giving.Completed, giving.StoppedEarly)
# Issued, where the thaw that came before was entered in error: whoever had reserved it keeps it.
RESERVED = ("reserved", "retrieved", "quarantined", "issued")


def contents(record):
    """Every row of every table, the audit too."""
    with record.reading() as statements:
        return {name: statements.all(f"every_{name}") for name in (*TABLES, "audit")}


def agreement(record, beginning=""):
    """What in the record does not agree: numbers of events, courses that do not fold, containers.

    It is worked out here from the events alone: what counts, and which containers it thawed or gave. Only
    courses whose codes begin so are looked at, and what they hold.
    """
    with record.reading() as statements:
        named = [code for code in codes(statements) if code.startswith(beginning)]
        courses = {code: events_of(statements, code) for code in named}
        for code in courses:
            course_on_record(statements, code)
        states = {row["key"]: row["state"] for row in statements.all("every_container")}
        holders = [row for row in statements.all("every_holding") if row["freed"] is None]
    used = _used(courses)
    infused = [] if beginning else [key for key, state in states.items() if state == "infused"]
    return [
        *(f"{code} lacks a number" for code, events in courses.items() if not _numbered(events)),
        *(f"{key} is held twice" for key, times in _held(holders).items() if times > 1),
        *(f"{key} is infused, and no event tells of it" for key in infused if key not in used),
        *_disagreeing(used, {row["container"]: row for row in holders if row["course"] in courses}, states),
    ]


def _numbered(events):
    return [event.number for event in events] == list(range(1, len(events) + 1))


def _held(holders):
    return Counter(row["container"] for row in holders)


def _used(courses):
    """Each container that an event that counts thawed or hung: course, infusion, and the states that allows."""
    used = {}
    for code, events in courses.items():
        for entry in entries_of(events):
            what = entry.event.what
            if entry.struck_by is None and isinstance(what, (*GIVEN, giving.Thawed)):
                for each in what.containers:
                    key = (each if isinstance(each, str) else each.container).upper()
                    used[key] = (code, what.infusion, _states(each))
    return used


def _states(each):
    """A container that was thawed, or what was given of it; of which nothing went in, it was lost."""
    if isinstance(each, str):
        return ("thawed", "issued", "wasted")
    return ("infused",) if each.infused.numerator else ("wasted",)


def _disagreeing(used, holders, states):
    for key, (code, infusion, allowed) in used.items():
        row = holders.get(key)
        if row is None or (row["course"], row["infusion"]) != (code, infusion):
            yield f"{key} was used for {code} {infusion}, and is held by {row}"
        if key in states and states[key] not in allowed:
            yield f"{key} was used for {code} {infusion}, and is {states[key]}"
    for key, row in holders.items():
        if key not in used and states.get(key) not in RESERVED:
            yield f"{key} is held by {row['course']}, which did not use it, and is {states.get(key)}"
