"""What a record says about itself: which one it is, its zone, whether it is for training."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.courses.events.allowed import is_zone
from msc_dose.store.databases import failures
from msc_dose.store.databases.database import Database, Statements
from msc_dose.store.databases.decoding import decoded
from msc_dose.store.databases.migrations import check_current


@dataclass(frozen=True, slots=True)
class About:
    """The record's own identifier, its site's zone (IANA), and whether it is one for training."""

    record: str
    zone: str
    training: bool


def about_of(statements: Statements) -> About:
    """What the record says; Refusal `record.damaged` where a row is gone or holds nothing of the kind."""
    said = {row["name"]: row["value"] for row in statements.all("every_about")}
    identifier = decoded("about", "record", lambda: said["record"])
    zone = decoded("about", "zone", lambda: _zone(said["zone"]))
    training = decoded("about", "training", lambda: {"yes": True, "no": False}[said["training"]])
    return About(identifier, zone, training)


def about_as_it_is(statements: Statements) -> About:
    """The same of a record that may be damaged: what is not there is empty, UTC, and no training."""
    said = {row["name"]: row["value"] for row in statements.all("every_about")}
    zone = said.get("zone", "")
    training = said.get("training") == "yes"
    return About(said.get("record", ""), zone if is_zone(zone) else "UTC", training)


def _zone(name: str) -> str:
    if not is_zone(name):
        raise ValueError(name)
    return name


def meet(database: Database) -> About:
    """Hold an open database to the shipped schema and to the record that is in it, now and from now on.

    Raises Refusal as `check_current`, and `record.damaged`. Later, wherever the database is met anew or its
    schema was changed, it is refused as by `check_current`, or as `record.other`.
    """
    with database.reading() as statements:
        check_current(database)
        about = about_of(statements)

        def the_same() -> None:
            with database.reading() as again:
                check_current(database)
                if about_of(again).record != about.record:
                    raise failures.other_record(database.place)

        database.guard(the_same)
    return about
