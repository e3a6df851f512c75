"""The demo's desk in the place of an empty one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msc_dose.library.demo import WELCOME, checked_place, make_demo, open_demo
from msc_dose.library.keeping import WithTheTerminal
from msc_dose.tui.desk import Desk, open_desk

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp


def may_open_demo(desk: Desk) -> bool:
    """Whether there is no record, and the desk is that of the user of this machine."""
    return desk.record is None and not desk.readonly and isinstance(desk.keeper, WithTheTerminal)


async def to_demo(app: MscDoseApp) -> None:
    """Put the demo's desk in the place of the app's, with its nurse signed in, until the program is left."""
    app.notify("The demo is made: a few seconds.", markup=False)
    desk = await app.doing(_demo_desk)
    desk.version = app.desk.version + 1  # every screen asks again
    app.desk = desk
    app.show_header()
    app.changed()
    app.notify(WELCOME, title="TRAINING", timeout=20, markup=False)


def _demo_desk() -> Desk:
    path = checked_place(None)
    make_demo(path)
    open_demo(path).close()  # its nurse is signed in from now on
    return open_desk(path)
