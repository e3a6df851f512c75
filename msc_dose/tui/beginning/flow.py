"""From the plan on the screen to a course of the record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msc_dose.courses.events.opening import Planned
from msc_dose.courses.plan import Plan
from msc_dose.library.record import Recorded, begin_course
from msc_dose.scheduling import day_text
from msc_dose.tui.answers.course import doses_text
from msc_dose.tui.beginning.dialog import BeginDialog, Beginning
from msc_dose.tui.desk import Desk

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp


async def begin(app: MscDoseApp, plan: Plan) -> None:
    """Ask whose plan it is, record it, and show the course."""
    record = app.desk.open_record
    await app.signed_in()

    async def work(said: Beginning) -> None:
        done = await app.doing(partial(_recorded, app.desk, said, plan))
        app.notify(_told(said, done), timeout=6, markup=False)

    said = await app.ask_doing(BeginDialog(summary(plan), record.zone, record.training), work)
    await app.open_course(said.code)


def summary(plan: Plan) -> str:
    """What is begun, in a few lines."""
    days = ", ".join(day_text(each.date) for each in plan.infusions[:4])
    more = f" and {len(plan.infusions) - 4} more" if len(plan.infusions) > 4 else ""
    return f"{plan.protocol}\n{doses_text(plan)}\n{days}{more}"


def _recorded(desk: Desk, said: Beginning, plan: Plan) -> Recorded:
    if said.opened is None:
        return desk.enter(desk.course_of(said.code), Planned(plan, "next"))
    return begin_course(desk.open_record, desk.used(), said.opened, plan)


def _told(said: Beginning, done: Recorded) -> str:
    checks = [problem for problem in done.problems if problem.severity == "check"]
    what = "Begun" if said.opened else "The next block is planned"
    found = "".join(f"\n▲ CHECK {problem.message}" for problem in checks)
    return f"{what}: course {said.code}.{found}\nNext: the order (a)."
