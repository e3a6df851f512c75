"""What is done on a course in steps: its containers, its worksheet, and the ways to what others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msc_dose.library.record import worksheet
from msc_dose.store.people.permissions import require
from msc_dose.tui.course.bags import bags_for, change_bags
from msc_dose.tui.course.bags_dialog import BagsDialog
from msc_dose.tui.course.worksheet import WorksheetPage

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp


async def change_containers(app: MscDoseApp, code: str, number: int) -> None:
    """Reserve containers for an infusion, or give them back."""
    app.clear_notifications()  # they would hide the dialog
    session = await app.signed_in()
    require(session.role, "stock")  # before anything is chosen
    bags = await app.doing(lambda: bags_for(app.desk, code, number))
    chosen = await app.ask(BagsDialog(bags))
    done = await app.doing(lambda: change_bags(app.desk, bags, chosen))
    app.desk.version += 1
    app.changed()
    then = "Next: have the dose verified (s)." if chosen.take else "A signature that named it holds no more."
    app.notify(f"{done} {then}", markup=False)


async def show_worksheet(app: MscDoseApp, code: str, number: int) -> None:
    """Show the preparation sheet of an infusion as a page, from which it is printed."""
    record = app.desk.open_record
    lines = await app.doing(lambda: worksheet(record, code, number))
    page = WorksheetPage(f"worksheet-{code}-{number}", lines)
    app.end_waiting_when_shown(page)
    await app.push_screen(page)
