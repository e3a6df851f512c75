"""Another program, or another hand, at the same database: it speaks SQL and knows nothing of our rules."""

import sqlite3
from contextlib import closing, contextmanager

from staff import staffed

from msc_dose.store.tables import TABLES

# One row of every table, in the order in which they can be written.
ROWS = {
    "setting": {"name": "site", "value": "x"},
    "protocol": {
        "hash": "h", "name": "p", "text": "t", "proposed_by": "ph-1", "approved_by": "md-1", "approved": "a",
        "review": "r", "withdrawn": None,
    },
    "patient": {"code": "P-1", "identifiers": "{}"},
    "course": {"code": "C-1", "recipient": "P-1", "training": 1},
    "event": {"course": "C-1", "number": 1, "type": "opened", "recorded": "r", "person": "ph-1", "document": "{}"},
    "container": {
        "key": "K", "identity": "k", "lot": "L", "recipient": "", "expiry": "e", "position": "p", "state": "released",
        "document": "{}",
    },
    "step": {
        "number": 1, "container": "K", "name": "reserve", "course": "C-1", "infusion": 1, "event": None, "at": "a",
        "person": "ph-1", "reason": "",
    },
    "holding": {"number": 1, "container": "K", "course": "C-1", "infusion": 1, "taken": "t", "freed": None},
    "signature": {
        "number": 1, "person": "ph-1", "name": "n", "role": "pharmacist", "meaning": "m", "entity": "e", "hash": "h",
        "shown": "s", "reason": "", "at": "a", "utc_offset": "+01:00",
    },
    "verification": {
        "number": 1, "course": "C-1", "infusion": 1, "person": "rn-1", "covers": "c", "outcome": "o",
        "document": "{}", "at": "a",
    },
    "alert": {
        "number": 1, "code": "c", "entity": "e", "message": "m", "person": "ph-1", "overridden": 0, "reason": "",
        "at": "a",
    },
}  # fmt: skip
EVERY = (*TABLES, "audit", "migration")
MUTABLE = tuple(name for name, table in TABLES.items() if table.mutable)
FIXED = tuple(name for name in EVERY if name not in MUTABLE)


def filled(record):
    """A row in every table; who has signed in by code."""
    people = staffed(record)
    with record.by_itself("filled for a test") as change:
        for table, row in ROWS.items():
            change.insert(table, **row)
    return people


@contextmanager
def another_program(place):
    """A connection of another program, with the settings that it has by default."""
    if place.startswith("postgresql"):
        import psycopg

        with closing(psycopg.connect(place.replace("+psycopg", ""), autocommit=True)) as connection:
            yield connection
    else:
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            yield connection


def attempt(place, *texts):
    """What the database answers another program, or None when it did as it was told."""
    failures = (sqlite3.Error,)
    if place.startswith("postgresql"):
        import psycopg

        failures = (psycopg.Error,)
    with another_program(place) as connection:
        for text in texts:
            try:
                connection.execute(text)
            except failures as error:
                return str(error)
    return None


def told(place, *texts):
    """The database does as another program tells it."""
    answer = attempt(place, *texts)
    assert answer is None, answer
