"""`msc-dose db`: the record itself is made, upgraded, checked, backed up, restored, exported and imported."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from msc_dose.cli import output
from msc_dose.cli.answer import Answer
from msc_dose.cli.arguments import parser
from msc_dose.cli.dbs.head import add_head
from msc_dose.cli.signing import add_passphrases, add_record

DONE, WRONG = 0, 4
_EXAMPLES = """  msc-dose db init --zone Europe/Berlin --administrator ad-1 --name "Cell lab"
  msc-dose db init --db training.db --training --zone Europe/Berlin \\
      --administrator ad-1 --name "Trainer"
  msc-dose db where
  msc-dose db check
  msc-dose db check --head 412:0a1b2c3d --json
  msc-dose db backup --to /media/backup
  msc-dose db restore record-20270129T080000Z-0a1b2c3d.db --db again.db \\
      --head 412:0a1b2c3d
  msc-dose db restore record-20270129T080000Z-0a1b2c3d.db --force \\
      --reason "disk failed" --as ad-1
  msc-dose db export record.jsonl --as ad-1
  msc-dose db import record.jsonl --db postgresql+psycopg://msc@server/msc
  msc-dose db upgrade"""


def run(words: list[str], as_json: bool) -> int:
    """Carry out one action on a record; 4 where `check` finds that something is wrong.

    Raises Refusal `record.…`, `file.…`, `people.…`.
    """
    given = _given(words)
    if given.action == "check":
        from msc_dose.cli.dbs.checking import check

        answer, sound = check(given)
    else:
        answer, sound = _action(given.action)(given), True
    if as_json:
        output.document(answer.document)
    else:
        output.say("\n".join(answer.lines))
    return DONE if sound else WRONG


def _action(name: str) -> Callable[[argparse.Namespace], Answer]:
    """What carries an action out, its own modules loaded only then."""
    if name in ("init", "upgrade", "where"):
        from msc_dose.cli.dbs import making

        return {"init": making.init, "upgrade": making.upgrade, "where": making.place}[name]
    from msc_dose.cli.dbs import copying

    actions = {"backup": copying.backup, "restore": copying.restore, "export": copying.export}
    return {**actions, "import": copying.import_file}[name]


def _given(words: list[str]) -> argparse.Namespace:
    arguments = parser("db", "The record itself.", _EXAMPLES)
    actions = arguments.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, said: str, signing: bool = False) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = actions.add_parser(
            name,
            help=said,
            description=f"{said[:1].upper()}{said[1:]}.",
            epilog=arguments.epilog,
            formatter_class=arguments.formatter_class,
        )
        add_record(one, signing)
        return one

    _add_making(action)
    _add_copying(action)
    given: argparse.Namespace = arguments.parse_args(words)
    return given


def _add_making(action: Callable[..., argparse.ArgumentParser]) -> None:
    init = action("init", "make a record and its first administrator, whose passphrase is asked for")
    init.add_argument("--zone", metavar="ZONE", required=True, help="the site's, such as Europe/Berlin")
    init.add_argument("--training", action="store_true", help="a record for training, never for a patient")
    init.add_argument("--administrator", metavar="CODE", required=True, help="who adds everybody else")
    init.add_argument("--name", metavar="NAME", required=True, help="the administrator's name")
    add_passphrases(init)
    action("upgrade", "bring a record up to this version; a backup is taken first")
    action("where", "which record is used, and why")
    check = action("check", "look at all that can be wrong with a record: exit status 4 where it is")
    add_head(check, "a head that was printed or exported: with it a shortened audit is found too")
    check.add_argument("--backups", metavar="FOLDER", help="where backups are, if not beside the record")


def _add_copying(action: Callable[..., argparse.ArgumentParser]) -> None:
    action("backup", "take a copy while others go on, and verify it").add_argument(
        "--to", metavar="FOLDER", help="else a folder beside the record"
    )
    restore = action("restore", "make the record again from a backup or an export", signing=True)
    restore.add_argument("file", metavar="FILE", help="the backup")
    said = "set aside the record that is there (nothing is deleted): its administrator's, with --reason"
    restore.add_argument("--force", action="store_true", help=said)
    restore.add_argument("--reason", metavar="TEXT", default="", help="why a record in use is replaced")
    said = "replace it without typing its name; tells how many rows of its audit are left out"
    restore.add_argument("--yes", action="store_true", help=said)
    add_head(restore, "the last head that is known: tells how many rows of the audit are missing")
    export = action("export", "write the whole record to a file, for another database", signing=True)
    export.add_argument("file", metavar="FILE", help="such as record.jsonl")
    export.add_argument("--force", action="store_true", help="replace an earlier export")
    imported = action("import", "make a record of an export, at a new place")
    imported.add_argument("file", metavar="FILE", help="an export")
    add_head(imported, "the last head that is known: refused where the export does not hold it")
