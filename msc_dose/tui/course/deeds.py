"""What the keys of the Course screen do with the infusion, or the entry, under the cursor."""

from __future__ import annotations

from msc_dose.courses.course import CourseInfusion
from msc_dose.tui.course.doses import working
from msc_dose.tui.course.seen import Seen
from msc_dose.tui.screens.page import Page
from msc_dose.tui.screens.working import WorkingScreen

_OF_INFUSION = ("clear", "move", "check", "bags", "working", "print")
_OF_COURSE = ("act", "hold", "view", "next_view", "undo")
_OF_LIST = ("search",)


class Deeds(Page):
    """The actions; what they act on is `seen`, `infusion` and `entry` of the screen."""

    view = "timeline"

    @property
    def seen(self) -> Seen | None:
        """The course that is shown; None where it is the list."""
        raise NotImplementedError

    @property
    def infusion(self) -> CourseInfusion | None:
        """The infusion under the cursor."""
        raise NotImplementedError

    @property
    def entry(self) -> int | None:
        """The entry under the cursor, in the history."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the list the keys of a course are absent; without an infusion those of one are grey."""
        if action in (*_OF_INFUSION, *_OF_COURSE) and self.seen is None:
            return False
        if action in _OF_LIST and self.desk.course is not None:
            return False
        if action == "undo":
            return self.entry is not None
        if action in _OF_INFUSION and self.view not in ("timeline", "doses"):
            return False
        if action in _OF_INFUSION and self.infusion is None:
            return None
        return super().check_action(action, parameters)

    def _code(self) -> str:
        return self.seen.course.course if self.seen else ""

    def _say(self, text: str) -> None:
        self.app.notify(text, severity="warning", markup=False)

    def action_act(self) -> None:
        """Show what can be done now."""
        from msc_dose.tui.entries.flow import choose_act

        infusion = self.infusion
        self.app.start(choose_act(self.app, self._code(), infusion.number if infusion else None))

    def _enter(self, action: str, preset: dict[str, str]) -> None:
        from msc_dose.tui.entries.flow import enter

        self.app.start(enter(self.app, self._code(), action, preset))

    def action_clear(self) -> None:
        """Clear the infusion to thaw."""
        infusion = self.infusion
        if infusion is None:
            return
        if infusion.state != "planned":
            self._say(f"Infusion {infusion.number} is {infusion.state}: it is not cleared to thaw any more.")
            return
        self._enter("clear", {"infusion": str(infusion.number)})

    async def action_move(self) -> None:
        """Move the infusion, on the calendar."""
        infusion = self.infusion
        if infusion is None:
            return
        if not infusion.pending:
            self._say(f"Infusion {infusion.number} is {infusion.state}: only one to come is moved.")
            return
        self.desk.course, self.desk.infusion = self._code(), infusion.number
        self.desk.version += 1
        await self.app.action_go("calendar")

    def action_hold(self) -> None:
        """Hold the course; resume it where it is held."""
        if self.seen:
            self._enter("hold" if self.seen.course.held_since is None else "resume", {})

    def action_check(self) -> None:
        """Check the dose and sign for it; of one that was declared urgent, co-sign."""
        from msc_dose.tui.checking.flow import cosign_dose, verify_dose

        if self.seen and self.infusion:
            number = self.infusion.number
            checked = self.seen.checked.get(number)
            sign = cosign_dose if checked is not None and checked.owed else verify_dose
            self.app.start(sign(self.app, self._code(), number))

    def action_bags(self) -> None:
        """Reserve containers, or give them back."""
        from msc_dose.tui.course.flows import change_containers

        if self.infusion:
            self.app.start(change_containers(self.app, self._code(), self.infusion.number))

    def action_working(self) -> None:
        """Show how the dose came to be."""
        if self.seen and self.infusion:
            self.app.push_screen(WorkingScreen(working(self.seen, self.infusion)))

    def action_print(self) -> None:
        """Show the worksheet, which is printed from there."""
        from msc_dose.tui.course.flows import show_worksheet

        if self.infusion:
            self.app.start(show_worksheet(self.app, self._code(), self.infusion.number))

    def action_undo(self) -> None:
        """Say that the entry under the cursor was made in error."""
        if self.entry is not None:
            self._enter("retract", {"event": str(self.entry)})
