"""`msc-dose db backup`, `restore`, `export` and `import`: copies of a record, and a record from them."""

from __future__ import annotations

import argparse
from contextlib import closing

from msc_dose.cli.answer import Answer
from msc_dose.cli.dbs.head import head_document, head_of, head_text
from msc_dose.cli.dbs.progress import progress
from msc_dose.cli.dbs.replacing import lost_document, lost_text, replacing
from msc_dose.cli.signing import banner, record_of, session_of
from msc_dose.cli.table import wrapped
from msc_dose.store import care
from msc_dose.store.databases.place import chosen_place

_SAME = "It is the same record as the one it was taken from: let nobody go on with both."


def backup(given: argparse.Namespace) -> Answer:
    """Take a copy and verify it."""
    with closing(record_of(given)) as record:
        taken, heads = care.backup(record, given.to, progress()), banner(record)
    lines = [
        *heads,
        *wrapped(f"✓ Backup taken and verified: {taken.path}", 2),
        f"  {taken.taken:%Y-%m-%d %H:%M} UTC, head {head_text(taken.head)}",
    ]
    document = {"path": taken.path, "head": head_document(taken.head), "taken": taken.taken.isoformat()}
    return Answer(lines, {"schema": "msc-dose/db-backup/1", **document})


def restore(given: argparse.Namespace) -> Answer:
    """Make the record again from a backup; in place of one in use by its administrator alone."""
    place = chosen_place(given.db)
    by, clock = replacing(given, place)
    done = care.restore(given.file, place, given.force, head_of(given), clock, progress(), by)
    lines = wrapped(f"✓ Restored and verified: {done.place}, up to head {head_text(done.head)}", 2)
    if done.set_aside:
        lines += wrapped(f"  What was there is kept at {done.set_aside}", 4)
    if done.replaced is not None:
        lines += wrapped(f"▲ CHECK  {lost_text(done.replaced)}", 2)
    if done.missing is not None:
        lines += wrapped(_missing(done.missing), 2)
    if not done.current:
        lines += wrapped("  It has an older schema: run msc-dose db upgrade.", 2)
    lines += wrapped(f"  {_SAME}", 2)
    document = {
        "place": done.place,
        "head": head_document(done.head),
        "missing": done.missing,
        "set_aside": done.set_aside,
        "replaced": lost_document(done.replaced) if done.replaced else None,
        "current": done.current,
    }
    return Answer(lines, {"schema": "msc-dose/db-restore/1", **document})


def _missing(rows: int) -> str:
    if rows == 0:
        return "  Nothing is missing: the head that was given is in it."
    said = "1 row of the audit is missing" if rows == 1 else f"{rows:,} rows of the audit are missing"
    return f"▲ CHECK  {said}, up to the head that was given: what they tell was lost; enter it again."


def export(given: argparse.Namespace) -> Answer:
    """Write the whole record to a file."""
    with closing(record_of(given)) as record:
        session = session_of(record, given)
        done = care.export_record(record, session, given.file, given.force, progress())
        heads = banner(record)
    total = sum(done.counts.values())
    lines = [
        *heads,
        *wrapped(f"✓ Exported: {done.path}, {total:,} rows, head {head_text(done.head)}", 2),
        *wrapped("  It holds everything: patients, and what passphrases are held to. Keep it safe.", 2),
    ]
    document = {
        "path": done.path,
        "head": head_document(done.head),
        "counts": done.counts,
        "sha256": done.sha256,
    }
    return Answer(lines, {"schema": "msc-dose/db-export/1", **document})


def import_file(given: argparse.Namespace) -> Answer:
    """Make a record of an export, at a new place."""
    place = chosen_place(given.db)
    with closing(care.import_record(given.file, place, head=head_of(given), progress=progress())) as record:
        head, shown = record.head(), record.database.place
    lines = [
        *wrapped(f"✓ Imported and verified: {shown}, up to head {head_text(head)}", 2),
        *wrapped(f"  {_SAME}", 2),
    ]
    document = {"place": shown, "record": record.identifier, "head": head_document(head)}
    return Answer(lines, {"schema": "msc-dose/db-import/1", **document})
