"""`msc-dose db init`, `upgrade` and `where`: a record is made, brought up to date, and found."""

from __future__ import annotations

import argparse
import os
from functools import partial

from msc_dose.cli.answer import Answer
from msc_dose.cli.dbs.head import head_document, head_text
from msc_dose.cli.dbs.progress import progress
from msc_dose.cli.passphrase_input import new_passphrase_for, place_of
from msc_dose.cli.table import wrapped
from msc_dose.library.clock import VARIABLE as CLOCK
from msc_dose.library.clock import now_in
from msc_dose.store.care import begin_record, upgrade_record, where
from msc_dose.store.databases.place import VARIABLE, chosen_place
from msc_dose.store.record import utc_now

_WHY = {
    "option": "it was named with --db",
    "variable": f"{VARIABLE} names it",
    "default": f"the default of this user: neither --db nor {VARIABLE} names another",
}


def init(given: argparse.Namespace) -> Answer:
    """Make the record and its first administrator."""
    # The clock that is set is refused unless the record is for training.
    clock = partial(now_in, "UTC", given.training) if os.environ.get(CLOCK) else utc_now
    record = begin_record(
        chosen_place(given.db),
        given.zone,
        given.training,
        (given.administrator, given.name),
        lambda: new_passphrase_for(given, place_of(given), given.administrator),
        clock,
    )
    place, head = record.database.place, record.head()
    record.close()
    lines = [
        *(["TRAINING – not for a patient."] if record.training else []),
        *wrapped(f"✓ The record is made: {place}", 2),
        f"  zone {record.zone}, administrator {given.administrator}, head {head_text(head)}",
        "next:",
        f"  msc-dose people sign-in {given.administrator}",
        "  msc-dose people add CODE --name NAME --role ROLE",
        "  msc-dose protocol propose FILE    only an approved protocol starts a course",
        "  msc-dose db backup",
        *(_named_too() if given.db is not None else []),
    ]
    return Answer(
        lines,
        {
            "schema": "msc-dose/db-init/1",
            "place": place,
            "record": record.identifier,
            "zone": record.zone,
            "training": record.training,
            "administrator": given.administrator,
            "head": head_document(head),
        },
    )


def _named_too() -> list[str]:
    return wrapped(f"Every command needs the same --db, or {VARIABLE} set to it.", 2)


def upgrade(given: argparse.Namespace) -> Answer:
    """Bring the record up to this version, after a backup."""
    done = upgrade_record(chosen_place(given.db), progress=progress())
    if not done.migrations:
        lines = wrapped(f"✓ {done.place} has the schema of this version; nothing was done.", 2)
    else:
        lines = wrapped(f"✓ Upgraded: {done.place}: {', '.join(done.migrations)}", 2)
        lines += wrapped(f"  backup before: {done.backup.path}", 4) if done.backup else []
    backup = done.backup and {"path": done.backup.path, "head": head_document(done.backup.head)}
    document = {"place": done.place, "migrations": list(done.migrations), "backup": backup}
    return Answer(lines, {"schema": "msc-dose/db-upgrade/1", **document, "head": head_document(done.head)})


def place(given: argparse.Namespace) -> Answer:
    """Which record is used, and why."""
    found = where(given.db)
    there = {True: "It is there.", False: "Nothing is there yet.", None: "The server was not asked."}
    lines = [*wrapped(found.place, 2), *wrapped(f"  {_WHY[found.why]}. {there[found.exists]}", 2)]
    document = {"place": found.place, "why": found.why, "exists": found.exists}
    return Answer(lines, {"schema": "msc-dose/db-where/1", **document})
