"""What a record says about itself: which one it is, its zone, whether it is for training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msc_dose.problems import refuse
from msc_dose.scheduling.zones import is_zone
from msc_dose.store.databases import failures
from msc_dose.store.databases.decoding import decoded
from msc_dose.store.databases.migrations import check_current

if TYPE_CHECKING:
    from msc_dose.store.databases.database import Database, Statements

DEMO = "demo"
"""The row of a record of sample data; it holds the moment for which the record was made."""


@dataclass(frozen=True, slots=True)
class About:
    """The record's own identifier, its site's zone (IANA), and whether it is one for training.

    `demo` marks sample data: a training record that msc-dose made up itself.
    """

    record: str
    zone: str
    training: bool
    demo: bool = False


def about_of(statements: Statements) -> About:
    """What the record says; Refusal `record.damaged` where a row is gone or holds nothing of the kind."""
    said = {row["name"]: row["value"] for row in statements.all("every_about")}
    identifier = decoded("about", "record", lambda: said["record"])
    zone = decoded("about", "zone", lambda: _zone(said["zone"]))
    training = decoded("about", "training", lambda: {"yes": True, "no": False}[said["training"]])
    return About(identifier, zone, training, DEMO in said)


def check_may_leave(statements: Statements) -> None:
    """Refusal `demo.stays` where the record is sample data: no file is made of it that could be taken in.

    What people train on would otherwise turn up, as patients, where nobody made them up.
    """
    if statements.one("one_about", name=DEMO) is not None:
        message = "This is the demo: what is in it is made up, and is not exported, copied or moved."
        fix = "msc-dose db init --training makes a training record whose courses can be exported."
        raise refuse("demo.stays", "file", message, fix)


def about_as_it_is(statements: Statements) -> About:
    """The same of a record that may be damaged: what is not there is empty, UTC, and no training."""
    said = {row["name"]: row["value"] for row in statements.all("every_about")}
    zone = said.get("zone", "")
    training = said.get("training") == "yes"
    return About(said.get("record", ""), zone if is_zone(zone) else "UTC", training, DEMO in said)


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


def schema_number(statements: Statements) -> int:
    """The number of the last migration that the record has had; 0 where it has had none."""
    return max((int(row["number"]) for row in statements.all("every_migration")), default=0)
