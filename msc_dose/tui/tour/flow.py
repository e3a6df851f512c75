"""The way through the tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msc_dose.problems import Refusal
from msc_dose.tui.tour.demo import may_open_demo, to_demo
from msc_dose.tui.tour.dialog import DEMO, TourDialog
from msc_dose.tui.tour.pages import NO_RECORD, PAGES, TourPage

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp

_CASE = "C-0417"


async def tour(app: MscDoseApp) -> None:
    """Show every page over its screen; Esc leaves at any of them, and the last one ends on Today.

    Where there is no record the first page offers to open the demo's.
    """
    if may_open_demo(app.desk):
        answer = await app.ask(TourDialog(NO_RECORD, 1, 0, offers_demo=True))
        if answer == DEMO:
            await to_demo(app)
    at = 0
    while at < len(PAGES):
        await _go(app, PAGES[at])
        at = max(0, at + await app.ask(TourDialog(PAGES[at], at + 1, len(PAGES))))


async def _go(app: MscDoseApp, page: TourPage) -> None:
    if page.course and await app.doing(lambda: _has_case(app)):
        await app.open_course(_CASE)
    else:
        await app.action_go(page.mode)


def _has_case(app: MscDoseApp) -> bool:
    """Whether the record is the demo, with the case in it."""
    if app.desk.record is None or not app.desk.record.demo:
        return False
    try:
        app.desk.course_of(_CASE)
    except Refusal:
        return False
    return True
