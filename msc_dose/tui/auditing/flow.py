"""The flows of the record: verify the chain, look at everything, take a backup, show a row whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from msc_dose.library.kept_head import kept_head, of_another
from msc_dose.problems import Problem
from msc_dose.store import audit
from msc_dose.store.audit.telling import row_text
from msc_dose.store.care.backups import Backup, backup, backup_folder
from msc_dose.store.care.checking import Checked, check_open
from msc_dose.store.chain import AuditRow, Head
from msc_dose.store.databases.database import Statements
from msc_dose.tui.auditing.dialogs import TextDialog
from msc_dose.tui.auditing.told import chain_lines, checked_lines, row_lines
from msc_dose.tui.auditing.work import at_work
from msc_dose.tui.desk.folded import Progress
from msc_dose.tui.screens.reader import Reader

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp


class FoundScreen(Reader):
    """What was found, or one row of the audit, as a page to read."""

    title_text = "RECORD"
    subtitle = "what the record tells"
    purpose = "Shows a row of the audit whole, or what a verification found. Nothing is changed."


async def verify_chain(app: MscDoseApp) -> None:
    """Hold every row of the record to its audit, and to a head that was kept where one is given."""
    text = (
        "Every row is read, and the record is held to what its audit tells. With a head that was kept "
        "elsewhere (a file, or ROW:HASH off a worksheet) it is also seen that nothing was cut off."
    )
    record, told = app.desk.open_record, list[str]()

    async def verify(said: str) -> None:
        head, identifier = await app.doing(lambda: kept_head(said)) if said else (None, None)

        def work(progress: Progress) -> tuple[Sequence[Problem], Head]:
            found = (*of_another(record, identifier), *audit.verify(record, head, progress))
            return found, record.head()

        found, last = await at_work(app, "Verifying the chain", "Rows of the audit:", work)
        told[:] = chain_lines(found, last, head)

    await app.ask_doing(TextDialog("Verify the chain", text, "Kept head", "may stay empty"), verify)
    app.push_screen(FoundScreen("\n".join(told)))


async def look_at_all(app: MscDoseApp) -> None:
    """Look at everything that can be wrong with the record: schema, file, audit, courses, disk, backups."""
    record = app.desk.open_record

    def work(progress: Progress) -> Checked:
        return check_open(record, progress=progress, of_courses=progress)

    found = await at_work(app, "Checking the record", "Rows of the audit, then courses:", work)
    app.push_screen(FoundScreen("\n".join(checked_lines(found))))


async def back_up(app: MscDoseApp) -> None:
    """Take a copy of the record, which is verified before it is relied on."""
    record = app.desk.open_record
    own = await app.doing(lambda: backup_folder(record))
    text = f"A copy of this moment, verified before it has its name. Empty: {own}"
    done = list[Backup]()

    async def copy(folder: str) -> None:
        work = partial(backup, record, folder or None)
        done.append(await at_work(app, "Backing up", "Rows that were verified in the copy:", work))

    await app.ask_doing(TextDialog("Back up the record", text, "Folder", "may stay empty"), copy)
    (taken,) = done
    app.desk.version += 1
    app.changed()
    said = f"✓ Backup taken and verified, head {taken.head.sequence:,}:{taken.head.short}:\n{taken.path}"
    app.notify(f"{said}\nNext: keep it on another disk as well.", timeout=6, markup=False)


async def show_row(app: MscDoseApp, row: AuditRow) -> None:
    """Show a row of the audit whole."""
    desk = app.desk

    def question(statements: Statements) -> list[str]:
        return row_lines(row, row_text(statements, row), desk.open_record.zone)

    lines = await app.doing(lambda: desk.read(question))
    app.push_screen(FoundScreen("\n".join(lines)))
