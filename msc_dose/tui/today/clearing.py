"""Clearing to thaw as a flow: sign in, answer the list, record; what is refused is shown over the answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from msc_dose.problems import Problem, Refusal
from msc_dose.tui.entries.flow import record_answering
from msc_dose.tui.flows import Left
from msc_dose.tui.today.asked import asked_for
from msc_dose.tui.today.clear_dialog import ClearDialog

if TYPE_CHECKING:
    from msc_dose.courses.events.giving import ClearanceItem
    from msc_dose.tui.app import MscDoseApp


async def clear(app: MscDoseApp, code: str, number: int) -> None:
    """Clear an infusion to thaw; an answer that is refused stands in the dialog again, with why."""
    await app.signed_in()
    answers: Sequence[ClearanceItem] = ()
    problems: Sequence[Problem] = ()
    while True:
        asked = await app.doing(partial(asked_for, app.desk, code, number))
        what = await app.ask(ClearDialog(asked, answers, problems))
        try:
            await record_answering(app, asked.course, what)
        except Refusal as refusal:
            answers, problems = what.items, refusal.problems
        except Left:  # the reasons were left; the answers stay
            answers, problems = what.items, ()
        else:
            break
    app.changed()
    who = f"{asked.course.recipient} {number}/{asked.infusion.of}"
    thaw = ", ".join(asked.containers)
    app.notify(f"{who} is cleared to thaw. Next: thaw {thaw}".rstrip() + ".", markup=False)
