"""A move under way: the ghost on the grid, the preview in the panel, and what records it at the end."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from msc_dose.scheduling import day_text
from msc_dose.tui.calendar.dialogs import MoveDialog
from msc_dose.tui.calendar.moving import Move, Preview, preview
from msc_dose.tui.calendar.telling import Told, preview_lines, wrapped_all
from msc_dose.tui.safe import safe

if TYPE_CHECKING:
    from msc_dose.courses.course import Course
    from msc_dose.tui.screens.calendar import CalendarScreen

_RESTS = 0.15  # seconds without a key before a preview is worked out
_WORKING: tuple[Told, ...] = (("working out what would change …", "$quiet-ink"),)


class Mover:
    """What the calendar keeps while an infusion is moved. Nothing is recorded before a reason is given."""

    def __init__(self, page: CalendarScreen) -> None:
        """Nothing is moved."""
        self._page = page
        self._move: Move | None = None
        self._asked = 0
        self.shown: Preview | None = None

    @property
    def moving(self) -> bool:
        """Whether an infusion is picked up."""
        return self._move is not None

    @property
    def course(self) -> str | None:
        """The code of the course whose infusion is picked up."""
        move = self._move
        return None if move is None else move.course.course

    def pick_up(self, move: Move) -> None:
        """Begin this move."""
        self._put(move)

    def drop(self) -> None:
        """Leave it; nothing is moved."""
        back = self._move.infusion.date if self._move else None
        self._put(None)
        if back is not None:
            self._page.grid.go(back)
        self._page.tell()

    def toggle(self) -> None:
        """This one alone, or all later ones with it."""
        if self._move is not None:
            self._put(self._move.toggled())

    def stands_on(self, day: date) -> None:
        """The ghost stands on another day."""
        if self._move is not None:
            self._put(self._move)

    def refreshed(self, code: str | None, course: Course | None) -> None:
        """The course of this code was read anew: go on from what it says now, or tell that it cannot be."""
        if self._move is None or self.course != code:
            return  # picked up since
        move = None if course is None else Move(course, self._move.number, self._move.later)
        if move is None or not move.possible:
            self._put(None)
            self._page.app.notify("Somebody has changed the course: the move is given up.", markup=False)
        else:
            self._put(move)

    def _put(self, move: Move | None) -> None:
        """Show the ghost, forget the preview before, and ask for the next."""
        page, was = self._page, self._move
        self._move, self.shown = move, None
        self._asked += 1
        page.grid.picking = move is not None
        marks = page.marks
        if marks is not None:
            marks.move, marks.ghost = move, page.grid.day
            page.grid.show(marks)
        if (was is None) != (move is None):
            page.show_view()
            page.refresh_bindings()
        if move is not None:
            self._tell(move, page.grid.day, None)
            page.run_worker(self._look(move, page.grid.day, self._asked), exclusive=True, group="preview")

    def _tell(self, move: Move, day: date, made: Preview | None) -> None:
        """Show the move in the panel: what it would change, once it is worked out."""
        head: list[Told] = [(text, "bold") for text in move.heading(day)]

        def telling(width: int) -> list[Told]:
            found = _WORKING if made is None else preview_lines(made, width)
            return [*wrapped_all(head, width), ("", ""), *found]

        self._page.panel.tell(telling)

    async def _look(self, move: Move, day: date, asked: int) -> None:
        await asyncio.sleep(_RESTS)
        made = await asyncio.to_thread(self._worked_out, move, day)
        if asked == self._asked and self._page.composed:  # the program may have ended meanwhile
            self.shown = made
            self._tell(move, day, made)

    def _worked_out(self, move: Move, day: date) -> Preview:
        desk = self._page.desk
        return preview(move, day, desk.now(), desk.session.person if desk.session else None)

    def propose(self) -> None:
        """Ask for the reason of the move to the day of the ghost."""
        if self._move is not None:
            self._page.app.start(self._proposed(self._move, self._page.grid.day))

    async def _proposed(self, move: Move, day: date) -> None:
        from msc_dose.tui.entries.flow import record_answering  # the entries are loaded when one is made

        app = self._page.app
        made = await app.doing(lambda: self._worked_out(move, day))
        if made.refused or made.nothing:
            self.shown = made
            self._asked += 1
            self._tell(move, day, made)
            said = "It cannot be moved there: see why." if made.refused else "Choose another day first."
            app.notify(said, markup=False)
            return
        await app.signed_in()
        reason = await app.ask(MoveDialog(made))
        done = await record_answering(app, move.course, move.to(day, reason))
        self._put(None)
        whose = f"{safe(move.course.recipient)}, infusion {move.number}"
        app.notify(f"{whose}: moved to {day_text(day)}. Tell the ward and the laboratory.", markup=False)
        for problem in done.problems:
            app.notify(f"{safe(problem.message)} {safe(problem.fix)}", severity="warning", markup=False)
        app.changed()
